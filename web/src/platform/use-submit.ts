import { useState, type FormEvent } from 'react'

/** A form's sending: once at a time, with what went wrong. */
export function useSubmit(run: () => Promise<unknown>) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (busy) return
    setBusy(true)
    setError(undefined)
    try { await run() } catch (cause) { setError(cause) } finally { setBusy(false) }
  }
  return { busy, error, submit }
}
