import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SaveStaffFacts, StaffFacts } from '#api/staff.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, Loaded, Notice, TextField, toast } from '#web/ui/index.ts'

const keyOf = (account: string) => ['staff', account]
const CERTIFICATES = ['none', 'assistant', 'middle', 'senior'] as const
const REGISTERED = ['unknown', 'registered', 'not-registered', 'expired'] as const
const YES_NO = ['unknown', 'yes', 'no'] as const

/** 人员情况: what T12 shows of a colleague; read, or written over. */
export function StaffSection({ account, mayChange }: { account: string; mayChange: boolean }) {
  const { t } = useTranslation(['accounts', 'ui'])
  const [writing, setWriting] = useState(false)
  const query = useQuery({ queryKey: keyOf(account), gcTime: 0, queryFn: ({ signal }) => api.get<StaffFacts>(`/accounts/${account}/staff`, { signal }) })
  return (
    <Loaded query={query} lines={3}>{(facts) => writing ? <StaffForm account={account} facts={facts} onDone={() => setWriting(false)} /> : (
      <div className="stack">
        {facts.due.map((due) => <Notice key={due} alert>{t(`staff.due.${due}`, { day: due === 'check-over' ? facts.checkedOn : facts.contractUntil })}</Notice>)}
        <dl className="facts">{factsOf(facts, t).map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
        {mayChange ? <div className="inline"><Button onClick={() => setWriting(true)}>{t('staff.write')}</Button></div> : null}
      </div>
    )}</Loaded>
  )
}

function factsOf(facts: StaffFacts, t: TFunction<['accounts', 'ui']>): [string, string][] {
  return [
    [t('post.certificate'), [t(`post.certificate-${facts.certificateLevel ?? 'none'}`), facts.certificateNo].filter(Boolean).join(' · ')],
    [t('staff.registered'), facts.registered ? t(`staff.registrations.${facts.registered}`) : t('staff.unknown')],
    [t('staff.education'), facts.education || t('staff.unknown')],
    [t('staff.contract'), facts.contractFrom || facts.contractUntil ? t('staff.contractFromTo', { from: facts.contractFrom ?? '', to: facts.contractUntil ?? t('staff.open') }) : t('staff.unknown')],
    [t('staff.insured'), facts.insured === null ? t('staff.unknown') : t(facts.insured ? 'staff.yes' : 'staff.no')],
    [t('staff.checkedOn'), facts.checkedOn ?? t('staff.unknown')],
  ]
}

function StaffForm({ account, facts, onDone }: { account: string; facts: StaffFacts; onDone: () => void }) {
  const { t } = useTranslation(['accounts', 'ui'])
  const client = useQueryClient()
  const { due: _, ...before } = facts
  const [now, setNow] = useState<SaveStaffFacts>(before)
  const set = (fields: Partial<SaveStaffFacts>) => setNow((was) => ({ ...was, ...fields }))
  const { busy, error, submit } = useSubmit(async () => {
    await api.post(`/accounts/${account}/staff`, now)
    toast(t('staff.saved'))
    await client.invalidateQueries({ queryKey: keyOf(account) })
    onDone()
  })
  return (
    <div className="stack">
      <Choice label={t('post.certificate')} value={now.certificateLevel ?? 'none'} onChange={(value) => set({ certificateLevel: value === 'none' ? null : value })} options={CERTIFICATES.map((value) => ({ value, label: t(`post.certificate-${value}`) }))} />
      <TextField label={t('staff.certificateNo')} optional maxLength={40} value={now.certificateNo} onChange={(certificateNo) => set({ certificateNo })} />
      <Choice label={t('staff.registered')} value={now.registered ?? 'unknown'} onChange={(value) => set({ registered: value === 'unknown' ? null : value })} options={REGISTERED.map((value) => ({ value, label: value === 'unknown' ? t('staff.unknown') : t(`staff.registrations.${value}`) }))} />
      <TextField label={t('staff.education')} hint={t('staff.educationHint')} optional maxLength={60} value={now.education} onChange={(education) => set({ education })} />
      <div className="columns">
        <TextField label={t('staff.contractFrom')} type="date" optional value={now.contractFrom ?? ''} onChange={(day) => set({ contractFrom: day || null })} />
        <TextField label={t('staff.contractUntil')} hint={t('staff.contractHint')} type="date" optional value={now.contractUntil ?? ''} onChange={(day) => set({ contractUntil: day || null })} />
      </div>
      <Choice label={t('staff.insured')} value={now.insured === null ? 'unknown' : now.insured ? 'yes' : 'no'} onChange={(value) => set({ insured: value === 'unknown' ? null : value === 'yes' })} options={YES_NO.map((value) => ({ value, label: t(`staff.${value}`) }))} />
      <TextField label={t('staff.checkedOn')} hint={t('staff.checkedHint')} type="date" optional value={now.checkedOn ?? ''} onChange={(day) => set({ checkedOn: day || null })} />
      <ErrorPanel error={error} />
      <div className="inline"><Button kind="main" busy={busy} onClick={() => void submit()}>{t('ui:save')}</Button><Button onClick={onDone}>{t('ui:cancel')}</Button></div>
    </div>
  )
}
