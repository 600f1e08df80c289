import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Sheet } from './sheet.tsx'

export interface Question {
  title: string
  /** What will happen, in words. */
  words: string
  /** The verb on the button: what is done, never "OK". */
  action: string
  danger?: boolean
}

let asked: (Question & { answer: (yes: boolean) => void }) | null = null
const listeners = new Set<() => void>()
function show(next: typeof asked): void {
  asked = next
  for (const listener of listeners) listener()
}

/** Asks before something that cannot be taken back; true when the person wants it. */
export function confirm(question: Question): Promise<boolean> {
  asked?.answer(false)
  return new Promise((resolve) => show({ ...question, answer: (yes) => { show(null); resolve(yes) } }))
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}

/** Where questions appear: once, at the root. */
export function ConfirmHost() {
  const { t } = useTranslation('ui')
  const question = useSyncExternalStore(subscribe, () => asked)
  if (!question) return null
  const { title, words, action, danger, answer } = question
  return (
    <Sheet open title={title} onClose={() => answer(false)} actions={<>
      <Button onClick={() => answer(false)}>{t('cancel')}</Button>
      <Button kind={danger ? 'danger' : 'main'} onClick={() => answer(true)}>{action}</Button>
    </>}>
      <p>{words}</p>
    </Sheet>
  )
}
