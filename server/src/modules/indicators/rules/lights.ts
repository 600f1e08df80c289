import type { Light } from '#api/indicators.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { percentOf } from './measure.ts'

/** What is known of one station, or of all stations of a county together. */
export interface Standing {
  due: number
  seen: number
  /** Of contracts with targets: percent done, and percent of their time gone. */
  contracts: readonly { done: number; gone: number }[]
  inPost: number
  needed: number
  overdue: number
  atRisk: number
  reportsIn: number
  reports: number
  reportsLate: number
}

/** Percent of the month gone: a month that still runs is judged by as much as could be done. */
export function lightsOf(standing: Standing, standards: Standards, monthGone: number): Light[] {
  return [visitRate(standing, standards, monthGone), progress(standing, standards), staff(standing), overdue(standing, standards), reportIn(standing)]
}

function visitRate({ due, seen }: Standing, standards: Standards, monthGone: number): Light {
  const rate = percentOf(seen, due)
  const against = (key: string) => (standards.number(key) * monthGone) / 100
  const state = rate === null ? 'none' : rate >= against('board.visit_rate_good') ? 'good' : rate >= against('board.visit_rate_watch') ? 'watch' : 'bad'
  return { kind: 'visit-rate', state, value: rate, done: seen, of: due }
}

function progress({ contracts }: Standing, standards: Standards): Light {
  if (contracts.length === 0) return { kind: 'contract-progress', state: 'none', value: null, done: 0, of: 0 }
  const behind = (one: { done: number; gone: number }) => one.gone - one.done
  const worst = contracts.reduce((a, b) => (behind(b) > behind(a) ? b : a))
  const state = behind(worst) >= standards.number('board.behind_bad') ? 'bad' : behind(worst) >= standards.number('board.behind_watch') ? 'watch' : 'good'
  return { kind: 'contract-progress', state, value: worst.done, done: Math.floor(worst.done), of: Math.floor(worst.gone) }
}

const staff = ({ inPost, needed }: Standing): Light => ({
  kind: 'staff', state: needed === 0 ? 'none' : inPost >= needed ? 'good' : inPost > 0 ? 'watch' : 'bad', value: inPost, done: inPost, of: needed,
})

function overdue({ overdue: late, atRisk }: Standing, standards: Standards): Light {
  return { kind: 'overdue-risk', state: late === 0 ? 'good' : late >= standards.number('board.overdue_bad') ? 'bad' : 'watch', value: late, done: late, of: atRisk }
}

const reportIn = ({ reportsIn, reports, reportsLate }: Standing): Light => ({
  kind: 'report', state: reports === 0 ? 'none' : reportsIn === reports ? 'good' : reportsLate > 0 ? 'bad' : 'watch', value: reportsIn, done: reportsIn, of: reports,
})

/** The stations of a county as one. */
export const together = (all: readonly Standing[]): Standing => {
  const sum = (of: (one: Standing) => number) => all.reduce((total, one) => total + of(one), 0)
  return {
    due: sum((one) => one.due), seen: sum((one) => one.seen), contracts: all.flatMap((one) => one.contracts), inPost: sum((one) => one.inPost), needed: sum((one) => one.needed),
    overdue: sum((one) => one.overdue), atRisk: sum((one) => one.atRisk), reportsIn: sum((one) => one.reportsIn), reports: sum((one) => one.reports), reportsLate: sum((one) => one.reportsLate),
  }
}
