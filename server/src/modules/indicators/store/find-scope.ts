import type { FigurePeriod, FigureScope } from '#api/indicators.ts'
import { contractsInReach } from '#server/modules/contracts/index.ts'
import { accountInReach, networkInReach } from '#server/platform/database/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { rangeOf } from '../rules/period.ts'
import { placesInside, type Scope } from '../rules/scope.ts'

const nobody = { stations: null, contract: null, worker: null, served: null }

/** The scope of a question, or a refusal when it is not in reach. */
export async function requireScope(work: Work, scope: FigureScope): Promise<Scope> {
  if (scope.by === 'station') return requireStation(work, scope.station)
  if (scope.by === 'contract') {
    const found = await findContract(work, scope.contract)
    if (!found) throw new Refusal('contract.not-found')
    return { ...nobody, by: 'contract', title: found.title, place: found.place, contract: found.id }
  }
  if (scope.by === 'worker') {
    const found = await work.tx.selectFrom('account').select(['id', 'name', 'place']).where('id', '=', scope.worker).where(accountInReach(work.actor, 'account')).executeTakeFirst()
    if (!found) throw new Refusal('account.not-found')
    return { ...nobody, by: 'worker', title: found.name, place: found.place, worker: found.id }
  }
  const found = await work.tx.selectFrom('place').select(['code', 'name']).where('code', '=', scope.place).executeTakeFirst()
  // A place beyond the reader's own counts only what he reaches of it; one that he does not reach at all is not there for him.
  const [from, to] = placesInside(scope.place)
  const { reach } = work.actor
  const reaches = reach.some((start, i) => i % 2 === 0 && start <= to && (reach[i + 1] ?? 0) >= from)
  if (!found || !reaches) throw new Refusal('place.not-found')
  return { ...nobody, by: 'place', title: found.name, place: found.code, served: [from, to] }
}

/** A station counts with the rooms it guides. */
async function requireStation({ tx, actor }: Work, id: string): Promise<Scope> {
  const rows = await tx.selectFrom('station').select(['id', 'name', 'place']).where(networkInReach(actor, 'station'))
    .where((or) => or.or([or('id', '=', id), or.and([or('guided_by', '=', id), or('tier', '=', 'room')])])).execute()
  const own = rows.find((row) => row.id === id)
  if (!own) throw new Refusal('station.not-found')
  return { ...nobody, by: 'station', title: own.name, place: own.place, stations: rows.map((row) => row.id) }
}

/** A contract of which the caller reaches the county or a station: a town's worker and the agency know theirs. */
export async function findContract(work: Work, id: string) {
  return (await contractsInReach(work, { one: id }))[0]
}

/** The days a question is about. */
export async function requireRange(work: Work, period: FigurePeriod): Promise<DayRange> {
  if (!('contract' in period)) return rangeOf(period)
  const found = await findContract(work, period.contract)
  return rangeOf(period, found && { from: found.from, to: found.until })
}

/** The contract a station works under on a day, if there is one. */
export async function findContractOf(work: Work, station: string, day: string) {
  return (await contractsInReach(work, { on: day })).find(({ stations }) => stations.includes(station))
}

/** What a contract promises, in its order. */
export async function listTargets(work: Work, contract: string) {
  return (await findContract(work, contract))?.indicators ?? []
}
