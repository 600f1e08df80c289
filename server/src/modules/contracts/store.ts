import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { SaveContract } from '#api/contracts.ts'
import { networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'

/** A contract of the caller's own county, for changing it; undefined otherwise. */
export function findOwnContract({ tx, actor }: Work, id: string) {
  return tx.selectFrom('contract').selectAll().where('id', '=', id).where(networkInReach(actor, 'contract')).executeTakeFirst()
}
export type ContractNow = NonNullable<Awaited<ReturnType<typeof findOwnContract>>>

/** Holds off facts of these stations, and other contracts of them, until this transaction ends. In one order, so that two do not block each other. */
export async function holdStations({ tx }: Work, stations: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(7064, hashtext(s::text)) from (select s from unnest(${[...stations].sort()}::uuid[]) s order by s) t`.execute(tx)
}

/** Another contract that covers one of these stations in this time. */
export async function findOverlap({ tx, actor }: Work, id: string, { stations, from, until }: Pick<SaveContract, 'stations' | 'from' | 'until'>) {
  const found = await sql<{ title: string; station: string }>`
    select c.title, s.name as station from contract_station cs join contract c on c.id = cs.contract join station s on s.id = cs.station
    where cs.station = any (${stations}::uuid[]) and cs.contract <> ${id} and cs.from_on <= ${until}::date and cs.until_on >= ${from}::date and cs.until_on >= cs.from_on
      and ${networkInReach(actor, 'cs')} and ${networkInReach(actor, 'c')} and ${networkInReach(actor, 's')}
    limit 1`.execute(tx)
  return found.rows[0]
}

/** What a contract covers and counts now, in the shape it is saved in. */
export async function readParts({ tx, actor }: Work, id: string) {
  const stations = await tx.selectFrom('contract_station').select(['id', 'station', 'from_on', 'until_on']).where('contract', '=', id).where(networkInReach(actor, 'contract_station')).execute()
  const lines = await tx.selectFrom('contract_indicator').selectAll().where('contract', '=', id).where(networkInReach(actor, 'contract_indicator')).orderBy('position').execute()
  return { stations, lines }
}
export type ContractParts = Awaited<ReturnType<typeof readParts>>

export async function addContract({ tx }: Work, id: string, place: number, input: SaveContract): Promise<void> {
  await tx.insertInto('contract').values({
    id, cell: place / 1_000_000, place, title: input.title, purchaser: input.purchaser, agency: input.agency, from_on: input.from, until_on: input.until, amount_fen: input.amount,
  }).execute()
}

export async function changeContract({ tx }: Work, id: string, version: number, input: SaveContract): Promise<boolean> {
  const done = await tx.updateTable('contract').set({ title: input.title, from_on: input.from, until_on: input.until, amount_fen: input.amount, version: version + 1 })
    .where('id', '=', id).where('version', '=', version).executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** Covers these stations for the whole period; one that is left out is covered on no day. */
export async function coverStations({ tx }: Work, id: string, stations: readonly { id: string; cell: number; place: number }[], period: { from: string; until: string }, kept: ContractParts['stations']): Promise<void> {
  const wanted = new Set(stations.map((station) => station.id))
  for (const row of kept) {
    const { from_on, until_on } = wanted.has(row.station) ? { from_on: sql<string>`${period.from}::date`, until_on: sql<string>`${period.until}::date` }
      : { from_on: sql<string>`from_on`, until_on: sql<string>`from_on - 1` }
    await tx.updateTable('contract_station').set({ from_on, until_on }).where('id', '=', row.id).execute()
  }
  const known = new Set(kept.map((row) => row.station))
  const fresh = stations.filter((station) => !known.has(station.id))
  if (fresh.length === 0) return
  await tx.insertInto('contract_station').values(fresh.map((station) => ({
    id: randomUUID(), cell: station.cell, place: station.place, contract: id, station: station.id, from_on: period.from, until_on: period.until,
  }))).execute()
}

/** Writes the lines of the indicator table; a line that is left out is dropped and kept. */
export async function writeLines({ tx }: Work, id: string, place: number, lines: SaveContract['indicators'], kept: ContractParts['lines']): Promise<void> {
  const known = new Map(kept.map((row) => [row.indicator, row]))
  for (const [position, line] of lines.entries()) {
    const row = known.get(line.indicator)
    const fields = { title: line.title, unit: line.unit, target: line.target, position, dropped: false }
    if (!row) await tx.insertInto('contract_indicator').values({ id: line.id, cell: place / 1_000_000, place, contract: id, indicator: line.indicator, ...fields }).execute()
    else if (Object.entries(fields).some(([field, value]) => row[field as keyof typeof fields] !== value)) {
      await tx.updateTable('contract_indicator').set({ ...fields, version: row.version + 1 }).where('id', '=', row.id).execute()
    }
  }
  for (const row of kept.filter(({ indicator, dropped }) => !dropped && !lines.some((line) => line.indicator === indicator))) {
    await tx.updateTable('contract_indicator').set({ dropped: true, version: row.version + 1 }).where('id', '=', row.id).execute()
  }
}

/** Gives facts that were recorded before to the contract that covers them. Returns how many moved. */
export async function settleFacts({ tx }: Work, id: string): Promise<number> {
  const answer = await sql<{ moved: number }>`select app.settle_contract(${id}::uuid) as moved`.execute(tx)
  return answer.rows[0]!.moved
}
