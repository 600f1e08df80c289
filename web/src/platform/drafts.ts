import { useCallback, useEffect, useRef, useState } from 'react'
import { holderNow } from './device-key.ts'
import { forget, keep, recallAll } from './kept.ts'

/**
 * Half-typed forms. A draft survives a reload, a refusal and a crash, and leaves only when it was saved or thrown away by its writer.
 * It is kept sealed like everything in this browser: on a station's shared computer it waits, unreadable, for its writer.
 */
const KEPT_FOR_MS = 30 * 86_400_000

interface Stored { values: object; at: number }
/** Of the account whose things are open, as they stand on the disk or soon will. */
const drafts = new Map<string, Stored>()

/** Fetches this account's drafts, so that a form opens with its words in it. */
export async function openDrafts(): Promise<void> {
  const found = await recallAll<Stored>('draft/').catch(() => [])
  drafts.clear()
  for (const [form, stored] of found) {
    if (Date.now() - stored.at <= KEPT_FOR_MS) drafts.set(form, stored)
    else void forget(`draft/${form}`).catch(() => undefined)
  }
}
export const closeDrafts = (): void => drafts.clear()

let last: Promise<unknown> = Promise.resolve()
/** One after the other, newest last. A full or forbidden store must never stop a person from writing on. */
function store(form: string, stored?: Stored): void {
  const by = holderNow()
  if (by) last = last.then(() => (stored ? keep(`draft/${form}`, stored, by) : forget(`draft/${form}`, by))).catch(() => undefined)
}

export function writeDraft(form: string, values: object): void {
  const stored = { values, at: Date.now() }
  drafts.set(form, stored)
  store(form, stored)
}

export function discardDraft(form: string): void {
  if (drafts.delete(form)) store(form)
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

interface DraftState<T> { form: string; values: T; restored: boolean; dirty: boolean }

/**
 * The values of one form, kept while they are typed.
 * `initial` is made anew at each render, `{ id: newId(), … }`: the next record gets its own id.
 * `form` names the form and, when it is about somebody, that one's id; never a name.
 */
export function useDraft<T extends object>(form: string, initial: T): Draft<T> {
  // The newest, not the first: after a save the next record must begin with an id of its own.
  const begin = useRef(initial)
  begin.current = initial
  const open = (): DraftState<T> => {
    const found = drafts.get(form)?.values
    return { form, values: { ...begin.current, ...found }, restored: found !== undefined, dirty: false }
  }
  const [state, setState] = useState(open)
  // The same page for another person: words about one must never land in the other's draft.
  const current = state.form === form ? state : open()
  if (current !== state) setState(current)
  useEffect(() => {
    if (current.dirty) writeDraft(form, current.values)
  }, [form, current])
  const change = useCallback((fields: Partial<T>) => setState((before) => ({ ...before, dirty: true, values: { ...before.values, ...fields } })), [])
  const clear = useCallback(() => {
    discardDraft(form)
    setState({ form, values: begin.current, restored: false, dirty: false })
  }, [form])
  return { values: current.values, change, restored: current.restored, clear }
}
