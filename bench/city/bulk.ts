import type { Client } from 'pg'

interface Kept {
  drop: string
  make: string
}

/** Fills tables without their indexes and unique constraints and makes those again after, which is several times faster. */
export async function withoutIndexes(owner: Client, tables: readonly string[], fill: () => Promise<void>): Promise<void> {
  const kept = (await owner.query<Kept>(`
    with target as (select unnest($1::regclass[]) as rel),
    free as (
      select c.conname, c.conrelid, c.conindid, pg_get_constraintdef(c.oid) as def from pg_constraint c join target t on t.rel = c.conrelid
      where c.contype in ('p', 'u') and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = c.conindid))
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop, format('alter table %s add constraint %I %s', conrelid::regclass, conname, def) as make from free
    union all
    select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid) from pg_index i join target t on t.rel = i.indrelid
    where not exists (select from pg_constraint c where c.conindid = i.indexrelid)`, [tables])).rows
  for (const { drop } of kept) await owner.query(drop)
  await fill()
  for (const { make } of kept) await owner.query(make)
}

/** Settings of a session that loads: no triggers or foreign keys (everything it writes is right by construction), room to sort. */
export async function prepareToLoad(owner: Client): Promise<void> {
  await owner.query(`set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '128MB'`)
}
