import type { Client } from 'pg'

/** The part of pg's connection that COPY needs. */
interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(why: string): void
  stream: { pause(): void; resume(): void; writableNeedDrain: boolean; once(event: 'drain', go: () => void): void; destroyed: boolean }
}

const nothing = () => {}

/** What every statement that pg runs for us must answer, here with nothing to say. */
const quiet = { handleRowDescription: nothing, handleDataRow: nothing, handlePortalSuspended: nothing, handleEmptyQuery: nothing, handleCommandComplete: nothing }

const MOST_WAITING = 4 * 1024 * 1024

/** The bytes of a COPY … TO STDOUT, as they come; the server waits when they are not taken. */
export async function* copyOut(client: Client, text: string): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let [bytes, ended] = [0, false]
  let failure: Error | undefined
  let connection: CopyConnection | undefined
  let wake = nothing
  const end = (error?: Error) => { failure = error; ended = true; wake() }
  submit(client, {
    ...quiet,
    submit: (to: CopyConnection) => { connection = to; to.query(text) },
    handleCopyData: ({ chunk }: { chunk: Buffer }, from: CopyConnection) => {
      // pg reuses the memory behind a message.
      waiting.push(Buffer.from(chunk))
      bytes += chunk.length
      if (bytes > MOST_WAITING) from.stream.pause()
      wake()
    },
    handleError: (error: Error) => end(error),
    handleReadyForQuery: () => end(),
  })
  for (;;) {
    if (waiting.length > 0) {
      // Every row is a message of its own; what came together goes on together.
      const rows = Buffer.concat(waiting)
      waiting = []
      bytes = 0
      connection?.stream.resume()
      yield rows
    } else if (failure) throw failure
    else if (ended) return
    else await new Promise<void>((go) => { wake = go })
  }
}

/** Feeds a COPY … FROM STDIN. Throws what the server said, or what the source threw; then no row has come in. */
export function copyIn(client: Client, text: string, source: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined
    const pump = async (to: CopyConnection) => {
      try {
        for await (const chunk of source) {
          if (failure || to.stream.destroyed) return
          to.sendCopyFromChunk(chunk)
          if (to.stream.writableNeedDrain) await new Promise<void>((go) => { to.stream.once('drain', go) })
        }
        to.endCopyFrom()
      } catch (error) {
        failure ??= error as Error
        to.sendCopyFail('the source broke off')
      }
    }
    submit(client, {
      ...quiet,
      submit: (to: CopyConnection) => to.query(text),
      handleCopyInResponse: (to: CopyConnection) => { void pump(to) },
      handleError: (error: Error) => { failure ??= error; reject(failure) },
      handleReadyForQuery: () => (failure ? reject(failure) : resolve()),
    })
  })
}

const submit = (client: Client, statement: object) => { client.query(statement as never) }
