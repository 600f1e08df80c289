import type { FigureScope, ReportLine } from '#api/indicators.ts'
import { inWords, type Standards } from '#server/modules/standards/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import { isAvailable, requireIndicator } from '../rules/leaves.ts'
import { isRatio, percentOf } from '../rules/measure.ts'
import { yearToMonth } from '../rules/period.ts'
import type { Scope } from '../rules/scope.ts'
import { countFigures } from './figures.ts'

export interface LinesQuestion {
  asked: FigureScope
  scope: Scope
  range: DayRange
  /** The contract that the station works under, whose own time is counted beside the year. */
  contract: DayRange | null
  targets: readonly { indicator: string; target: number }[]
}

/** The rows of the month report (T1): each indicator in the period, the year and the contract's time, beside its target. */
export async function monthLines(work: Work, standards: Standards, { asked, scope, range, contract, targets }: LinesQuestion): Promise<Omit<ReportLine, 'since'>[]> {
  const table = standards.tables().find(({ key }) => key === 't1')
  const indicators = [...new Set([...(table?.rows ?? []), ...standards.indicators().filter((one) => one.table === 't1').map(({ key }) => key), ...targets.map(({ indicator }) => indicator).filter((key) => standards.indicator(key))])].map((key) => requireIndicator(standards, key))
  const year = yearToMonth(range.to.slice(0, 7))
  const ranges = contract ? [range, year, { from: contract.from, to: contract.to < range.to ? contract.to : range.to }] : [range, year]
  const counted = await countFigures(work, standards, { scope, only: {}, cut: null, asks: indicators.flatMap((indicator) => ranges.map((one) => ({ indicator, range: one }))) })
  return indicators.map((indicator, n) => {
    const [month, ofYear, ofContract] = ranges.map((_, at) => counted[n * ranges.length + at]!.value)
    const target = targets.find((one) => one.indicator === indicator.key)?.target ?? null
    const opens = (period: DayRange | undefined) => (period && isAvailable(standards, indicator) && !isRatio(indicator.measure) ? { indicator: indicator.key, scope: asked, period } : null)
    return {
      indicator: indicator.key, title: inWords(indicator.title, work.language), unit: indicator.unit, definition: inWords(indicator.definition, work.language), available: isAvailable(standards, indicator), target,
      month: month ?? null, year: ofYear ?? null, contract: ofContract ?? null, share: percentOf(ofContract ?? null, target), opens: opens(ranges[0]), opensYear: opens(ranges[1]), opensContract: opens(ranges[2]),
    }
  })
}
