import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PushView } from '#api/notices.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, Notice, Section, SelectField, toast } from '#web/ui/index.ts'
import { beWoken, canBeWoken, sleepAgain, type Hours, type Outcome } from './push.ts'

const USUAL: Hours = { quietFrom: 21, quietUntil: 8 }

/** 提醒推送: this browser wakes its reader, outside his quiet hours. Where the installation pushes nothing, nothing stands here. */
export default function PushSection() {
  const { t } = useTranslation('notices')
  const { account } = useSignedIn()
  const client = useQueryClient()
  const query = useQuery({ queryKey: ['push'], queryFn: ({ signal }) => api.get<PushView>('/notices/push', { signal }) })
  const [outcome, setOutcome] = useState<Outcome>()
  const again = () => client.invalidateQueries({ queryKey: ['push'] })
  const wanted = useRef<Hours>(USUAL)
  const wake = useSubmit(async () => {
    const came = await beWoken(account.id, query.data!.key!, wanted.current)
    setOutcome(came)
    if (came === 'done') toast(t('push.saved'))
    await again()
  })
  const wakeIn = (hours: Hours) => {
    wanted.current = hours
    void wake.submit()
  }
  const sleep = useSubmit(async () => {
    await sleepAgain()
    toast(t('push.ended'))
    await again()
  })
  if (!query.data || query.data.key === null) return null
  const { own } = query.data
  const hours = own ?? USUAL
  return (
    <Section title={t('push.title')}>
      <div className="stack">
        <p className="quiet">{t('push.words')}</p>
        {!canBeWoken() ? <Notice>{t('push.cannot')}</Notice> : outcome && outcome !== 'done' ? <Notice>{t(`push.${outcome}`)}</Notice> : null}
        {own ? (
          <div className="inline">
            <HourField label={t('push.from')} value={hours.quietFrom} onChange={(quietFrom) => wakeIn({ ...hours, quietFrom })} />
            <HourField label={t('push.until')} value={hours.quietUntil} onChange={(quietUntil) => wakeIn({ ...hours, quietUntil })} />
          </div>
        ) : null}
        <ErrorPanel error={wake.error ?? sleep.error} />
        <div className="inline">
          {own ? <Button busy={sleep.busy} onClick={() => void sleep.submit()}>{t('push.end')}</Button>
            : <Button kind="main" icon="bell" busy={wake.busy} disabled={!canBeWoken()} onClick={() => wakeIn(USUAL)}>{t('push.begin')}</Button>}
        </div>
      </div>
    </Section>
  )
}

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}:00` }))
const HourField = ({ label, value, onChange }: { label: string; value: number; onChange: (hour: number) => void }) => <SelectField label={label} value={String(value)} options={HOURS} onChange={(hour) => onChange(Number(hour))} />
