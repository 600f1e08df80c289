import type { AskFigureRows, FigureRows } from '#api/indicators.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { isMonthDuty, isRatio } from '../rules/measure.ts'
import { toDate } from '../rules/period.ts'
import { requireRange, requireScope } from '../store/find-scope.ts'
import { listFigureRows as rowsOf } from '../views/figure-rows.ts'
import { askFigures } from './ask-figures.ts'

/** The facts a figure was counted from. Those the reader may not see are told as a number, on the first page. */
export async function listFigureRows(work: Work, { indicator: key, scope, period, only = {}, after, limit }: AskFigureRows): Promise<FigureRows> {
  const whose = await requireScope(work, scope)
  const range = await requireRange(work, period)
  const standards = await standardsOn(work, whose.place, range.to)
  const indicator = standards.indicator(key)
  if (!indicator || isRatio(indicator.measure)) throw new Refusal('standards.not-found', { key })
  const { measure } = indicator
  const hidden = after === undefined ? (await askFigures(work, { indicators: [key], scope, period, only })).figures[0]!.hidden : 0
  if (work.actor.people === 'none' || isMonthDuty(measure) || !indicator.available) return { rows: [], next: null, hidden }
  const page = await rowsOf(work, standards, { measure, scope: whose, range: measure.span === 'to-date' ? toDate(range) : range, only, after, limit })
  return { ...page, hidden }
}
