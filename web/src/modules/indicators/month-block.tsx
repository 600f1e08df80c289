import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AskFigures, Figures as FiguresView } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { monthText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { figurePath } from './figure-path.ts'
import { Figure, Figures, Loaded, Section } from '#web/ui/index.ts'

/** What the stations of a place did this month; and how much of it was handed down to them. */
const SHOWN = ['people-served', 'service-heads', 'visits-all', 'elders-visited', 'tasks', 'task-share', 'mandatory-reports']

export default function MonthBlock() {
  const { t } = useTranslation(['today', 'indicators'])
  const { today, post } = useSignedIn()
  const month = today.slice(0, 7)
  const place = post?.place
  const query = useQuery({
    queryKey: ['progress', 'month', place, month], enabled: place !== undefined, staleTime: 5 * 60_000,
    queryFn: ({ signal }) => api.post<FiguresView>('/figures', { scope: { by: 'place', place: place! }, period: { name: month }, indicators: SHOWN } satisfies AskFigures, { signal }),
  })
  return (
    <Section title={t('month.title', { month: monthText(month) })} flush>
      <Loaded query={query} lines={3}>
        {({ figures }) => (
          <Figures>
            {figures.filter(({ available }) => available).map(({ key, title, value, unit, guarded, opens }) => (
              <Figure key={key} label={title} value={guarded ? t('month.few') : value} unit={t(`indicators:unit.${unit}`, { defaultValue: '' })} to={opens && !guarded ? figurePath(opens) : undefined} />
            ))}
          </Figures>
        )}
      </Loaded>
    </Section>
  )
}
