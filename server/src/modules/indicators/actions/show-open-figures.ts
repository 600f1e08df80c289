import { sql } from 'kysely'
import type { OpenFigures, OpenQuery } from '#api/open-figures.ts'
import { cellOf, reachOf } from '#server/modules/places/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { asGuest, networkByReach } from '#server/platform/database/index.ts'
import { monthOf } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Outside, Work } from '#server/platform/work.ts'
import { guardAll } from '../rules/guard.ts'
import { requireRange, requireScope } from '../store/find-scope.ts'
import { countFigures } from '../views/figures.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'
const EVERYWHERE = [0, 999_999_999_999] as const
/** Hides a number however it is asked for: even a whole county's, for the public may know who complained. */
const SMALL = 'count.small_threshold'

/** 公开数据: counted at this moment from sums that hold no person, in a transaction that reaches none. */
export async function showOpenFigures({ database, now, today, keys, log, tell }: Outside, { place, year = today.slice(0, 4) }: OpenQuery): Promise<OpenFigures> {
  if (place !== undefined && (place % 1_000_000 !== 0 || place < 110_000_000_000)) throw new Refusal('place.not-found')
  const guest = { id: NOBODY, name: '公众', place: place ?? 0, cell: place === undefined ? 0 : cellOf(place), station: NOBODY, dossier: NOBODY }
  const reach = place === undefined ? EVERYWHERE : ([reachOf(place).from, reachOf(place).to] as const)
  const counties = await asGuest(database, async () => ({ ...guest, reach: EVERYWHERE }), today, async (tx, actor) => (await sql<{ place: number; name: string }>`
    select distinct l.code as place, l.name from station s join place l on l.code = s.place / 1000000 * 1000000 where ${networkByReach(actor, 's')} and s.closed_on is null order by l.code limit 200`.execute(tx)).rows)
  if (place === undefined) return { counties, place: null, name: '', year, threshold: 0, months: [], figures: [] }
  if (!counties.some((one) => one.place === place)) throw new Refusal('place.not-found')
  return asGuest(database, async () => ({ ...guest, reach }), today, async (tx, actor) => ({ counties, ...(await countOpen({ tx, actor, now, today, keys, log, tell }, place, year)) }))
}

async function countOpen(work: Work, place: number, year: string): Promise<Omit<OpenFigures, 'counties'>> {
  const scope = await requireScope(work, { by: 'place', place })
  const range = await requireRange(work, { name: year })
  const standards = await standardsOn(work, place, work.today)
  const indicators = standards.indicators().filter((one) => one.public)
  const counted = await countFigures(work, standards, { scope, only: {}, cut: { by: 'month' }, asks: indicators.map((indicator) => ({ indicator, range })) })
  const threshold = standards.number(SMALL)
  const last = year === work.today.slice(0, 4) ? Number(monthOf(work.today).slice(5)) : 12
  const months = Array.from({ length: last }, (_, n) => `${year}-${String(n + 1).padStart(2, '0')}`)
  return {
    place, name: scope.title, year, threshold, months,
    figures: indicators.map(({ key, title, definition }, n) => ({
      key, title, definition, cells: guardAll(months.map((month) => ({ month, value: counted[n]!.cells.get(month) ?? 0, guarded: false })), threshold, false).map(({ month, value }) => ({ month, value: value === null ? null : Math.round(value) })),
    })),
  }
}
