import { i18n } from './i18n.ts'

/** Days are text, YYYY-MM-DD, in China's time, as everywhere in the service. */
export type Day = string

const inChina = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' })
/** Today in China by this device's clock. Pages use the session's `today`; this is for work without network. */
export const todayHere = (): Day => inChina.format(new Date())

const asUtc = (day: Day): Date => new Date(`${day}T00:00:00Z`)
export const addDays = (day: Day, days: number): Day => new Date(asUtc(day).getTime() + days * 86_400_000).toISOString().slice(0, 10)
/** Positive when `to` is later. */
export const daysBetween = (from: Day, to: Day): number => Math.round((asUtc(to).getTime() - asUtc(from).getTime()) / 86_400_000)

function format(day: Day, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(i18n.language, { timeZone: 'UTC', ...options }).format(asUtc(day))
}

/** 今天, 昨天, 明天, 11月20日, and with the year when it is another one. */
export function dayText(day: Day, today: Day): string {
  const distance = daysBetween(today, day)
  if (distance === 0) return i18n.t('ui:date.today')
  if (distance === -1) return i18n.t('ui:date.yesterday')
  if (distance === 1) return i18n.t('ui:date.tomorrow')
  const sameYear = day.slice(0, 4) === today.slice(0, 4)
  return format(day, { month: 'long', day: 'numeric', ...(sameYear ? {} : { year: 'numeric' }) })
}

/** 2026年11月20日 星期五 */
export const fullDayText = (day: Day): string => format(day, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' })

/** 2026年11月 of 2026-11 or of any day in it. */
export const monthText = (month: string): string => format(`${month.slice(0, 7)}-01`, { year: 'numeric', month: 'long' })

/** An instant as its day in China and the time of day there. */
export function instantText(instant: string, today: Day): string {
  const at = new Date(instant)
  const time = new Intl.DateTimeFormat(i18n.language, { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
  return `${dayText(inChina.format(at), today)} ${time}`
}

/** Full years on that day; who is born on 29 February has the birthday on 1 March in other years. */
export function ageOn(bornOn: Day, today: Day): number {
  const years = Number(today.slice(0, 4)) - Number(bornOn.slice(0, 4))
  return today.slice(5) < bornOn.slice(5) ? years - 1 : years
}

/** 82岁; months below two years, days below a month of life. */
export function ageText(bornOn: Day, today: Day): string {
  const years = ageOn(bornOn, today)
  if (years >= 2) return i18n.t('ui:age.years', { count: years })
  const [fromYear, fromMonth, fromDay] = bornOn.split('-').map(Number) as [number, number, number]
  const [toYear, toMonth, toDay] = today.split('-').map(Number) as [number, number, number]
  const months = (toYear - fromYear) * 12 + toMonth - fromMonth - (toDay < fromDay ? 1 : 0)
  return months >= 1 ? i18n.t('ui:age.months', { count: months }) : i18n.t('ui:age.days', { count: Math.max(0, daysBetween(bornOn, today)) })
}
