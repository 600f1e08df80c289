import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PublicStanding } from '#api/doors.ts'
import { useText } from '#web/modules/services/form/use-text.ts'
import { api } from '#web/platform/api.ts'
import { useFilters } from '#web/platform/params.ts'
import { Button, Loaded, Section, Tag, TextField } from '#web/ui/index.ts'
import { PortalFrame } from './frame.tsx'

/** 查询: how what was sent in stands, for whoever has its code. */
export default function StandingPage() {
  const { t } = useTranslation('portal')
  const [{ code = '' }, setFilters] = useFilters()
  const [typed, setTyped] = useState(code)
  const query = useQuery({ queryKey: ['standing', code], enabled: code !== '', gcTime: 0, retry: false, queryFn: ({ signal }) => api.get<PublicStanding>(`/public/receipts/${encodeURIComponent(code)}`, { signal }) })
  return (
    <PortalFrame>
      <h1>{t('standing.title')}</h1>
      <Section>
        <form className="stack" onSubmit={(event) => { event.preventDefault(); setFilters({ code: typed.trim() || undefined }) }}>
          <TextField label={t('standing.code')} hint={t('standing.codeHint')} autoComplete="off" autoCapitalize="characters" maxLength={16} value={typed} onChange={setTyped} />
          <Button kind="main" tall block type="submit" disabled={typed.trim().length < 10}>{t('standing.ask')}</Button>
        </form>
      </Section>
      {code === '' ? null : <Loaded query={query} lines={4}>{(standing) => <Standing standing={standing} />}</Loaded>}
    </PortalFrame>
  )
}

function Standing({ standing }: { standing: PublicStanding }) {
  const { t } = useTranslation('portal')
  const say = useText()
  return (
    <Section title={say(standing.methodTitle)}>
      <p className="quiet">{[standing.stationName, t('standing.since', { day: standing.openedOn })].join(' · ')}</p>
      <ol className="steps" aria-label={t('standing.steps')}>
        {standing.stages.filter(({ state }, n) => state !== 'ahead' || n <= standing.stages.findIndex((one) => one.state === 'ahead')).map((stage) => (
          <li key={stage.title.zh} className={stage.state} aria-current={stage.state === 'now' ? 'step' : undefined}>{say(stage.title)}{stage.state === 'now' ? <Tag tone="accent">{t('standing.now')}</Tag> : null}</li>
        ))}
      </ol>
      {standing.answers.length === 0 ? <p>{t('standing.noAnswer')}</p> : <dl className="answers">{standing.answers.map(({ title, value }) => <div key={title.zh}><dt>{say(title)}</dt><dd className="as-written">{value}</dd></div>)}</dl>}
    </Section>
  )
}
