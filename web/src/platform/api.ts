import { i18n } from './i18n.ts'
import { OfflineError, RefusalError } from './refusal-error.ts'

export { OfflineError, RefusalError } from './refusal-error.ts'

const BASE = '/api/v1'
const TIMEOUT_MS = 30_000

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
export interface Options {
  signal?: AbortSignal | undefined
  /** Speaks from this post instead of the active one. The outbox needs it. */
  post?: string | null | undefined
  /** The version a change builds on; the server answers 409 when it is no longer the newest. */
  ifMatch?: number | undefined
  /** Sent without a person at hand: nobody is asked for a code. */
  unattended?: boolean
  /** Milliseconds until it is given up; half a minute when left out. */
  patience?: number | undefined
}

/** What came back. `status` tells 202 (kept, not accepted yet) from 200. */
export interface Answer<T> { status: number; body: T }

let activePost: string | null = null
/** Every request from now on speaks from this post. Each tab has its own. */
export function setActivePost(post: string | null): void {
  activePost = post
}

const SESSION_CODES = ['session.missing', 'session.ended', 'session.locked', 'session.second-factor-needed'] as const
type SessionCode = (typeof SESSION_CODES)[number]
let onSessionLost: (code: SessionCode, sentence: string) => void = () => {}
/** Who hears when the server says that nobody is signed in, the screen is locked, or a step is missing. */
export function listenForSessionLoss(listener: typeof onSessionLost): void {
  onSessionLost = listener
}

let askStepUp: () => Promise<boolean> = async () => false
/** Who asks for a fresh code when the server wants one before something weighty; true when it was given. */
export function listenForStepUp(ask: typeof askStepUp): void {
  askStepUp = ask
}

const isSessionCode = (code: string): code is SessionCode => SESSION_CODES.includes(code as SessionCode)

function headersOf(body: unknown, options: Options): Headers {
  const headers = new Headers({ accept: 'application/json', 'accept-language': i18n.language, 'x-wulian-client': __BUILD__ })
  const post = options.post === undefined ? activePost : options.post
  if (post) headers.set('x-wulian-post', post)
  if (options.ifMatch !== undefined) headers.set('if-match', `"${options.ifMatch}"`)
  if (body !== undefined && !isRaw(body)) headers.set('content-type', 'application/json')
  return headers
}

const isRaw = (body: unknown): body is FormData | Blob => body instanceof FormData || body instanceof Blob

async function fetchAnswer(method: Method, path: string, body: unknown, options: Options): Promise<Response> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), options.patience ?? TIMEOUT_MS)
  const giveUp = () => abort.abort()
  options.signal?.addEventListener('abort', giveUp)
  try {
    return await fetch(BASE + path, {
      method, signal: abort.signal, credentials: 'same-origin', cache: 'no-store', headers: headersOf(body, options),
      body: body === undefined ? null : isRaw(body) ? body : JSON.stringify(body),
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new OfflineError({ cause })
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', giveUp)
  }
}

async function refusalOf(response: Response): Promise<Error> {
  const body = await response.json().catch(() => undefined)
  if (body && typeof body.code === 'string') return new RefusalError(response.status, { details: {}, ...body })
  // A gateway answers for a server that is away: to the person that is the same as no network.
  if (response.status === 502 || response.status === 503 || response.status === 504) return new OfflineError()
  return new RefusalError(response.status, { code: 'service.broken', sentence: i18n.t('ui:error.broken', { status: response.status }), details: {} })
}

/** Sends one request and gives status and body; throws `RefusalError` or `OfflineError`. */
export async function request<T>(method: Method, path: string, body?: unknown, options: Options = {}): Promise<Answer<T>> {
  const response = await fetchAnswer(method, path, body, options)
  if (!response.ok) {
    const error = await refusalOf(response)
    if (!(error instanceof RefusalError)) throw error
    if (error.status === 401 && isSessionCode(error.code)) onSessionLost(error.code, error.sentence)
    if (error.code === 'session.step-up-needed' && !options.unattended && (await askStepUp())) return request<T>(method, path, body, { ...options, unattended: true })
    throw error
  }
  if (response.status === 204) return { status: 204, body: undefined as T }
  return { status: response.status, body: await readBody<T>(response) }
}

// An answer that breaks off half-way: the server may have done it, and the same id makes asking again harmless.
async function readBody<T>(response: Response): Promise<T> {
  try {
    return (response.headers.get('content-type')?.includes('json') ? await response.json() : await response.blob()) as T
  } catch (cause) { throw new OfflineError({ cause }) }
}

const bodyOf = async <T>(answer: Promise<Answer<T>>): Promise<T> => (await answer).body

/** The server, by path below /api/v1. A search is a POST: nothing personal belongs into an address. */
export const api = {
  get: <T>(path: string, options?: Options) => bodyOf(request<T>('GET', path, undefined, options)),
  post: <T>(path: string, body?: unknown, options?: Options) => bodyOf(request<T>('POST', path, body ?? {}, options)),
  put: <T>(path: string, body: unknown, options?: Options) => bodyOf(request<T>('PUT', path, body, options)),
  delete: <T = void>(path: string, options?: Options) => bodyOf(request<T>('DELETE', path, undefined, options)),
}
