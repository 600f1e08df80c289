/** Reads a stream in amounts of one's own choosing. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Exactly so many bytes; throws when the stream ends before. */
  async take(bytes: number): Promise<Buffer> {
    const parts: Buffer[] = []
    let missing = bytes
    while (missing > 0) {
      if (this.#held.length === 0) await this.#more()
      const part = this.#held.subarray(0, missing)
      this.#held = this.#held.subarray(part.length)
      parts.push(part)
      missing -= part.length
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  }

  /** A length in four bytes, then so many. */
  async sized(most = 64 * 1024 * 1024): Promise<Buffer> {
    const length = (await this.take(4)).readUInt32BE()
    if (length > most) throw new RangeError('a length beyond all bounds')
    return this.take(length)
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#source.next()
    if (done) throw new RangeError('the stream ended too early')
    this.#held = value
  }
}
