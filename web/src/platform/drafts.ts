import { useCallback, useEffect, useRef, useState } from 'react'

/**
 * Half-typed forms. A draft survives a reload, a refusal and a crash, and leaves only when it was saved or thrown away by its writer.
 *
 * Where it is kept: plain values in localStorage. Words about a person (P3) would lie open there on a station's shared computer, so
 * they stay in sessionStorage on a desk (they survive reload and crash of the tab, not its closing). On a phone, which is one person's own and
 * whose WeChat kills pages at will, they are kept in localStorage for three days and go at sign-out.
 */
const PREFIX = 'wulian.draft'
const SECRET_FOR_MS = 3 * 86_400_000

interface Stored<T> { values: T; at: number }

const isOwnDevice = (): boolean => window.matchMedia('(max-width: 959px) and (pointer: coarse)').matches
const plainKey = (account: string, form: string) => `${PREFIX}.${account}.plain.${form}`
const secretKey = (account: string, form: string) => `${PREFIX}.${account}.words.${form}`

function read<T>(store: Storage, key: string, maxAge = Infinity): T | undefined {
  try {
    const stored = JSON.parse(store.getItem(key) ?? 'null') as Stored<T> | null
    if (!stored) return undefined
    if (Date.now() - stored.at > maxAge) { store.removeItem(key); return undefined }
    return stored.values
  } catch { return undefined }
}

/** A full or forbidden store must never stop a person from writing on. */
function write(store: Storage, key: string, values: object): void {
  try {
    if (Object.keys(values).length === 0) store.removeItem(key)
    else store.setItem(key, JSON.stringify({ values, at: Date.now() } satisfies Stored<object>))
  } catch { /* the form itself still holds the words */ }
}

function split<T extends object>(values: T, secret: readonly (keyof T)[]): [plain: Partial<T>, words: Partial<T>] {
  const plain: Partial<T> = {}
  const words: Partial<T> = {}
  for (const key of Object.keys(values) as (keyof T)[]) (secret.includes(key) ? words : plain)[key] = values[key]
  return [plain, words]
}

export function readDraft<T extends object>(account: string, form: string): Partial<T> | undefined {
  const words = read<Partial<T>>(sessionStorage, secretKey(account, form)) ?? read<Partial<T>>(localStorage, secretKey(account, form), SECRET_FOR_MS)
  const plain = read<Partial<T>>(localStorage, plainKey(account, form))
  return plain || words ? { ...plain, ...words } : undefined
}

export function writeDraft<T extends object>(account: string, form: string, values: T, secret: readonly (keyof T)[]): void {
  const [plain, words] = split(values, secret)
  write(localStorage, plainKey(account, form), plain)
  write(isOwnDevice() ? localStorage : sessionStorage, secretKey(account, form), words)
}

export function discardDraft(account: string, form: string): void {
  localStorage.removeItem(plainKey(account, form))
  localStorage.removeItem(secretKey(account, form))
  sessionStorage.removeItem(secretKey(account, form))
}

/** At sign-out the words about people leave this device; plain values wait for their writer. */
export function forgetWords(account: string): void {
  for (const store of [localStorage, sessionStorage]) {
    for (const key of Object.keys(store)) if (key.startsWith(`${PREFIX}.${account}.words.`)) store.removeItem(key)
  }
}

export interface Draft<T> {
  values: T
  /** Changes some fields and keeps them. */
  change: (fields: Partial<T>) => void
  /** The values were there before this page was opened. */
  restored: boolean
  /** Saved, or thrown away on purpose: back to the beginning. */
  clear: () => void
}

interface DraftState<T> { key: string; values: T; restored: boolean; dirty: boolean }

/**
 * The values of one form, kept while they are typed.
 * `initial` is made anew at each render, `{ id: newId(), … }`: the next record gets its own id.
 * `form` names the form and, when it is about somebody, that one's id; never a name. `secret` are the fields with words about a person.
 */
export function useDraft<T extends object>(account: string, form: string, initial: T, secret: readonly (keyof T)[] = []): Draft<T> {
  // The newest, not the first: after a save the next record must begin with an id of its own.
  const begin = useRef(initial)
  begin.current = initial
  const key = `${account}.${form}`
  const open = (): DraftState<T> => {
    const found = readDraft<T>(account, form)
    return { key, values: { ...begin.current, ...found }, restored: found !== undefined, dirty: false }
  }
  const [state, setState] = useState(open)
  // The same page for another person: words about one must never land in the other's draft.
  const current = state.key === key ? state : open()
  if (current !== state) setState(current)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `secret` is a constant of the form
  useEffect(() => {
    if (current.dirty) writeDraft(account, form, current.values, secret)
  }, [account, form, current])
  const change = useCallback((fields: Partial<T>) => setState((before) => ({ ...before, dirty: true, values: { ...before.values, ...fields } })), [])
  const clear = useCallback(() => {
    discardDraft(account, form)
    setState({ key, values: begin.current, restored: false, dirty: false })
  }, [account, form, key])
  return { values: current.values, change, restored: current.restored, clear }
}
