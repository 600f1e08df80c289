import { sql } from 'kysely'
import type { KeyObject } from 'node:crypto'
import type { Database, Tx } from '../database/index.ts'
import { headOf, isSigned, lineOf, readLine, type Checkpoint } from './checkpoint.ts'
import { rootOf } from './merkle.ts'
import { readCheckpoints } from './seal.ts'

export interface AuditFinding {
  what:
    | 'leaves-changed' | 'leaves-missing' | 'leaves-added' | 'leaf-outside' | 'leaf-sealed-late'
    | 'checkpoint-changed' | 'checkpoint-missing' | 'signature-wrong' | 'file-line-unreadable' | 'file-line-forged' | 'file-behind'
  checkpoint?: number
  leaf?: number
}

export interface AuditVerdict {
  whole: boolean
  checkpoints: number
  leaves: number
  findings: AuditFinding[]
}

const AT_ONCE = 50

/**
 * Recomputes every hash and compares it with the checkpoints, and those with `lines`, the copy kept elsewhere. Finds each changed,
 * removed or inserted leaf that was sealed, and any rewritten or cut-off end that the lines still remember. 'file-behind' alone is
 * no tampering: the copy was not fetched since.
 */
export async function verifyAudit(db: Database | Tx, key: KeyObject, lines: readonly string[]): Promise<AuditVerdict> {
  const checkpoints = await readCheckpoints(db, {})
  const findings: AuditFinding[] = [...checkChain(checkpoints, key), ...checkLines(checkpoints, key, lines)]
  let leaves = 0
  for (let i = 0; i < checkpoints.length; i += AT_ONCE) {
    const some = checkpoints.slice(i, i + AT_ONCE)
    const hashes = await hashesOf(db, some)
    for (const [n, one] of some.entries()) {
      const found = hashes.get(one.id) ?? []
      leaves += found.length
      findings.push(...checkBatch(one, checkpoints[i + n - 1], found))
    }
  }
  const stray = await sql<{ id: number }>`select id from app.stray_leaves()`.execute(db)
  findings.push(...stray.rows.map(({ id }) => ({ what: 'leaf-outside' as const, leaf: id })))
  return { whole: findings.every(({ what }) => what === 'file-behind'), checkpoints: checkpoints.length, leaves, findings: findings.slice(0, 500) }
}

interface Sealed {
  checkpoint: number
  id: number
  xid: string
  hash: Buffer
}

async function hashesOf(db: Database | Tx, some: readonly Checkpoint[]): Promise<Map<number, Sealed[]>> {
  const { rows } = await sql<Sealed>`select checkpoint, id, xid, hash from app.sealed_hashes(${some[0]!.id}, ${some.at(-1)!.id})`.execute(db)
  return Map.groupBy(rows, ({ checkpoint }) => checkpoint)
}

function checkBatch(c: Checkpoint, before: Checkpoint | undefined, leaves: readonly Sealed[]): AuditFinding[] {
  const should = c.leaves - (before?.leaves ?? 0)
  const findings: AuditFinding[] = []
  if (leaves.length < should) findings.push({ what: 'leaves-missing', checkpoint: c.id })
  else if (leaves.length > should) findings.push({ what: 'leaves-added', checkpoint: c.id })
  else if (!rootOf(leaves.map(({ hash }) => hash)).equals(c.root)) findings.push({ what: 'leaves-changed', checkpoint: c.id })
  // A leaf of a transaction that had ended before the last checkpoint belongs there; here it was slipped in afterwards.
  if (before?.cluster === c.cluster) {
    for (const leaf of leaves) if (BigInt(leaf.xid) < BigInt(before.horizon)) findings.push({ what: 'leaf-sealed-late', checkpoint: c.id, leaf: leaf.id })
  }
  return findings
}

function* checkChain(checkpoints: readonly Checkpoint[], key: KeyObject): Iterable<AuditFinding> {
  let before: Checkpoint | undefined
  for (const c of checkpoints) {
    if (c.id !== (before?.id ?? 0) + 1) yield { what: 'checkpoint-missing', checkpoint: c.id - 1 }
    if (!headOf(before?.head, c).equals(c.head)) yield { what: 'checkpoint-changed', checkpoint: c.id }
    else if (!isSigned(key, c)) yield { what: 'signature-wrong', checkpoint: c.id }
    before = c
  }
}

function* checkLines(checkpoints: readonly Checkpoint[], key: KeyObject, lines: readonly string[]): Iterable<AuditFinding> {
  const here = new Map(checkpoints.map((c) => [c.id, c]))
  let last = 0
  for (const line of lines) {
    const kept = readLine(line)
    if (!kept) { yield { what: 'file-line-unreadable' }; continue }
    last = Math.max(last, kept.id)
    const row = here.get(kept.id)
    if (!isSigned(key, kept)) yield { what: 'file-line-forged', checkpoint: kept.id }
    else if (!row) yield { what: 'checkpoint-missing', checkpoint: kept.id }
    else if (lineOf(row) !== line) yield { what: 'checkpoint-changed', checkpoint: kept.id }
  }
  const newest = checkpoints.at(-1)
  if (newest && newest.id > last) yield { what: 'file-behind', checkpoint: last }
}
