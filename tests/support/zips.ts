import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  name: string
  content: Buffer
  /** What the directory says its size is, when that is a lie. */
  claims?: number
  flags?: number
  /** Points at the packed bytes of an earlier part. */
  sameAs?: number
}

/** A zip as one would make it by hand, honest or not. */
export function makeZip(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  const starts: number[] = []
  let at = 0
  for (const { name, content, claims = content.length, flags = 0, sameAs } of parts) {
    const packed = deflateRawSync(content)
    const title = Buffer.from(name)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(flags, 2)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(content), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(claims, 18)
    head.writeUInt16LE(title.length, 22)
    starts.push(sameAs === undefined ? at : starts[sameAs]!)
    if (sameAs === undefined) {
      const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, title, packed])
      bodies.push(body)
      at += body.length
    }
    const place = Buffer.alloc(14)
    place.writeUInt32LE(starts.at(-1)!, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), head, place, title]))
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...bodies, list, Buffer.from('PK\x05\x06', 'latin1'), end])
}
