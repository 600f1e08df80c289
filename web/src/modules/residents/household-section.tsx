import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResidentView } from '#api/residents.ts'
import type { Chosen } from '#web/modules/records/contact-values.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, confirm, ErrorPanel, Row, Rows, Section, SelectField, Sheet, TextField } from '#web/ui/index.ts'
import { CASEWORKERS } from '../../roles.ts'
import { PeopleSearch, PersonName } from './people-search.tsx'
import { RiskOf } from './risk-of.tsx'
import { useRefresh } from './use-resident.ts'

/** Who lives together, as far as the reader may see them. */
export function HouseholdSection({ file }: { file: ResidentView }) {
  const { t } = useTranslation('residents')
  const { mayAct } = useSignedIn()
  const offered = useChoices()
  const refresh = useRefresh()
  const [open, setOpen] = useState(false)
  const { household } = file
  const may = mayAct(CASEWORKERS) && !file.closedOn
  const leave = useSubmit(async () => {
    if (!household || !(await confirm({ title: t('household.leaveTitle', { name: file.name }), words: t('household.leaveWords'), action: t('household.leave') }))) return
    await api.post(`/households/${household.id}/leave`, { file: file.id })
    await refresh()
  })
  const action = may ? <span className="inline">{household ? <Button kind="quiet" busy={leave.busy} onClick={() => void leave.submit()}>{t('household.leave')}</Button> : null}
    <Button kind="quiet" icon="plus" onClick={() => setOpen(true)}>{t('household.add')}</Button></span> : null
  return (
    <Section title={household ? t('household.of', { name: household.headName }) : t('household.title')} flush action={action}>
      <ErrorPanel error={leave.error} />
      {household ? (
        <Rows label={t('household.title')}>
          {household.members.map((member) => (
            <Row key={member.file} title={<PersonName person={member} />} sub={offered.code('family-relation', member.relation)} end={<RiskOf risk={member.risk} />}
              to={member.file === file.id ? undefined : `/residents/${member.file}`} />
          ))}
        </Rows>
      ) : <p className="row quiet">{t('household.none')}</p>}
      {open ? <MemberSheet file={file} onClose={() => setOpen(false)} /> : null}
    </Section>
  )
}

function MemberSheet({ file, onClose }: { file: ResidentView; onClose: () => void }) {
  const { t } = useTranslation(['residents', 'ui'])
  const offered = useChoices()
  const refresh = useRefresh()
  const [id] = useState(() => file.household?.id ?? newId())
  const [member, setMember] = useState<Chosen>()
  const [relation, setRelation] = useState('other')
  const [address, setAddress] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    if (!file.household) await api.put(`/households/${id}`, { file: file.id, relation: 'self', address: address.trim() })
    if (member) await api.post(`/households/${id}/join`, { file: member.file, relation })
    await refresh()
    onClose()
  })
  return (
    <Sheet open title={t('household.add')} onClose={onClose} actions={<Button kind="main" busy={busy} disabled={Boolean(file.household) && !member} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        {file.household ? null : <TextField label={t('household.address')} optional maxLength={200} value={address} onChange={setAddress} />}
        {member ? <Row title={<PersonName person={member} />} sub={member.sub} end={<Button kind="quiet" onClick={() => setMember(undefined)}>{t('household.other')}</Button>} />
          : <PeopleSearch onChoose={setMember} except={[file.id, ...(file.household?.members.map((one) => one.file) ?? [])]} />}
        {member ? <SelectField label={t('household.relation')} value={relation} onChange={setRelation} options={offered.list('family-relation')} /> : null}
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
