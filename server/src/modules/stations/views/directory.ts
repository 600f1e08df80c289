import { sql } from 'kysely'
import type { StationDirectory } from '#api/stations.ts'
import type { Work } from '#server/platform/work.ts'

const AT_ONCE = 50

/** Open stations with these words in their name or place, at most 50, also beyond reach: one refers to them, and names are all there is. */
export async function stationDirectory({ tx, actor, today }: Work, words: string): Promise<StationDirectory> {
  const { rows } = await sql<StationDirectory['rows'][number]>`select id, name, place_name as "placeName" from app.station_directory(${words}, ${actor.place}::int8, ${today}::date, ${AT_ONCE})`.execute(tx)
  return { rows }
}
