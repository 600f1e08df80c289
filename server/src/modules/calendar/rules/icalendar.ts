/** So many of one kind are due on a day. */
export interface DueDay {
  on: string
  kind: string
  count: number
}

const TITLES: Record<string, (count: number) => string> = { duty: (count) => `走访 ${count} 人`, need: (count) => `需求 ${count} 件` }
const titleOf = ({ kind, count }: DueDay): string => (TITLES[kind] ?? ((n: number) => `待办 ${n} 件`))(count)

/** Backslash, comma, semicolon and line ends of a text value (RFC 5545 §3.3.11). */
export const escapeText = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n')

/** At most 75 octets a line, never through the middle of a sign; what follows begins with a blank (§3.1). */
export function foldLine(line: string): string {
  const lines: string[] = []
  let octets = 0
  let from = 0
  let at = 0
  for (const sign of line) {
    const size = Buffer.byteLength(sign)
    if (octets + size > 75) {
      lines.push(line.slice(from, at))
      from = at
      octets = 1
    }
    octets += size
    at += sign.length
  }
  return [...lines, line.slice(from)].join('\r\n ')
}

const basic = (day: string): string => day.replaceAll('-', '')
const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
const stampOf = (instant: Date): string => instant.toISOString().replace(/[-:]|\.\d{3}/g, '')

/**
 * One event per day and kind, lasting the day: a DATE means the same day wherever the calendar is read, and needs no time zone. Its UID stays
 * when the count changes. Numbers only: no name, village or word of anybody.
 */
export function writeCalendar(days: readonly DueDay[], { account, now }: { account: string; now: Date }): string {
  const events = days.flatMap((day) => [
    'BEGIN:VEVENT', `UID:${day.on}-${day.kind}-${account}@wulian`, `DTSTAMP:${stampOf(now)}`, `DTSTART;VALUE=DATE:${basic(day.on)}`, `DTEND;VALUE=DATE:${basic(dayAfter(day.on))}`,
    `SUMMARY:${escapeText(titleOf(day))}`, 'CLASS:PRIVATE', 'TRANSP:TRANSPARENT', 'END:VEVENT',
  ])
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Wulian//Calendar 1//ZH', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH', 'X-WR-CALNAME:五联', 'REFRESH-INTERVAL;VALUE=DURATION:PT1H', ...events, 'END:VCALENDAR']
  return `${lines.map(foldLine).join('\r\n')}\r\n`
}
