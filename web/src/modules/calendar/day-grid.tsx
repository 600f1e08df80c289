import { useTranslation } from 'react-i18next'
import type { CalendarView } from '#api/calendar.ts'
import { fullDayText, type Day } from '#web/platform/dates.ts'
import { classes } from '#web/ui/index.ts'

interface Props {
  days: readonly Day[]
  rows: CalendarView['rows']
  /** Days of other months are pale. */
  month: string | undefined
  chosen: Day
  today: Day
  onChoose: (day: Day) => void
}

/** Weeks from Monday; each day a button with its numbers by kind. */
export function DayGrid({ days, rows, month, chosen, today, onChoose }: Props) {
  const { t, i18n } = useTranslation('calendar')
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' })
  const sums = new Map<Day, Map<string, number>>()
  for (const { on, kind, count } of rows) {
    const ofDay = sums.get(on) ?? new Map<string, number>()
    sums.set(on, ofDay.set(kind, (ofDay.get(kind) ?? 0) + count))
  }
  return (
    <div className="calendar">
      {days.slice(0, 7).map((day) => <span key={day} className="weekday" aria-hidden="true">{weekday.format(new Date(`${day}T00:00:00Z`))}</span>)}
      {days.map((day) => {
        const kinds = [...(sums.get(day) ?? [])]
        const words = kinds.map(([kind, count]) => t(`kind.${kind}`, { count, defaultValue: t('kind.other', { count }) }))
        return (
          <button key={day} type="button" className={classes('day', month !== undefined && !day.startsWith(month) && 'outside', day === today && 'today')} aria-pressed={day === chosen}
            aria-label={[fullDayText(day), ...words].join(' ')} onClick={() => onChoose(day)}>
            <span className="number">{Number(day.slice(8))}</span>
            {kinds.map(([kind, count], at) => <span key={kind} className={`due ${kind}`}><span className="long">{words[at]}</span><span className="short number">{count}</span></span>)}
          </button>
        )
      })}
    </div>
  )
}
