import { createHash } from 'node:crypto'

/** The id SQL makes with `md5('file-' || n)::uuid`: computable in Node, in SQL and in a pgbench script, and as scattered as a random one. */
export function idOf(kind: 'file' | 'person' | 'record' | 'duty' | 'need' | 'station' | 'account' | 'post' | 'contract' | 'line', name: string | number): string {
  const hex = createHash('md5').update(`${kind}-${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A cookie of a real session: the table holds its hash. */
export const tokenOf = (account: string): string => createHash('sha256').update(`bench session ${account}`).digest('base64url')
