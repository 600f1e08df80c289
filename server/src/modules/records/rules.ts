import type { SaveRecord } from '#api/records.ts'
import { addDays, daysBetween } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Days back a record may still be dated. A year of paper can be caught up; anything older is an import. */
export const DAYS_BACK = 400
/** After this many whole days a record counts as written late: for the worker's own eye, standards §1.3 (F07), our default. */
export const LATE_AFTER_DAYS = 1

/** Refuses a day after today, or longer ago than records may be caught up. */
export function checkDay(occurredOn: string, today: string): void {
  if (occurredOn > today) throw new Refusal('record.in-the-future')
  if (daysBetween(occurredOn, today) > DAYS_BACK) throw new Refusal('record.too-long-ago', { earliest: addDays(today, -DAYS_BACK) })
}

export const isLate = (occurredOn: string, today: string): boolean => daysBetween(occurredOn, today) > LATE_AFTER_DAYS

export function checkNextDay(nextOn: string | undefined, today: string): void {
  if (nextOn !== undefined && nextOn <= today) throw new Refusal('record.next-date-past')
}

/** A contact in which the person was reached counts as having seen him. */
export const SEEN = ['at-home', 'normal', 'needs-attention', 'reached']

/** What is still missing, in keys the screen turns into words. Nothing here blocks saving. */
export function gapsOf(input: SaveRecord, risk: string): string[] {
  const gaps: string[] = []
  if (input.kind !== 'task' && input.item === '') gaps.push('item')
  if (input.kind === 'visit' && input.result === 'needs-attention' && input.words === '') gaps.push('words')
  // Two visitors where the risk is high: standards §2.3 (V01), our default.
  if (input.kind === 'visit' && risk === 'red' && input.withWhom === '') gaps.push('companion')
  if (input.kind === 'activity' && !input.photos.some((photo) => photo.shows === 'activity')) gaps.push('photo')
  if (input.kind === 'activity' && !input.photos.some((photo) => photo.shows === 'sign-in-sheet')) gaps.push('sign-in-sheet')
  return gaps
}
