import type { OpenDuty } from './expected-duty.ts'

/** The derived columns of a duty as its table keeps them. */
export interface DerivedColumns {
  cycle_days: number | null
  monthly: boolean
  basis: string
  last_on: string | null
  last_record: string | null
  last_mode: string | null
  last_result: string | null
  show_from: string
  due_on: string
}

/** Whether a kept duty says anything else than what follows from the facts. */
export const differs = (kept: DerivedColumns, expected: OpenDuty): boolean =>
  kept.cycle_days !== expected.cycleDays || kept.monthly !== expected.monthly || kept.basis !== expected.basis || kept.last_on !== expected.lastOn ||
  kept.last_record !== expected.lastRecord || kept.last_mode !== expected.lastMode || kept.last_result !== expected.lastResult ||
  kept.show_from !== expected.showFrom || kept.due_on !== expected.dueOn
