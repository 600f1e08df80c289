import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { Refusal } from '../refusal.ts'

const inflate = promisify(inflateRaw)

export interface ZipLimits {
  entries: number
  /** All entries together, unpacked. */
  unpackedBytes: number
}

export interface ZipEntry {
  name: string
  unpackedBytes: number
}

export const SHEET_LIMITS: ZipLimits = { entries: 2000, unpackedBytes: 120 * 1024 * 1024 }

const END = 0x06054b50
const DIRECTORY = 0x02014b50
const LOCAL = 0x04034b50
const STORED = 0
const DEFLATED = 8

interface Listed extends ZipEntry {
  method: number
  packedBytes: number
  from: number
}

/**
 * Reads a zip's directory and proves it by unpacking each entry against what it claims, so that neither a bomb nor a lying
 * directory reaches a reader. Throws `sheet.too-large` beyond the limits and `file.broken` for anything a writer of
 * spreadsheets does not make: encrypted, overlapping, split or nested-by-path entries.
 */
export async function checkZip(bytes: Uint8Array, limits: ZipLimits = SHEET_LIMITS): Promise<ZipEntry[]> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const listed = readDirectory(zip, limits)
  const total = listed.reduce((sum, entry) => sum + entry.unpackedBytes, 0)
  if (total > limits.unpackedBytes) throw tooLarge(limits)
  await provePacked(zip, listed)
  return listed.map(({ name, unpackedBytes }) => ({ name, unpackedBytes }))
}

const broken = () => new Refusal('file.broken')
const tooLarge = (limits: ZipLimits) => new Refusal('sheet.too-large', { limit: Math.floor(limits.unpackedBytes / 1048576), rows: 50_000 })

function endOf(zip: Buffer): number {
  // The end record is 22 bytes and may carry a comment of at most 65,535.
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 65_535); at--) {
    if (zip.readUInt32LE(at) === END && at + 22 + zip.readUInt16LE(at + 20) === zip.length) return at
  }
  throw broken()
}

function readDirectory(zip: Buffer, limits: ZipLimits): Listed[] {
  const end = endOf(zip)
  const [disk, count, size, from] = [zip.readUInt16LE(end + 4), zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 12), zip.readUInt32LE(end + 16)]
  if (disk !== 0 || from + size !== end) throw broken()
  if (count > limits.entries) throw tooLarge(limits)
  const listed: Listed[] = []
  let at = from
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || zip.readUInt32LE(at) !== DIRECTORY) throw broken()
    const [nameLength, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)]
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const flags = zip.readUInt16LE(at + 8)
    if ((flags & 1) !== 0 || isForeignPath(name)) throw broken()
    listed.push({ name, method: zip.readUInt16LE(at + 10), packedBytes: zip.readUInt32LE(at + 20), unpackedBytes: zip.readUInt32LE(at + 24), from: zip.readUInt32LE(at + 42) })
    at += 46 + nameLength + extra + comment
  }
  if (at !== end) throw broken()
  return listed
}

const isForeignPath = (name: string): boolean =>
  name === '' || name.includes('\\') || name.includes('\0') || name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..')

async function provePacked(zip: Buffer, listed: readonly Listed[]) {
  let free = 0
  for (const entry of [...listed].sort((a, b) => a.from - b.from)) {
    // Entries that share bytes are how a small zip unpacks to a huge one.
    if (entry.from < free || entry.from + 30 > zip.length || zip.readUInt32LE(entry.from) !== LOCAL) throw broken()
    const start = entry.from + 30 + zip.readUInt16LE(entry.from + 26) + zip.readUInt16LE(entry.from + 28)
    free = start + entry.packedBytes
    if (free > zip.length) throw broken()
    const packed = zip.subarray(start, free)
    if (entry.method === STORED ? packed.length !== entry.unpackedBytes : entry.method !== DEFLATED) throw broken()
    if (entry.method === DEFLATED) {
      const unpacked = await inflate(packed, { maxOutputLength: entry.unpackedBytes + 1 }).catch(() => undefined)
      if (unpacked?.length !== entry.unpackedBytes) throw broken()
    }
  }
}
