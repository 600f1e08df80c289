import { createHash, randomBytes, scrypt, type ScryptOptions } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { openWith, sealWith } from '../keys/index.ts'
import { ByteReader } from './byte-reader.ts'

const MAGIC = Buffer.from('WULIAN-BACKUP-1\n')
const FRAME = 1024 * 1024
const DIGEST = 32
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }
const stretch = promisify(scrypt as (word: string, salt: Buffer, bytes: number, options: ScryptOptions, done: (error: Error | null, key: Buffer) => void) => void)

/** What opens a backup: the key of the installation it was made on, or the words that were chosen for it. */
export interface Openers {
  /** Derived from the master key. */
  installationKey?: Buffer | undefined
  passphrase?: string | undefined
}

/** The file is not one, is cut off, was changed, or neither key nor words open it. Nothing was changed because of it. */
export class BadBackup extends Error {
  override readonly name = 'BadBackup'
}

interface Header {
  madeAt: string
  /** The file's own key, sealed by the installation's key; and once more by the words, if any were given. */
  byInstallation: string
  byWords?: { salt: string; sealed: string }
}

const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
const about = (n: number, last: boolean, header: Buffer) => `frame ${n} ${last ? 'last' : 'more'} ${header.toString('hex')}`

/** Seals a stream: magic, header, frames of at most 1 MB each bound to its number, and the sha-256 of all that. */
export async function* seal(source: AsyncIterable<Buffer>, madeAt: Date, { installationKey, passphrase }: { installationKey: Buffer; passphrase?: string | undefined }): AsyncGenerator<Buffer> {
  const key = randomBytes(32)
  const header: Header = { madeAt: madeAt.toISOString(), byInstallation: sealWith(1, installationKey, key, 'backup key').toString('base64') }
  if (passphrase) {
    const salt = randomBytes(16)
    header.byWords = { salt: salt.toString('base64'), sealed: sealWith(1, await stretch(passphrase, salt, 32, SCRYPT), key, 'backup key').toString('base64') }
  }
  const text = Buffer.from(JSON.stringify(header))
  const headerDigest = digestOf(text)
  const total = createHash('sha256')
  const told = (bytes: Buffer) => { total.update(bytes); return bytes }
  yield told(Buffer.concat([MAGIC, sized(text)]))
  let n = 0
  let held: Buffer | undefined
  for await (const piece of inPieces(source)) {
    if (held) yield told(sized(sealWith(1, key, held, about(n++, false, headerDigest))))
    held = piece
  }
  yield told(sized(sealWith(1, key, held ?? Buffer.alloc(0), about(n, true, headerDigest))))
  yield total.digest()
}

const sized = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

async function* inPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let bytes = 0
  for await (let chunk of source) {
    while (bytes + chunk.length >= FRAME) {
      const take = FRAME - bytes
      yield Buffer.concat([...held, chunk.subarray(0, take)])
      chunk = chunk.subarray(take)
      held = []
      bytes = 0
    }
    if (chunk.length > 0) { held.push(chunk); bytes += chunk.length }
  }
  if (bytes > 0) yield Buffer.concat(held)
}

/** Opens a sealed file as a stream. The whole file is checked against its sha-256 before the first byte is handed out. */
export async function* unseal(path: string, openers: Openers): AsyncGenerator<Buffer> {
  const size = await checkWhole(path)
  const reader = new ByteReader(createReadStream(path, { start: MAGIC.length, end: size - DIGEST - 1 }))
  const text = await reader.sized()
  const headerDigest = digestOf(text)
  const key = await keyOf(JSON.parse(text.toString('utf8')) as Header, openers)
  let left = size - DIGEST - MAGIC.length - 4 - text.length
  for (let n = 0; left > 0; n++) {
    const frame = await reader.sized()
    left -= 4 + frame.length
    yield openOrRefuse(() => openWith(key, frame, about(n, left === 0, headerDigest)))
  }
}

function openOrRefuse(work: () => Buffer): Buffer {
  try {
    return work()
  } catch {
    throw new BadBackup('备份文件被改动过 The backup file was changed')
  }
}

async function checkWhole(path: string): Promise<number> {
  const { size } = await stat(path).catch(() => { throw new BadBackup(`找不到备份文件 There is no file ${path}`) })
  const broken = new BadBackup('不是完整的备份文件（可能被截断或损坏）Not a whole backup file: cut off or damaged')
  if (size < MAGIC.length + 8 + DIGEST) throw broken
  const file = await open(path)
  try {
    const magic = (await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0)).buffer
    if (!magic.equals(MAGIC)) throw new BadBackup('不是五联的备份文件，或版本太新 Not a backup of Wulian, or of a later format')
    const expected = (await file.read(Buffer.alloc(DIGEST), 0, DIGEST, size - DIGEST)).buffer
    const total = createHash('sha256')
    for await (const chunk of createReadStream(path, { end: size - DIGEST - 1 })) total.update(chunk)
    if (!total.digest().equals(expected)) throw broken
  } finally {
    await file.close()
  }
  return size
}

async function keyOf({ byInstallation, byWords }: Header, { installationKey, passphrase }: Openers): Promise<Buffer> {
  const tries: (() => Promise<Buffer>)[] = []
  if (installationKey) tries.push(async () => openWith(installationKey, Buffer.from(byInstallation, 'base64'), 'backup key'))
  if (passphrase && byWords) tries.push(async () => openWith(await stretch(passphrase, Buffer.from(byWords.salt, 'base64'), 32, SCRYPT), Buffer.from(byWords.sealed, 'base64'), 'backup key'))
  for (const attempt of tries) {
    const key = await attempt().catch(() => undefined)
    if (key) return key
  }
  throw new BadBackup(byWords
    ? '主密钥和口令都打不开这份备份 Neither the master key nor the passphrase opens this backup'
    : '这份备份要用原来的主密钥打开（备份时没有设口令）This backup needs the master key it was made with: no passphrase was set')
}
