import { standardsOn, type Standards } from '#server/modules/standards/index.ts'
import type { Tx } from '#server/platform/database/index.ts'

const inTransaction = new WeakMap<Tx, Map<string, Promise<Standards>>>()

/** The standards of a place and day, asked for once in a transaction: a sheet of sixty or a night of thousands asks for few places. */
export function standardsOnce(tx: Tx, place: number, day: string): Promise<Standards> {
  const known = inTransaction.get(tx) ?? new Map<string, Promise<Standards>>()
  inTransaction.set(tx, known)
  const name = `${place} ${day}`
  const standards = known.get(name) ?? standardsOn({ tx }, place, day)
  known.set(name, standards)
  return standards
}
