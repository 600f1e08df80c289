import { addDays, addMonths } from '#server/platform/days.ts'
import { dayInShanghai } from '#server/platform/clock.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** The last day on which a month's report is in time: a day of the month after. */
export const dueDay = (month: string, dayOfNextMonth: number): string => addDays(addMonths(`${month}-01`, 1), dayOfNextMonth - 1)

const WORDS: Record<string, string> = { none: '未填', draft: '草稿', submitted: '已上报', returned: '已退回', accepted: '已接收' }

export function checkState(state: string, allowed: readonly string[]): void {
  if (!allowed.includes(state)) throw new Refusal('report.not-yours-now', { state: WORDS[state] ?? state })
}

/** Refuses a change to a report that somebody changed after it was read. */
export function checkVersion(version: number, now: number): void {
  if (version !== now) throw new Refusal('report.changed-since', { fields: ['version'], now: { version: now } })
}

export function checkMonth(month: string, today: string): void {
  if (`${month}-01` > today) throw new Refusal('report.month-not-begun')
}

/** Handed in after its day, or not yet handed in though the day has passed. */
export const isLate = (submittedAt: Date | null, today: string, due: string, isIn: boolean): boolean => (isIn && submittedAt ? dayInShanghai(submittedAt) : today) > due
