import type { ClientBase } from 'pg'
import { levelOf } from '../rules/division-code.ts'
import { readDivisionManifest, readDivisions } from './read-divisions.ts'

const AT_ONCE = 5_000

/**
 * Brings the divisions below a prefix ('' the nation, '51' a province, '5104' a city) and those above it into the database.
 * Places that are there already stay as they are, so that a bureau's corrections survive every start. Returns how many were new.
 */
export async function loadDivisions(owner: ClientBase, prefix: string): Promise<number> {
  const [{ edition, asOf }, divisions] = await Promise.all([readDivisionManifest(), readDivisions(prefix, { ancestors: true })])
  if (divisions.length === 0) throw new Error(`no division begins with ${prefix}`)
  let added = 0
  await owner.query('begin')
  try {
    for (let at = 0; at < divisions.length; at += AT_ONCE) {
      const some = divisions.slice(at, at + AT_ONCE)
      const done = await owner.query(`insert into place (code, name, level, parent, edition, valid_from)
        select code, name, level, parent, $5, $6 from unnest($1::int8[], $2::text[], $3::text[], $4::int8[]) as d (code, name, level, parent) on conflict (code) do nothing`,
      [some.map(({ code }) => code), some.map(({ name }) => name), some.map(({ code }) => levelOf(code)), some.map(({ parent }) => parent), edition, asOf])
      added += done.rowCount ?? 0
    }
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
  return added
}
