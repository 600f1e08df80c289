import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Keyring } from '../keys/index.ts'
import { hashNode } from './merkle.ts'

export interface Checkpoint {
  id: number
  at: Date
  leaves: number
  batchFrom: number
  batchTo: number
  horizon: string
  cluster: string
  root: Buffer
  head: Buffer
  signature: Buffer
}

export type Unsigned = Omit<Checkpoint, 'head' | 'signature'>

const FIRST_HEAD = Buffer.alloc(32)
const bodyOf = (c: Unsigned): string =>
  ['wulian-audit-1', c.id, c.at.toISOString(), c.leaves, c.batchFrom, c.batchTo, c.horizon, c.cluster, c.root.toString('base64')].join(' ')

/** The head of the log with this checkpoint on top of the one before. */
export const headOf = (before: Buffer | undefined, c: Unsigned): Buffer => hashNode(before ?? FIRST_HEAD, createHash('sha256').update(bodyOf(c)).digest())

/** One line of plain text, complete in itself: whoever keeps it can later tell whether this log was rewritten. */
export const lineOf = (c: Checkpoint): string => `${bodyOf(c)} ${c.head.toString('base64')} ${c.signature.toString('base64')}`

/** What a line says; undefined when it is no checkpoint. */
export function readLine(line: string): Checkpoint | undefined {
  const [kind, id, at, leaves, batchFrom, batchTo, horizon, cluster, root, head, signature, ...more] = line.split(' ')
  if (kind !== 'wulian-audit-1' || !signature || more.length > 0 || Number.isNaN(Date.parse(at!))) return undefined
  const bytes = (text: string) => Buffer.from(text, 'base64')
  return {
    id: Number(id), at: new Date(at!), leaves: Number(leaves), batchFrom: Number(batchFrom), batchTo: Number(batchTo), horizon: horizon!, cluster: cluster!,
    root: bytes(root!), head: bytes(head!), signature: bytes(signature),
  }
}

// RFC 8410: an Ed25519 private key is this prefix and a 32-byte seed.
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')
const signingKey = (keys: Keyring): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, keys.derive('audit signing')]), format: 'der', type: 'pkcs8' })

/** The half of the signing key that anyone may have. */
export const publicKeyOf = (keys: Keyring): KeyObject => createPublicKey(signingKey(keys))

export const signHead = (keys: Keyring, head: Buffer): Buffer => sign(null, head, signingKey(keys))
export const isSigned = (key: KeyObject, c: Checkpoint): boolean => verify(null, c.head, key, c.signature)

/** Where the copies of the checkpoints lie that are to leave the machine: log.txt, and the public key beside it. */
export const checkpointFolder = (dataFolder: string): string => join(dataFolder, 'checkpoints')
const fileIn = (folder: string) => join(folder, 'log.txt')

export function readLines(folder: string): string[] {
  const file = fileIn(folder)
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
}

/** Adds lines and waits until they are on the disk. */
export function appendLines(folder: string, keys: Keyring, lines: readonly string[]): void {
  mkdirSync(folder, { recursive: true })
  const publicKey = join(folder, 'public-key.pem')
  if (!existsSync(publicKey)) writeFileSync(publicKey, publicKeyOf(keys).export({ format: 'pem', type: 'spki' }))
  const file = openSync(fileIn(folder), 'a')
  try {
    // A line that a crash cut in half must not swallow the next one.
    const text = existsSync(fileIn(folder)) ? readFileSync(fileIn(folder), 'utf8') : ''
    appendFileSync(file, `${text && !text.endsWith('\n') ? '\n' : ''}${lines.map((line) => `${line}\n`).join('')}`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
