import type { Board, BoardRow } from '#api/indicators.ts'
import { type Standards, standardsOn } from '#server/modules/standards/index.ts'
import { addMonths, monthOf, monthRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import { lightsOf, together } from '../rules/lights.ts'
import { timeGone } from '../rules/period.ts'
import { checkMonth } from '../rules/report.ts'
import { requireScope } from '../store/find-scope.ts'
import { type StationStanding, standingsOf } from '../views/standings.ts'

/** 看板: every station with five lights; from the city, every county with those of its stations together. Counts only. */
export async function showBoard(work: Work, { month = monthOf(work.today), place = work.actor.place }: { month?: string | undefined; place?: number | undefined }): Promise<Board> {
  checkMonth(month, work.today)
  const scope = await requireScope(work, { by: 'place', place })
  const range = monthRange(month)
  const standards = await standardsOn(work, place, range.to < work.today ? range.to : work.today)
  // The report of a month is due in the next one: while a month runs, the one before is asked for.
  const isRunning = range.to >= work.today
  const all = await standingsOf(work, standards, scope.place, month, isRunning ? monthOf(addMonths(range.from, -1)) : month)
  const gone = timeGone(range, work.today)
  const byCounty = place % 100_000_000 === 0
  const rows = byCounty ? await countyRows(work, all, standards, gone) : all.map((one): BoardRow => ({
    station: one.id, place: one.place, name: one.name, tier: one.tier, contract: one.contract, lights: lightsOf(one.standing, standards, gone), stations: null, bad: null,
  }))
  return { month, by: byCounty ? 'county' : 'station', timeGone: isRunning ? gone : null, rows, thresholds: thresholdsOf(standards) }
}

async function countyRows({ tx }: Work, all: readonly StationStanding[], standards: Standards, gone: number): Promise<BoardRow[]> {
  const byCounty = Map.groupBy(all, ({ place }) => Math.floor(place / 1_000_000) * 1_000_000)
  if (byCounty.size === 0) return []
  const names = new Map((await tx.selectFrom('place').select(['code', 'name']).where('code', 'in', [...byCounty.keys()]).execute()).map(({ code, name }) => [code, name]))
  return [...byCounty].map(([place, stations]) => ({
    station: null, place, name: names.get(place) ?? String(place), tier: 'county', contract: null, lights: lightsOf(together(stations.map(({ standing }) => standing)), standards, gone), stations: stations.length,
    bad: stations.filter(({ standing }) => lightsOf(standing, standards, gone).some(({ state }) => state === 'bad')).length,
  }))
}

/** From which number on a light is green, and from which yellow. */
function thresholdsOf(standards: Standards): Board['thresholds'] {
  const number = (key: string) => standards.number(key)
  return [
    { kind: 'visit-rate', good: number('board.visit_rate_good'), watch: number('board.visit_rate_watch') },
    { kind: 'contract-progress', good: number('board.behind_watch'), watch: number('board.behind_bad') },
    { kind: 'staff', good: number('station.min_certified_workers'), watch: 1 }, { kind: 'overdue-risk', good: 0, watch: number('board.overdue_bad') },
    { kind: 'report', good: number('report.month_due_day'), watch: number('report.month_due_day') },
  ]
}
