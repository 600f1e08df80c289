import { ByteReader } from './byte-reader.ts'

/** One thing in a backup: JSON about the whole, the rows of a table, a stored file, or the sums at the end. */
export interface Entry {
  kind: 'manifest' | 'table' | 'file' | 'end'
  name: string
  content: AsyncIterable<Buffer>
}

const KINDS = ['manifest', 'table', 'file', 'end'] as const

const length = (n: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(n)
  return bytes
}

/** Writes entries one after another: kind, name, chunks with their lengths, a zero. */
export async function* writeEntries(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  for await (const { kind, name, content } of entries) {
    const title = Buffer.from(name)
    yield Buffer.concat([Buffer.of(KINDS.indexOf(kind)), length(title.length), title])
    for await (const chunk of content) {
      if (chunk.length > 0) { yield length(chunk.length); yield chunk }
    }
    yield length(0)
  }
}

/** Reads them back up to the entry 'end'. Each must be read, or is passed over, before the next. */
export async function* readEntries(source: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const reader = new ByteReader(source)
  for (;;) {
    const kind = KINDS[(await reader.take(1))[0]!]
    if (!kind) throw new RangeError('an entry of no known kind')
    const name = (await reader.sized(4096)).toString('utf8')
    const content = chunks(reader)
    yield { kind, name, content }
    for await (const _ of content);
    if (kind === 'end') return
  }
}

async function* chunks(reader: ByteReader): AsyncGenerator<Buffer> {
  for (let chunk = await reader.sized(); chunk.length > 0; chunk = await reader.sized()) yield chunk
}

export const jsonEntry = (kind: 'manifest' | 'end', value: object): Entry => ({ kind, name: kind, content: (async function* () { yield Buffer.from(JSON.stringify(value)) })() })

export async function readJson<T>(content: AsyncIterable<Buffer>): Promise<T> {
  return JSON.parse(Buffer.concat(await Array.fromAsync(content)).toString('utf8')) as T
}
