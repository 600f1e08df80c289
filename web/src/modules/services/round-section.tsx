import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HomeCounts, RoundView } from '#api/rounds.ts'
import { api } from '#web/platform/api.ts'
import { Button, GoTo, LinkButton, Loaded, Progress, Section, SimpleTable } from '#web/ui/index.ts'
import { HOME_STATES, villagesOf } from './round-villages.ts'
import type { PartProps } from './service-page.tsx'

export const useRound = (id: string) => useQuery({ queryKey: ['services', 'round', id], queryFn: ({ signal }) => api.post<RoundView>(`/services/${id}/round`, {}, { signal }) })

/** Where the homes behind a figure stand. */
export const toHomes = (id: string, about: { place?: number; section?: string; state?: string }): string => {
  const query = new URLSearchParams(Object.entries(about).flatMap(([key, value]) => (value === undefined ? [] : [[key, key === 'section' && value === '' ? '-' : String(value)]])))
  return `/services/${id}/round${query.size > 0 ? `?${query.toString()}` : ''}`
}

type Line = RoundView['lines'][number]
/** More groups than this are shown village by village: a township has some hundred. */
const MOST = 12

/** 敲门行动: how far it has come, village by village and group by group; every number opens to its doors. */
export default function RoundSection({ service }: Pick<PartProps, 'service'>) {
  const { t } = useTranslation('rounds')
  const query = useRound(service.id)
  const [village, setVillage] = useState<number>()
  return (
    <Section title={t('title')} flush action={<LinkButton to={toHomes(service.id, {})} kind="main" icon="walk">{t('go')}</LinkButton>}>
      <Loaded query={query} lines={4}>
        {({ total, lines, tries }) => (
          <>
            <div className="round-progress"><Progress label={t('coverage')} done={total.reached} target={total.homes} /></div>
            {lines.length <= MOST ? <Coverage service={service.id} lines={lines} />
              : village === undefined ? <Coverage service={service.id} lines={villagesOf(lines)} onVillage={setVillage} />
                : <><div className="row"><Button kind="quiet" icon="back" onClick={() => setVillage(undefined)}>{t('allVillages')}</Button></div><Coverage service={service.id} lines={lines.filter(({ place }) => place === village)} /></>}
            <p className="row quiet small">{t('rule', { tries })}</p>
          </>
        )}
      </Loaded>
    </Section>
  )
}

const rate = ({ homes, reached }: HomeCounts) => (homes === 0 ? '—' : `${Math.round((reached * 100) / homes)}%`)

/** By group, or by village with a way to its groups. */
function Coverage({ service, lines, onVillage }: { service: string; lines: readonly Line[]; onVillage?: (place: number) => void }) {
  const { t } = useTranslation('rounds')
  const about = ({ place, section }: Line) => ({ place, ...(onVillage === undefined && { section }) })
  return (
    <SimpleTable caption={t(onVillage ? 'byVillage' : 'bySection')} rows={lines} rowKey={({ place, section }) => `${place} ${section}`} columns={[
      { key: 'where', head: t('where'), lead: true, cell: ({ place, placeName, section }) => (onVillage ? <button type="button" className="link-words" onClick={() => onVillage(place)}>{placeName}</button> : [placeName, section || t('noSection')].join(' ')) },
      { key: 'homes', head: t('homes'), align: 'end', cell: (line) => <Count to={toHomes(service, about(line))} n={line.homes} /> },
      ...HOME_STATES.map((state) => ({ key: state, head: t(`state.${state}`), align: 'end' as const, cell: (line: Line) => <Count to={toHomes(service, { ...about(line), state })} n={line[state]} /> })),
      { key: 'rate', head: t('rate'), align: 'end', cell: (line) => rate(line) },
    ]} />
  )
}

const Count = ({ to, n }: { to: string; n: number }) => (n === 0 ? <span className="number">0</span> : <GoTo to={to} className="number">{n}</GoTo>)
