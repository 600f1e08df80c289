import { sql } from 'kysely'
import type { Measured } from '#server/modules/records/index.ts'
import type { Work } from '#server/platform/work.ts'

/** Adds changes to the tail of the figures. Counted from the moment the transaction commits. */
export async function addToTail({ tx }: Work, rows: readonly Measured[]): Promise<void> {
  if (rows.length === 0) return
  await tx.insertInto('tally_tail').values(rows.map((r) => ({
    cell: r.cell, place: r.place, station: r.station, served_place: r.servedPlace, day: r.day, measure: r.measure, mode: r.mode, result: r.result, item: r.item, tag: r.tag,
    worker: r.worker, contract: r.contract, n: r.n, heads: r.heads, households: r.households, minutes: r.minutes,
  }))).execute()
}

/** Moves the tail into the daily sums. Returns how many changes were moved. Runs as the listener. */
export async function mergeTail(db: Parameters<ReturnType<typeof sql<{ moved: number }>>['execute']>[0]): Promise<number> {
  const answer = await sql<{ moved: number }>`select app.merge_tally() as moved`.execute(db)
  return answer.rows[0]?.moved ?? 0
}
