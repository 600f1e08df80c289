import { useSyncExternalStore } from 'react'
import { Button } from './button.tsx'

export interface ToastOptions { kind?: 'plain' | 'alert'; action?: { label: string; run: () => void } }
interface Toast extends ToastOptions { key: number; words: string }

let toasts: readonly Toast[] = []
let lastKey = 0
const listeners = new Set<() => void>()
function show(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}
const dismiss = (key: number) => show(toasts.filter((each) => each.key !== key))

/** Says a short thing that needs no answer. With an action it stays long enough to be reached. */
export function toast(words: string, options: ToastOptions = {}): void {
  lastKey += 1
  const key = lastKey
  // Three visits in a row must not pile up over the next person's buttons: the newest stands, and what alarms stays.
  show([...toasts.filter((each) => each.kind === 'alert').slice(-2), { ...options, key, words }])
  setTimeout(() => dismiss(key), options.action || options.kind === 'alert' ? 9_000 : 4_000)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}

/** Where toasts appear: once, at the root. */
export function ToastHost() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ key, words, kind, action }) => (
        <div key={key} className={kind === 'alert' ? 'toast alert' : 'toast'}>
          <span>{words}</span>
          {action ? <Button onClick={() => { action.run(); dismiss(key) }}>{action.label}</Button> : null}
        </div>
      ))}
    </div>
  )
}
