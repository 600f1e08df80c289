import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ContractProgress } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, Loaded, Progress, Section } from '#web/ui/index.ts'
import { figurePath, shownOf } from './figure-path.ts'

/** 合同进度: every indicator of a contract, those furthest behind first; each opens to its records. For a contract's own page too. */
export function ContractProgressOf({ contract }: { contract: string }) {
  const { t } = useTranslation('indicators')
  const { today } = useSignedIn()
  const query = useQuery({ queryKey: ['progress', 'contract', contract], staleTime: 60_000, queryFn: ({ signal }) => api.get<ContractProgress>(`/contracts/${contract}/progress`, { signal }) })
  return (
    <Loaded query={query} lines={8}>
      {({ title, from, until, timeGone, daysLeft, indicators }) => (
        <Section title={title}>
          <p className="quiet small">{t('progress.time', { from: dayText(from, today), until: dayText(until, today), percent: timeGone, days: daysLeft })}</p>
          {indicators.length === 0 ? <EmptyState icon="contract" title={t('progress.none')} /> : [...indicators].sort((a, b) => (a.ahead ?? 999) - (b.ahead ?? 999)).map((one) => one.available ? (
            <Progress key={one.indicator} label={one.title} done={shownOf(one.done ?? 0, one.unit)} target={shownOf(one.target, one.unit)} timeGone={timeGone / 100} unit={t(`unit.${one.unit}`)} to={one.opens ? figurePath(one.opens) : undefined} />
          ) : <p key={one.indicator} className="quiet small">{t('progress.notYet', { title: one.title, target: shownOf(one.target, one.unit), unit: t(`unit.${one.unit}`) })}</p>)}
        </Section>
      )}
    </Loaded>
  )
}
