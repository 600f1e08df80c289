import { sql } from 'kysely'
import type { OpeningCircle } from '#api/services.ts'
import type { Work } from '#server/platform/work.ts'

/** Whom this post may let into a secret service that it begins: nobody where it belongs to no station. */
export async function listOpeningCircle({ tx, actor, now }: Work): Promise<OpeningCircle> {
  const { rows } = await sql<OpeningCircle['rows'][number]>`select * from app.circle_choices(${actor.station}::uuid, ${now}) where post <> ${actor.post}::uuid`.execute(tx)
  return { rows }
}
