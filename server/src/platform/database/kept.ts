import { createHash } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import { Client } from 'pg'

const MARK = '/*kept*/'
/** Texts differ with the filters of a list; beyond so many, one is asked like any other. */
const MOST_TEXTS = 200
const names = new Map<string, string>()

/**
 * Begins a statement that is asked all the time: each connection keeps it read, rewritten by its policies and planned. Worth it where a request waits
 * longer for that than for the rows. Only for statements whose plan suits every value: PostgreSQL soon makes one plan for all of them.
 */
export const kept = sql.raw(MARK)

/**
 * `kept` for a list that one thing alone leads to its rows, by an index in the list's own order: one plan suits every value of that. It does not suit a
 * range of places or a group, common here and rare there.
 */
export function keptIfLed(filter: object, { by, beside }: { by: readonly string[]; beside: readonly string[] }): RawBuilder<unknown> {
  const said = Object.entries(filter).filter(([key, value]) => value !== undefined && !beside.includes(key)).map(([key]) => key)
  return said.length === 1 && by.includes(said[0]!) ? kept : sql``
}

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST_TEXTS) return known
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 30)
  names.set(text, name)
  return name
}

type Query = (...said: unknown[]) => unknown

/** A connection that prepares the statements marked `kept`, once each. */
export class KeepingClient extends Client {
  override query = ((...said: unknown[]) => {
    const [text, values] = said
    const name = typeof text === 'string' && text.startsWith(MARK) ? nameOf(text) : undefined
    const ask = Client.prototype.query as Query
    return name === undefined ? ask.apply(this, said) : ask.call(this, { name, text, values })
  }) as Client['query']
}

/** What the screens ask for, and the one row more that says whether it goes on. */
const PAGES = new Set([20, 50, 100, 200].map((rows) => rows + 1))

/** `limit`, where the plan can see it: told only with the values, it would be planned for a tenth of all rows. */
export const limitTo = (rows: number): RawBuilder<unknown> => (PAGES.has(rows) ? sql`limit ${sql.lit(rows)}` : sql`limit ${rows}`)
