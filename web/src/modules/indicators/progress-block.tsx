import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ContractPage } from '#api/contracts.ts'
import type { ContractProgress } from '#api/indicators.ts'
import { api, RefusalError } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, GoTo, Loaded, Progress, Section } from '#web/ui/index.ts'

const MOST_CONTRACTS = 4

type Known = Pick<ContractProgress, 'contract' | 'title' | 'until' | 'timeGone' | 'daysLeft' | 'indicators' | 'worst'>

/** The contracts in force today within reach, each with how far it is. */
async function fetchProgress(today: string, signal: AbortSignal): Promise<Known[]> {
  const { rows } = await api.get<ContractPage>('/contracts', { signal })
  const now = rows.filter(({ from, until }) => from <= today && until >= today).slice(0, MOST_CONTRACTS)
  return Promise.all(now.map(({ id, title, until, timeGone, daysLeft }) => api.get<ContractProgress>(`/contracts/${id}/progress`, { signal }).catch((error: unknown): Known => {
    // Its figures are not this post's to see; its time still is, and the other contracts still count.
    if (error instanceof RefusalError && error.status === 404) return { contract: id, title, until, timeGone, daysLeft, indicators: [], worst: [] }
    throw error
  })))
}

/** 本期合同进度: done against promised, beside the time gone; the three furthest behind first. */
export default function ProgressBlock() {
  const { t } = useTranslation('today')
  const { today } = useSignedIn()
  const query = useQuery({ queryKey: ['progress', today], queryFn: ({ signal }) => fetchProgress(today, signal), staleTime: 5 * 60_000 })
  return (
    <Section title={t('progress.title')} action={<GoTo to="/contracts">{t('progress.all')}</GoTo>}>
      <Loaded query={query} lines={4}>
        {(contracts) => contracts.length === 0 ? <EmptyState title={t('progress.none')} words={t('progress.noneWords')} /> : contracts.map((one) => <OneContract key={one.contract} progress={one} alone={contracts.length === 1} />)}
      </Loaded>
    </Section>
  )
}

function OneContract({ progress, alone }: { progress: Known; alone: boolean }) {
  const { t } = useTranslation('today')
  const { today } = useSignedIn()
  const worst = progress.worst.flatMap((key) => progress.indicators.filter(({ indicator }) => indicator === key))
  const shown = worst.length > 0 ? worst : progress.indicators.slice(0, 3)
  return (
    <div className="stack">
      <p className="small quiet">{alone ? null : <strong>{progress.title} · </strong>}{t('progress.time', { percent: Math.round(progress.timeGone), days: progress.daysLeft, until: dayText(progress.until, today) })}</p>
      {shown.map(({ indicator, title, unit, target, done }) => (
        <Progress key={indicator} label={title} done={shownOf(done ?? 0, unit)} target={shownOf(target, unit)} timeGone={progress.timeGone / 100} unit={t(`unit.${unit}`, { defaultValue: '' })} />
      ))}
    </div>
  )
}

/** Hours are counted in minutes and money in fen; people read the larger unit. */
const shownOf = (value: number, unit: string): number => (unit === 'hour' ? Math.round(value / 6) / 10 : unit === 'fen' ? Math.round(value / 100) : value)
