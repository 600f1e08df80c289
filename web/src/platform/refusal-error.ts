import type { RefusalBody } from '#api/session.ts'

/** The server said no. `sentence` is ready to be shown; `code` tells which no. */
export class RefusalError extends Error {
  readonly code: string
  readonly sentence: string
  readonly details: Record<string, unknown>
  readonly status: number
  constructor(status: number, body: RefusalBody) {
    super(body.code)
    this.name = 'RefusalError'
    this.status = status
    this.code = body.code
    this.sentence = body.sentence
    this.details = body.details
  }
}

/** The request did not reach the server, or its answer did not reach us: it may have been done. */
export class OfflineError extends Error {
  constructor(options?: ErrorOptions) {
    super('offline', options)
    this.name = 'OfflineError'
  }
}

/** Refusals that a person cannot answer with other words, only by waiting. */
export const mayTryAgain = (error: unknown): boolean =>
  error instanceof OfflineError || (error instanceof RefusalError && (error.status >= 500 || error.status === 429))
