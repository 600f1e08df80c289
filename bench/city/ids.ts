import { createHash } from 'node:crypto'

export type Kind = 'file' | 'person' | 'record' | 'form' | 'duty' | 'need' | 'station' | 'account' | 'post' | 'contract' | 'line'

/** An id computable in Node, in SQL and in a pgbench script, and as scattered as a random one: a UUID of version 8. */
export function idOf(kind: Kind, name: string | number): string {
  const hex = createHash('md5').update(`${kind}-${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** The same in SQL, of the number or text an expression gives. */
export const idIn = (kind: Kind, expression: string): string =>
  `overlay(overlay(md5('${kind}-' || ${expression}) placing '8' from 13) placing '8' from 17)::uuid`

/** A cookie of a real session: the table holds its hash. */
export const tokenOf = (account: string): string => createHash('sha256').update(`bench session ${account}`).digest('base64url')
