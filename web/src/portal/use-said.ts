import { useState } from 'react'
import { newId } from '#web/platform/uuid.ts'
import type { Said } from './question.tsx'

interface Kept { id: string; answers: Said }

const read = (name: string): Kept => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? 'null') as Kept | null
    if (kept) return kept
  } catch { /* A browser that keeps nothing: what is typed lasts as long as the page. */ }
  return { id: newId(), answers: {} }
}

/** What somebody has filled in so far, kept in this tab until it is sent: a reload loses nothing, and the next to use the phone finds nothing. Its id makes two sendings one. */
export function useSaid(token: string) {
  const name = `wulian.door.${token}`
  const [kept, setKept] = useState(() => read(name))
  const keep = (next: Kept) => {
    setKept(next)
    try { sessionStorage.setItem(name, JSON.stringify(next)) } catch { /* As above. */ }
  }
  return {
    ...kept,
    say: (key: string, value: unknown) => keep({ ...kept, answers: Object.fromEntries(Object.entries({ ...kept.answers, [key]: value }).filter(([, said]) => said !== undefined && said !== '')) }),
    clear: () => {
      setKept({ id: newId(), answers: {} })
      try { sessionStorage.removeItem(name) } catch { /* As above. */ }
    },
  }
}
