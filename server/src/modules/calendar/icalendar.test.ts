import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { escapeText, foldLine, writeCalendar } from './rules/icalendar.ts'

const account = '0196e8a0-0000-7000-8000-000000000001'
const now = new Date('2026-05-20T02:03:04.567Z')
const write = (...days: [on: string, kind: string, count: number][]) => writeCalendar(days.map(([on, kind, count]) => ({ on, kind, count })), { account, now })

test('another reader of calendars finds the same days and numbers', () => {
  const calendar = new ICAL.Component(ICAL.parse(write(['2026-05-20', 'duty', 3], ['2026-05-31', 'need', 1], ['2026-12-31', 'clock', 2])))
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))
  expect(events.map(({ summary, startDate, endDate }) => [summary, startDate.toString(), endDate.toString(), startDate.isDate])).toEqual([
    ['走访 3 人', '2026-05-20', '2026-05-21', true], ['需求 1 件', '2026-05-31', '2026-06-01', true], ['待办 2 件', '2026-12-31', '2027-01-01', true],
  ])
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0')
  expect(String(events[0]!.component.getFirstPropertyValue('dtstamp'))).toBe('2026-05-20T02:03:04Z')
})

test('an event keeps its UID when its number changes, and no two share one', () => {
  const uids = (text: string) => [...text.matchAll(/^UID:(.*(?:\r\n .*)*)/gm)].map(([, uid]) => uid)
  expect(uids(write(['2026-05-20', 'duty', 3]))).toEqual(uids(write(['2026-05-20', 'duty', 5])))
  expect(new Set(uids(write(['2026-05-20', 'duty', 3], ['2026-05-20', 'need', 3], ['2026-05-21', 'duty', 3]))).size).toBe(3)
})

test('no line is longer than 75 octets, every line ends as the standard wants, and a folded text is read whole', () => {
  const long = `${'鸟'.repeat(40)}, ${'🙂'.repeat(20)}; \\ end\nnext`
  const text = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n${foldLine(`SUMMARY:${escapeText(long)}`)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
  for (const line of [...text.split('\r\n'), ...write(['2026-05-20', 'duty', 3]).split('\r\n')]) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(write(['2026-05-20', 'duty', 3]).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')!.getFirstPropertyValue('summary')).toBe(long)
})

test('an empty calendar is a calendar', () => {
  expect(new ICAL.Component(ICAL.parse(write())).getAllSubcomponents('vevent')).toEqual([])
})
