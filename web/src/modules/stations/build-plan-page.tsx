import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { BuildPlanView } from '#api/stations.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { fullDayText } from '#web/platform/dates.ts'
import { useFilters } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, GoTo, Loaded, LinkButton, Notice, Page, Section, SelectField, SimpleTable } from '#web/ui/index.ts'
import './stations.css'

const TIERS = ['general', 'township', 'room'] as const
type Pair = BuildPlanView['total']['total']

/** 建设计划: what each county was to build by the end of a year, against what stood. Every figure opens to its stations. */
export default function BuildPlanPage() {
  const { t } = useTranslation('stations')
  const { today } = useSignedIn()
  const [{ year = today.slice(0, 4) }, change] = useFilters()
  const query = useQuery({ queryKey: ['build-plan', year], queryFn: ({ signal }) => api.get<BuildPlanView>(`/build-plan?year=${encodeURIComponent(year)}`, { signal }) })
  return (
    <Page title={t('plan.title')} actions={<LinkButton to="/network/map" icon="board">{t('map.title')}</LinkButton>}>
      <Loaded query={query} lines={8}>
        {(plan) => plan.counties.length === 0 ? <EmptyState icon="build" title={t('plan.none')} words={t('plan.noneWords')} /> : (
          <>
            <Section>
              <div className="inline"><SelectField label={t('plan.year')} value={String(plan.year)} onChange={(next) => change({ year: next })} options={[...plan.years].reverse().map((one) => ({ value: String(one), label: String(one) }))} /></div>
              <p className="quiet small">{t('plan.asOf', { day: fullDayText(plan.openOn) })}{plan.source ? `　${t('plan.source', { source: plan.source })}` : ''}</p>
              {plan.total.total.plan === null ? <Notice>{t('plan.noPlan')}</Notice> : null}
            </Section>
            <Section flush><PlanTable plan={plan} /></Section>
            <Redistricted plan={plan} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function PlanTable({ plan }: { plan: BuildPlanView }) {
  const { t } = useTranslation('stations')
  const { code } = useChoices()
  const hasPlan = plan.total.total.plan !== null
  const opens = (place: number | undefined, tier?: string) => `/network?${new URLSearchParams({ ...(place && { place: String(place) }), ...(tier && { tier }), openOn: plan.openOn })}`
  const tiers = [...TIERS, 'total'] as const
  const cell = (of: BuildPlanView['total'], tier: (typeof tiers)[number], place?: number) => <PlanCell pair={of[tier]} to={opens(place, tier === 'total' ? undefined : tier)} />
  const foot = plan.counties.length > 1 ? <tr><td>{t('plan.total')}</td>{tiers.map((tier) => <td key={tier} className="end">{cell(plan.total, tier)}</td>)}<td /><td /></tr> : null
  return (
    <SimpleTable rows={plan.counties} rowKey={(county) => String(county.place)} caption={t('plan.caption')} cards={false} foot={foot} columns={[
      { key: 'county', head: t('plan.county'), lead: true, cell: (county) => <><strong>{county.name}</strong>{county.pilot ? <div className="quiet small">{code('pilot-flag', county.pilot)}</div> : null}</> },
      ...tiers.map((tier) => ({
        key: tier, head: `${t(`plan.${tier === 'total' ? 'all' : tier}`)}${hasPlan ? ` ${t('plan.actual')}/${t('plan.plan')}` : ''}`, align: 'end' as const,
        cell: (county: BuildPlanView['counties'][number]) => cell(county.tiers, tier, county.place),
      })),
      { key: 'townships', head: t('plan.townships'), align: 'end', cell: (county) => t('plan.of', county.townships) },
      { key: 'villages', head: t('plan.villages'), align: 'end', cell: (county) => t('plan.of', county.villages) },
    ]} />
  )
}

function PlanCell({ pair, to }: { pair: Pair; to: string }) {
  const { t } = useTranslation('stations')
  const short = pair.plan === null ? 0 : pair.plan - pair.actual
  return (
    <span className="plan-cell">
      {short > 0 ? <span className="quiet small">{t('plan.short', { count: short })}</span> : null}
      <span><GoTo to={to}>{pair.actual}</GoTo>{pair.plan === null ? null : <span className="of-plan"> / {pair.plan}</span>}</span>
    </span>
  )
}

/** At least so many of the stations lie in townships that were re-districted: a sentence, not a lock. */
function Redistricted({ plan: { redistricted, total } }: { plan: BuildPlanView }) {
  const { t } = useTranslation('stations')
  const { township: n, of, atLeastPercent } = redistricted
  if (of === 0) return null
  const asked = total.total.plan !== null && atLeastPercent !== null
  return <p className="quiet small">{asked ? t('plan.redistricted', { percent: Math.floor((100 * n) / of), least: atLeastPercent }) : t('plan.redistrictedOnly', { n, of })}</p>
}
