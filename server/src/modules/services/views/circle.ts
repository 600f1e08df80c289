import { sql } from 'kysely'
import type { ServiceView } from '#api/services.ts'
import type { OpeningCircle } from '#api/service-turns.ts'
import type { Work } from '#server/platform/work.ts'
import type { ServiceRowOfTable } from '../store/services.ts'

/** Whom this post may let into a secret service that it begins: nobody where it belongs to no station. */
export async function listOpeningCircle({ tx, actor, now }: Work): Promise<OpeningCircle> {
  const { rows } = await sql<OpeningCircle['rows'][number]>`select * from app.circle_choices(${actor.station}::uuid, ${now}) where post <> ${actor.post}::uuid`.execute(tx)
  return { rows }
}

/** Who may open a protected service. */
export async function circleOf({ tx, now }: Work, s: ServiceRowOfTable): Promise<ServiceView['circle']> {
  if (!s.protected) return []
  return (await sql<ServiceView['circle'][number]>`select post, title, name from app.circle_of_service(${s.id}::uuid, ${now})`.execute(tx)).rows
}
