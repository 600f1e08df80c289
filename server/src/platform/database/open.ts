import { Kysely, PostgresDialect } from 'kysely'
import { DatabaseError, Pool, types } from 'pg'
import { KeepingClient } from './kept.ts'
import type { DB } from './schema.ts'

export type Database = Kysely<DB>

// A date is a day on the calendar, not an instant: keep it as text.
types.setTypeParser(types.builtins.DATE, (day) => day)
// Division codes, sums and amounts in fen all stay far below 2^53.
const safeInteger = (digits: string): number => {
  const number = Number(digits)
  if (!Number.isSafeInteger(number)) throw new RangeError('an int8 beyond 2^53 left the database')
  return number
}
types.setTypeParser(types.builtins.INT8, safeInteger)
const INT8_ARRAY = 1016
types.setTypeParser(INT8_ARRAY as typeof types.builtins.INT8, (text) => text.slice(1, -1).split(',').filter(Boolean).map(safeInteger))

export interface Connection {
  url: string
  poolSize: number
}

/** A pool of connections that signed in with `url`. Refuses to wait longer than five seconds for a free one. */
export function openDatabase({ url, poolSize }: Connection): Database {
  const pool = new Pool({ connectionString: url, max: poolSize, connectionTimeoutMillis: 5_000, application_name: 'wulian', Client: KeepingClient })
  // A connection that breaks while idle is replaced, one that breaks in use fails its own request; neither may end the server.
  pool.on('error', () => {})
  pool.on('connect', (client) => { client.on('error', () => {}) })
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}

const codeOf = (error: unknown): string | undefined => (error instanceof DatabaseError ? error.code : undefined)

/** PostgreSQL's 23505: a row with this key is already there. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  codeOf(error) === '23505' && (constraint === undefined || (error as DatabaseError).constraint === constraint)

/** PostgreSQL's 23514: a row broke this named rule. */
export const isCheckViolation = (error: unknown, constraint: string): boolean => codeOf(error) === '23514' && (error as DatabaseError).constraint === constraint

/**
 * A new row lay outside what its writer may reach, a required row was not there for him, or a row of that key is there and he
 * does not see it: who asked twice (enter.ts) and sees nothing has met a stranger's id, and is told no more than of a stranger's place.
 */
export const isOutOfReach = (error: unknown): boolean => ['42501', '23503', '23505'].includes(codeOf(error) ?? '')

/** PostgreSQL's class 22: a value that is no id, no number of that size, no day or no text it can keep. */
export const isBadValue = (error: unknown): boolean => codeOf(error)?.startsWith('22') === true

/** Deadlock, serialisation or no free connection: trying again may help. */
export const isBusy = (error: unknown): boolean =>
  ['40001', '40P01', '53300', '57P03', '08006'].includes(codeOf(error) ?? '') ||
  (error instanceof Error && /timeout exceeded when trying to connect/.test(error.message))
