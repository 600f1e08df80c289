import { sql } from 'kysely'
import type { ClientBase } from 'pg'
import { kept, networkByReach, type Tx } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import type { OwnValue } from './rules/own-values.ts'
import type { Pack } from './rules/pack.ts'

/** Adds packs whose key and version are not there yet. Returns the names of those there under another digest, which stay as they are. */
export async function addPacks(owner: ClientBase, packs: readonly Pack[]): Promise<{ added: string[]; differing: string[] }> {
  const added: string[] = []
  const differing: string[] = []
  for (const { digest, ...content } of packs) {
    const { key, version, place, effective } = content
    const fresh = await owner.query(`insert into standards_pack (key, version, digest, place, effective_from, effective_to, content)
      values ($1, $2, $3, $4, $5, $6, $7) on conflict (key, version) do nothing`,
    [key, version, Buffer.from(digest, 'hex'), place, effective.from, effective.until, JSON.stringify(content)])
    if (fresh.rowCount === 1) added.push(`${key} ${version}`)
    else {
      const there = await owner.query<{ digest: Buffer }>('select digest from standards_pack where key = $1 and version = $2', [key, version])
      if (there.rows[0]?.digest.toString('hex') !== digest) differing.push(`${key} ${version}`)
    }
  }
  return { added, differing }
}

/** The digests of all packs, and the bureaus' own values at these places, in one round trip. */
export async function findLoaded(tx: Tx, places: readonly number[]): Promise<{ digests: string[]; own: OwnValue[] }> {
  const found = await sql<{ digests: string[]; own: OwnValue[] }>`${kept}
    select coalesce((select array_agg(encode(digest, 'hex') order by digest) from standards_pack), '{}') as digests,
      coalesce((select json_agg(json_build_object('id', id, 'place', place, 'key', key, 'value', value, 'fromOn', from_on, 'untilOn', until_on, 'why', why)
        order by place, key, from_on) from parameter_value where place = any (${[...places]}::int8[])), '[]') as own`.execute(tx)
  return found.rows[0]!
}

/** The content of packs by their digests. */
export async function readContents(tx: Tx, digests: readonly string[]): Promise<{ digest: string; content: Omit<Pack, 'digest'> }[]> {
  const rows = await tx.selectFrom('standards_pack').select(['digest', 'content'])
    .where('digest', 'in', digests.map((digest) => Buffer.from(digest, 'hex'))).execute()
  return rows.map(({ digest, content }) => ({ digest: digest.toString('hex'), content: content as unknown as Omit<Pack, 'digest'> }))
}

export function findOwnValue({ tx }: Work, id: string) {
  return tx.selectFrom('parameter_value').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Whether a place has a value of this parameter from this very day. */
export async function isDayTaken({ tx }: Work, place: number, key: string, fromOn: string): Promise<boolean> {
  return (await tx.selectFrom('parameter_value').select('id').where('place', '=', place).where('key', '=', key).where('from_on', '=', fromOn).executeTakeFirst()) !== undefined
}

export async function addOwnValue({ tx }: Work, value: OwnValue & { cell: number }): Promise<void> {
  await tx.insertInto('parameter_value').values({
    id: value.id, cell: value.cell, place: value.place, key: value.key, value: JSON.stringify(value.value), from_on: value.fromOn, until_on: value.untilOn, why: value.why,
  }).execute()
}

/** Ends a value on a day, or lets it go on. False when somebody changed it meanwhile. */
export async function endOwnValue({ tx }: Work, id: string, untilOn: string | null, version: number): Promise<boolean> {
  const done = await tx.updateTable('parameter_value').set({ until_on: untilOn, version: version + 1 }).where('id', '=', id).where('version', '=', version).executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** Own values set for places in reach, past and future ones included. */
export async function listOwnValues({ tx, actor }: Work) {
  const rows = await tx.selectFrom('parameter_value').where(networkByReach(actor, 'parameter_value'))
    .select(['id', 'place', 'key', 'value', 'from_on as fromOn', 'until_on as untilOn', 'why', 'version']).orderBy('key').orderBy('place').orderBy('from_on', 'desc').limit(1000).execute()
  return { rows: rows as (Omit<(typeof rows)[number], 'value'> & { value: number | boolean | string | number[] })[] }
}
