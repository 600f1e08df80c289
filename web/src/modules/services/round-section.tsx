import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { HomeCounts, HomeState, RoundView } from '#api/rounds.ts'
import { api } from '#web/platform/api.ts'
import { GoTo, LinkButton, Loaded, Progress, Section, SimpleTable } from '#web/ui/index.ts'
import type { PartProps } from './service-page.tsx'

export const useRound = (id: string) => useQuery({ queryKey: ['services', 'round', id], queryFn: ({ signal }) => api.post<RoundView>(`/services/${id}/round`, {}, { signal }) })

/** As a home may stand, in the order they are shown. */
export const HOME_STATES = ['reached', 'nobody', 'vacant', 'refused', 'open'] as const satisfies readonly HomeState[]

/** Where the homes behind a figure stand. */
export const toHomes = (id: string, about: { place?: number; section?: string; state?: string }): string => {
  const query = new URLSearchParams(Object.entries(about).flatMap(([key, value]) => (value === undefined ? [] : [[key, key === 'section' && value === '' ? '-' : String(value)]])))
  return `/services/${id}/round${query.size > 0 ? `?${query.toString()}` : ''}`
}

/** 敲门行动: how far it has come, village by village and group by group; every number opens to its doors. */
export default function RoundSection({ service }: Pick<PartProps, 'service'>) {
  const { t } = useTranslation('rounds')
  const query = useRound(service.id)
  const rate = ({ homes, reached }: HomeCounts) => (homes === 0 ? '—' : `${Math.round((reached * 100) / homes)}%`)
  return (
    <Section title={t('title')} flush action={<LinkButton to={toHomes(service.id, {})} kind="main" icon="walk">{t('go')}</LinkButton>}>
      <Loaded query={query} lines={4}>
        {({ total, lines, tries }) => (
          <>
            <div className="round-progress"><Progress label={t('coverage')} done={total.reached} target={total.homes} /></div>
            <SimpleTable caption={t('bySection')} rows={lines} rowKey={({ place, section }) => `${place} ${section}`} columns={[
              { key: 'where', head: t('where'), lead: true, cell: ({ placeName, section }) => [placeName, section || t('noSection')].join(' ') },
              { key: 'homes', head: t('homes'), align: 'end', cell: ({ place, section, homes }) => <Count to={toHomes(service.id, { place, section })} n={homes} /> },
              ...HOME_STATES.map((state) => ({ key: state, head: t(`state.${state}`), align: 'end' as const, cell: (line: RoundView['lines'][number]) => <Count to={toHomes(service.id, { place: line.place, section: line.section, state })} n={line[state]} /> })),
              { key: 'rate', head: t('rate'), align: 'end', cell: (line) => rate(line) },
            ]} />
            <p className="row quiet small">{t('rule', { tries })}</p>
          </>
        )}
      </Loaded>
    </Section>
  )
}

const Count = ({ to, n }: { to: string; n: number }) => (n === 0 ? <span className="number">0</span> : <GoTo to={to} className="number">{n}</GoTo>)
