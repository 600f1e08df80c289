import { sql } from 'kysely'
import type { Work } from '#server/platform/work.ts'

/** Files with what was true of each person on a day: age, risk, groups. Files out of reach are missing from the answer. */
export async function findFilesOn({ tx }: Work, ids: readonly string[], day: string) {
  const rows = await sql<{
    id: string; cell: number; place: number; station: string; person: string; household: string | null; protected: boolean; name: string
    birthOn: string | null; sex: number; risk: string; closedOn: string | null; tags: string[]
  }>`
    select f.id, f.cell, f.place, f.station, f.person, f.household, f.protected, f.name, f.birth_on as "birthOn", f.sex, f.risk, f.closed_on as "closedOn",
      coalesce((select array_agg(distinct t.tag order by t.tag) from resident_tag t
        where t.file = f.id and t.from_on <= ${day}::date and (t.until_on is null or t.until_on >= ${day}::date)), '{}') as tags
    from resident_file f where f.id = any (${[...ids]}::uuid[])`.execute(tx)
  return rows.rows
}
