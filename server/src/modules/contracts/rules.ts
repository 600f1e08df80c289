import type { ContractRow, SaveContract } from '#api/contracts.ts'
import { daysBetween } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'

type Period = { from: string; until: string }

/** Whole percent of a contract's days that are over at the end of a day: 0 before it begins, 100 from its last day on. */
export function shareOfTimeGone({ from, until }: Period, today: string): number {
  if (today < from) return 0
  if (today >= until) return 100
  return Math.min(99, Math.round((100 * (daysBetween(from, today) + 1)) / (daysBetween(from, until) + 1)))
}

export const stateOn = ({ from, until }: Period, today: string): ContractRow['state'] => (today < from ? 'coming' : today > until ? 'over' : 'running')

/** Days that are left after today; 0 on the last one. */
export const daysLeft = ({ until }: Period, today: string): number => Math.max(0, daysBetween(today, until))

export function checkPeriod({ from, until }: Pick<SaveContract, 'from' | 'until'>): void {
  if (until <= from) throw new Refusal('contract.dates-reversed')
}

/** All stations of a contract lie in one county, whose bureau answers for it. Gives that county. */
export function countyOf(stations: readonly { cell: number }[]): number {
  const cells = new Set(stations.map(({ cell }) => cell))
  if (cells.size !== 1) throw new Refusal('contract.stations-elsewhere')
  return [...cells][0]! * 1_000_000
}

/** Figures of time are counted in minutes and of money in fen; a contract speaks of hours and yuan. */
const FACTORS: Record<string, number> = { hour: 60, fen: 100 }
export const countedTarget = (target: number, unit: string | undefined): number => target * (FACTORS[unit ?? ''] ?? 1)
export const spokenTarget = (target: number, unit: string | undefined): number => Math.round(target / (FACTORS[unit ?? ''] ?? 1))

/** Who sees what a contract costs: those who pay, are paid, or check. */
export const SEES_AMOUNTS: readonly string[] = ['county_bureau', 'city_bureau', 'party_department', 'agency_manager', 'agency_finance', 'evaluator', 'auditor']
