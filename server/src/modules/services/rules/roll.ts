/** Whether somebody came to a contact, in the order of the contacts. */
export interface Mark { on: string; absent: boolean }

/** Somebody who is in a service or has put his name down, as rules ask of each. No name: words that come of it go further than names may. */
export interface PersonOfRoll {
  id: string
  role: string
  state: 'in' | 'signed-up'
  minor: boolean
  /** A guardian is named. */
  guardian: boolean
  checkedIn: boolean
  marks: readonly Mark[]
}

export interface RecordOfRoll { kind: string; on: string; minutes: number; heads: number; marked: number; present: number }

/** Who belongs to a service and what happened in it, one by one. */
export interface Roll { people: readonly PersonOfRoll[]; records: readonly RecordOfRoll[] }

export const NOBODY: Roll = { people: [], records: [] }

/** How often somebody came and stayed away, and since when without a break. */
export function comingOf(marks: readonly Mark[]): { present: number; absent: number; missed: number; missedSince: string | null } {
  const absent = marks.filter((one) => one.absent).length
  const run = marks.slice(marks.findLastIndex((one) => !one.absent) + 1)
  return { present: marks.length - absent, absent, missed: run.length, missedSince: run[0]?.on ?? null }
}

/** 出席: contacts with and without their attendance; of everybody marked, how many in a hundred came. */
export function attendanceOf({ people, records }: Roll): { marked: number; unmarked: number; rate: number | null; checked_in: number } {
  const marked = records.filter((one) => one.marked > 0)
  const [all, present] = [marked.reduce((sum, one) => sum + one.marked, 0), marked.reduce((sum, one) => sum + one.present, 0)]
  return { marked: marked.length, unmarked: records.length - marked.length, rate: all === 0 ? null : Math.round((present * 100) / all), checked_in: people.filter(({ checkedIn }) => checkedIn).length }
}
