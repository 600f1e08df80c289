import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Role } from '#api/roles.ts'
import type { Post, SessionView } from '#api/session.ts'
import { api, listenForSessionLoss, OfflineError, RefusalError, setActivePost } from './api.ts'
import { enter, enterWithPin, leave, lockedHere } from './at-home.ts'
import { lockHere, settleOwed, wipe } from './device-key.ts'
import { useIdle } from './idle.ts'
import { openOutbox } from './outbox.ts'
import { handOverLeft } from './sealed-rows.ts'

const KEY = ['session'] as const

export interface SignInInput { signInName: string; password: string; deviceName: string }
export interface SecondFactorInput { code: string; trustDevice: boolean }

export interface SessionActions {
  signIn: (input: SignInInput) => Promise<void>
  secondFactor: (input: SecondFactorInput) => Promise<void>
  unlock: (pin: string) => Promise<void>
  lock: () => Promise<void>
  /** Ends the session here. The next person signs in under their own name. */
  signOut: () => Promise<void>
  switchPost: (post: string) => Promise<void>
  reload: () => Promise<void>
}
export interface Session extends SessionActions {
  /** undefined: not known yet. null: nobody is signed in. */
  view: SessionView | null | undefined
  error: Error | null
  /** Why the server ended the last session, when it was not the person's own wish. */
  endedBecause: string | undefined
}

const SessionContext = createContext<Session | null>(null)

async function fetchSession(client: QueryClient, signal: AbortSignal): Promise<SessionView | null> {
  try {
    await settleOwed()
    const view = await api.get<SessionView>('/session', { signal })
    if (view.stage === 'open') await enter(view)
    return view
  } catch (error) {
    if (error instanceof RefusalError && error.status === 401) return nobody()
    // Opened without network: who knows the PIN may go on with what is kept here.
    const isFirst = client.getQueryData(KEY) === undefined
    const here = isFirst && error instanceof OfflineError ? await lockedHere() : undefined
    if (here) return here
    throw error
  }
}

/** The server knows of no session: what could be read here is gone, what was left unsent is handed over. */
async function nobody(): Promise<null> {
  leave()
  await wipe()
  void handOverLeft().catch(() => undefined)
  return null
}

/** What pages have fetched belongs to one person in one post, and is forgotten with them. */
function forgetPages(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] })
}

function actionsOf(client: QueryClient): SessionActions {
  const now = () => client.getQueryData<SessionView | null>(KEY)
  const show = (view: SessionView | null) => {
    const before = now()
    if (view?.stage !== 'open') leave()
    setActivePost(view?.post ?? null)
    client.setQueryData(KEY, view)
    // Before the next render: a page of the old post must not ask once more as the new one.
    if (view?.stage !== 'open' || before?.account.id !== view.account.id || before.post !== view.post) forgetPages(client)
  }
  /** What is kept here opens before its pages do. */
  const take = async (view: SessionView, pin?: string) => {
    if (view.stage === 'open') await enter(view, pin)
    show(view)
  }
  return {
    signIn: async (input) => take(await api.post<SessionView>('/session', input, { post: null })),
    secondFactor: async (input) => take(await api.post<SessionView>('/session/second-factor', input)),
    unlock: (pin) => unless(async () => take(await api.post<SessionView>('/session/unlock', { pin }), pin), async () => show(await enterWithPin(pin))),
    lock: async () => {
      await unless(() => api.post('/session/lock'), async () => { if (!(await lockHere())) throw new OfflineError() })
      const view = now()
      if (view) show({ ...view, stage: 'locked' })
    },
    signOut: async () => {
      let owed = false
      try { await api.delete('/session') } catch (error) {
        owed = error instanceof OfflineError
        if (!owed && !(error instanceof RefusalError)) throw error
      }
      await wipe(owed ? 'end' : undefined)
      show(null)
    },
    switchPost: async (post) => take(await api.post<SessionView>('/session/post', { post })),
    reload: async () => { await client.invalidateQueries({ queryKey: KEY }) },
  }
}

/** Without network, the other way. */
async function unless<T>(ask: () => Promise<T>, here: () => Promise<T>): Promise<T> {
  try { return await ask() } catch (error) {
    if (!(error instanceof OfflineError)) throw error
    return here()
  }
}

/** Knows who is signed in, and hears when the server no longer does. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const actions = useMemo(() => actionsOf(client), [client])
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => fetchSession(client, signal), staleTime: 5 * 60_000, retry: false })
  const view = query.data
  // Set while rendering, so that a page's first request already speaks from the right post.
  setActivePost(view?.post ?? null)
  const [endedBecause, setEndedBecause] = useState<string>()
  useEffect(() => listenForSessionLoss((code, sentence) => {
    const current = client.getQueryData<SessionView | null>(KEY)
    setEndedBecause(code === 'session.ended' ? sentence : undefined)
    if (code === 'session.missing' || code === 'session.ended' || !current) {
      client.setQueryData(KEY, null)
      return void nobody()
    }
    leave()
    client.setQueryData(KEY, { ...current, stage: code === 'session.locked' ? 'locked' : 'second-factor' })
  }), [client])
  const isOpen = view?.stage === 'open'
  const account = view?.account.id
  const post = view?.post ?? null
  useEffect(() => (isOpen && account ? openOutbox(account, post) : undefined), [isOpen, account, post])
  useEffect(() => {
    // What was opened without network is asked for again as soon as there is one.
    const ask = () => void actions.reload()
    window.addEventListener('online', ask)
    return () => window.removeEventListener('online', ask)
  }, [actions])
  const onIdle = useCallback(() => {
    // A device that cannot open without network stays open: the visit in hand would be lost. The phone's own lock must do until then.
    actions.lock().catch((error: unknown) => { if (!(error instanceof OfflineError)) void actions.reload() })
  }, [actions])
  useIdle(view?.lockAfterMinutes ?? 5, isOpen, onIdle)
  const session = useMemo<Session>(() => ({ ...actions, view, error: query.error, endedBecause }), [actions, view, query.error, endedBecause])
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('no SessionProvider above')
  return session
}

export interface SignedIn extends SessionActions {
  view: SessionView
  account: SessionView['account']
  /** The post one works from; null for an account without one. */
  post: Post | null
  role: Role | null
  today: string
  mayAct: (roles: readonly Role[]) => boolean
}

/** The session of pages that exist only for who is signed in. */
export function useSignedIn(): SignedIn {
  const session = useSession()
  const view = session.view
  if (!view) throw new Error('this page needs a session')
  return useMemo(() => {
    const post = view.posts.find((each) => each.id === view.post) ?? null
    const role = post?.role ?? null
    return { ...session, view, account: view.account, post, role, today: view.today, mayAct: (roles) => role !== null && roles.includes(role) }
  }, [session, view])
}
