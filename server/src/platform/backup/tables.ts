import type { Client } from 'pg'

export interface Table {
  /** Quoted, with its schema. */
  name: string
  columns: string[]
  forced: boolean
}

export interface Sequence {
  name: string
  last: string | null
}

/** Text that reads the same wherever it is written: times in UTC, numbers in full. */
export const PLAIN_TEXT = `set time zone 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set extra_float_digits = 3; set bytea_output = 'hex';
  set synchronize_seqscans = off; set client_encoding = 'UTF8'; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`

const OURS = `(n.nspname = 'public' or (n.nspname = 'graphile_worker' and c.relname like '\\_private\\_%'))`

/**
 * Every table that holds something of ours, parents before those that point at them. Refuses when row security would hide rows from
 * the owner: a backup that lacks rows without saying so is worse than none.
 */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table & { oid: number; shown: boolean }>(`
    select c.oid::int4 as oid, format('%I.%I', n.nspname, c.relname) as name, c.relforcerowsecurity as forced,
      array(select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      not c.relforcerowsecurity or exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
        and pg_get_expr(p.polqual, p.polrelid) = 'true' and (p.polroles @> array['wulian_owner'::regrole::oid] or p.polroles @> array[0::oid])) as shown
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and ${OURS} order by 2`)
  const hidden = rows.filter(({ shown }) => !shown).map(({ name }) => name)
  if (hidden.length > 0) throw new Error(`row security hides rows of ${hidden.join(', ')} from the owner`)
  const { rows: arrows } = await client.query<{ child: number; parent: number }>(`select conrelid::int4 as child, confrelid::int4 as parent from pg_constraint where contype = 'f' and conrelid <> confrelid`)
  const done = new Set<number>()
  const ordered: Table[] = []
  while (ordered.length < rows.length) {
    const ready = rows.filter(({ oid }) => !done.has(oid) && arrows.every(({ child, parent }) => child !== oid || done.has(parent)))
    // A ring of foreign keys: they are deferrable, or the restore says so.
    for (const { oid, name, columns, forced } of ready.length > 0 ? ready : rows.filter(({ oid }) => !done.has(oid))) {
      done.add(oid)
      ordered.push({ name, columns, forced })
    }
  }
  return ordered
}

export async function listSequences(client: Client): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(`select format('%I.%I', schemaname, sequencename) as name, last_value::text as last from pg_sequences
    where schemaname = 'public' or (schemaname = 'graphile_worker') order by 1`)
  return rows
}

/** The migrations this database has had, in order. */
export async function listMigrations(client: Client): Promise<string[]> {
  return (await client.query<{ name: string }>('select name from app_migrations.migration order by id')).rows.map(({ name }) => name)
}

export const copyOutText = ({ name, columns }: Table): string => `copy (select ${columns.join(', ')} from ${name}) to stdout`
export const copyInText = (name: string, columns: readonly string[]): string => `copy ${name} (${columns.join(', ')}) from stdin`
