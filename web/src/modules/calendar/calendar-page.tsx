import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarQuery, CalendarView } from '#api/calendar.ts'
import { api } from '#web/platform/api.ts'
import { addDays, fullDayText, monthText, type Day } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Choice, GoTo, IconButton, Loaded, Notice, Page, Section } from '#web/ui/index.ts'
import { DayGrid } from './day-grid.tsx'
import { DayList } from './day-list.tsx'
import { FeedSection } from './feed-section.tsx'
import { rangeOf, step, type View } from './ranges.ts'
import './calendar.css'

const VIEWS: readonly View[] = ['month', 'week', 'day']
const SCOPES: readonly CalendarQuery['scope'][] = ['mine', 'station']

/** 日历: what is due on which day, in numbers; a day opens to colleagues and stations. */
export default function CalendarPage() {
  const { t } = useTranslation('calendar')
  const { today } = useSignedIn()
  const [view, setView] = useState<View>('month')
  const [scope, setScope] = useState<CalendarQuery['scope']>('mine')
  const [day, setDay] = useState<Day>(today)
  const { from, to } = rangeOf(view, day)
  const query = useQuery({ queryKey: ['calendar', scope, from, to], queryFn: ({ signal }) => api.post<CalendarView>('/calendar', { from, to, scope }, { signal }) })
  return (
    <Page title={t('title')}>
      <div className="inline">
        <Choice<View> label={t('view.label')} look="segmented" value={view} onChange={setView} options={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))} />
        <Choice<CalendarQuery['scope']> label={t('scope.label')} look="segmented" value={scope} onChange={setScope} options={SCOPES.map((value) => ({ value, label: t(`scope.${value}`) }))} />
      </div>
      <Loaded query={query} lines={8}>
        {({ rows, overdue }) => (
          <div className="split">
            <div className="stack-l">
              {overdue > 0 ? <Notice>{t('overdue', { count: overdue })} <GoTo to="/">{t('toToday')}</GoTo></Notice> : null}
              <Section flush title={view === 'month' ? monthText(day) : view === 'week' ? t('week', { from: fullDayText(from), to: fullDayText(to) }) : fullDayText(day)}
                action={<span className="inline"><IconButton icon="back" label={t('earlier')} onClick={() => setDay(step(view, day, -1))} /><IconButton icon="next" label={t('later')} onClick={() => setDay(step(view, day, 1))} /></span>}>
                {view === 'day' ? <DayList rows={rows.filter(({ on }) => on === day)} /> : <DayGrid days={daysOf(from, to)} rows={rows} month={view === 'month' ? day.slice(0, 7) : undefined} chosen={day} today={today} onChoose={setDay} />}
              </Section>
            </div>
            <div className="stack-l">
              {view === 'day' ? null : <Section flush title={fullDayText(day)}><DayList rows={rows.filter(({ on }) => on === day)} /></Section>}
              <FeedSection />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function daysOf(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}
