import { sql, type SqlBool } from 'kysely'
import type { ChecklistView, StationView, Tier } from '#api/stations.ts'
import { viewPlace } from '#server/modules/places/index.ts'
import type { Work } from '#server/platform/work.ts'
import { isReached } from '../rules/readiness.ts'
import { filledOf, readKnown, readStations, rowOf } from './rows.ts'

/** The lists of the first step come first. */
function inOrderOfLadder(ladder: readonly { requires: readonly string[] }[], lists: readonly ChecklistView[]): ChecklistView[] {
  const order = [...new Set(ladder.flatMap(({ requires }) => requires))]
  const rank = ({ key }: ChecklistView) => (order.includes(key) ? order.indexOf(key) : order.length)
  return [...lists].sort((a, b) => rank(a) - rank(b))
}

/** One station with its checklists, ladder, staff and the stations it guides. Undefined when out of reach. */
export async function viewStation(work: Work, id: string): Promise<StationView | undefined> {
  const [row] = await readStations(work, sql<SqlBool>`s.id = ${id}`, 1)
  if (!row) return undefined
  const known = (await readKnown(work, [row]))[0]!
  const filled = filledOf(known)
  const guides = await readStations(work, sql<SqlBool>`s.guided_by = ${id} and s.closed_on is null`, 500)
  const needOf = (fact: string): number | null => {
    const line = known.standards.checklists().flatMap((list) => list.items.map((item) => ({ item, list }))).find(({ item }) => item.fact === fact && item.parameter)
    // The guide asks staff of a 站, not of a 室 (Annex 2 §2.1, "每站").
    return line && row.tier !== 'room' ? filled.get(line.list.key)?.items.find(({ item }) => item === `${line.list.key}.${line.item.key}`)?.need ?? null : null
  }
  return {
    ...rowOf(known), path: (await viewPlace(work, row.place))?.path ?? [], address: row.address, successor: row.successor, successorName: row.successorName,
    checklists: inOrderOfLadder(known.standards.readiness(), [...filled.values()]).filter(({ of }) => of > 0),
    ladder: known.standards.readiness().map((step) => ({
      key: step.key, title: step.title, for: step.for, rank: step.rank, reached: isReached(step, filled), requires: [...step.requires],
    })),
    staff: known.staff.map(({ station: _, ...one }) => one),
    staffing: {
      workers: known.facts.staff, certified: known.facts['certified-workers'], certifiedNeeded: needOf('certified-workers'), heads: known.facts.heads, headsNeeded: needOf('heads'),
    },
    guides: guides.map(({ id: guided, name, tier, placeName }) => ({ id: guided, name, tier: tier as Tier, placeName })),
  }
}
