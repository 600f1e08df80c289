import type { Standards } from '#server/modules/standards/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import { leavesOf } from '../rules/leaves.ts'
import { amountOf, counts, isRatio, percentOf, summedKinds } from '../rules/measure.ts'
import { numberOf, peopleOnce, specOf } from './people-once.ts'
import { tallyRows } from './tally.ts'

export interface ContractTargets {
  id: string
  from: string
  until: string
  targets: readonly { indicator: string; target: number }[]
}
const NOBODY = { title: '', place: 0, stations: null, worker: null, served: null }

/** How far each of many contracts is: the mean share of its targets reached, none above 100. Two statements for all of them. */
export async function progressOfContracts(work: Work, standards: Standards, contracts: readonly ContractTargets[]): Promise<Map<string, number>> {
  if (contracts.length === 0) return new Map()
  const days: DayRange = { from: contracts.map(({ from }) => from).sort()[0]!, to: contracts.map(({ until }) => until).sort().at(-1)! }
  const asked = contracts.flatMap((contract) => contract.targets.flatMap(({ indicator: key, target }) => {
    const indicator = standards.indicator(key)
    if (!indicator || isRatio(indicator.measure) || target === 0) return []
    const leaf = leavesOf(standards, indicator, { from: contract.from, to: contract.until }, false)[0]
    return leaf && leaf.how !== 'month-duty' ? [{ contract: contract.id, target, leaf }] : []
  }))
  const rows = await tallyRows(work, {
    scope: { ...NOBODY, by: 'contract', contract: null }, only: {}, items: null, tags: [''], ranges: [days], cut: 'contract', contracts: contracts.map(({ id }) => id),
    measures: [...new Set(asked.filter(({ leaf }) => leaf.how === 'summed').flatMap(({ leaf }) => summedKinds(leaf.measure)))],
  })
  const looked = asked.filter(({ leaf }) => leaf.how === 'once').flatMap((ask) => {
    const spec = specOf(ask.leaf.measure, standards, { ...NOBODY, by: 'contract', contract: ask.contract }, ask.leaf.range, {}, standards.number('count.small_threshold'), null)
    return spec ? [{ ask, spec }] : []
  })
  const people = await peopleOnce(work, looked.map(({ spec }) => spec))
  const shares = asked.map((ask) => {
    const { leaf, contract, target } = ask
    const done = leaf.how === 'summed'
      ? rows.filter((row) => row.cell === contract && !row.restricted && counts(leaf.measure, standards, row)).reduce((sum, row) => sum + amountOf(leaf.measure, row, 0), 0)
      : numberOf(people.find(({ spec }) => spec === looked.findIndex((one) => one.ask === ask)), leaf.measure)
    return { contract, share: Math.min(100, percentOf(done, target) ?? 0) }
  })
  return new Map([...Map.groupBy(shares, ({ contract }) => contract)].map(([id, some]) => [id, Math.round((some.reduce((sum, { share }) => sum + share, 0) / some.length) * 10) / 10]))
}
