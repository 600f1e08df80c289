import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Saved } from '#api/common.ts'
import { api } from '#web/platform/api.ts'
import { discard, isHere, send, type Outcome } from '#web/platform/outbox.ts'
import { toast } from '#web/ui/index.ts'

/** Pages that a new fact changes. */
const CHANGED = ['today', 'records', 'needs', 'lists', 'unclassified', 'progress', 'resident']
export const afterFact = (client: QueryClient): Promise<unknown> =>
  client.invalidateQueries({ predicate: ({ queryKey }) => CHANGED.includes(String(queryKey[0])) })

export interface RecordWrite {
  id: string
  body: object
  /** For the list of unsent records and the toast. */
  title: string
  /** Where a refused one is corrected. */
  editAt: string
  /** Shown instead of the whole title. */
  said?: string
}

/** Takes back what was just saved: the server keeps it as void, the phone forgets what it had not sent. */
async function takeBack(outcome: Outcome<Saved>, id: string, why: string): Promise<void> {
  if (isHere(id)) return discard(id)
  // One that waited may have been sent since; then it stands as it was made.
  await api.post(`/records/${id}/void`, { version: outcome.outcome === 'saved' ? outcome.body.version : 1, why })
}

/** Saves a record through the outbox and says so, with a way back. Throws the refusal: the form is still open. */
export function useSaveRecord() {
  const { t } = useTranslation('records')
  const client = useQueryClient()
  return async ({ id, body, title, editAt, said }: RecordWrite): Promise<Outcome<Saved>> => {
    const outcome = await send<Saved>({ id, method: 'PUT', path: `/records/${id}`, body, title, editAt })
    const undo = async () => {
      try {
        await takeBack(outcome, id, t('undo.why'))
        toast(t('undo.done'))
        await afterFact(client)
      } catch { toast(t('undo.failed'), { kind: 'alert' }) }
    }
    if (outcome.outcome === 'undelivered') toast(t('saved.undelivered'), { kind: 'alert' })
    else toast(t(outcome.outcome === 'saved' ? 'saved.done' : 'saved.waiting', { what: said ?? title }), { action: { label: t('undo.action'), run: () => void undo() } })
    void afterFact(client)
    return outcome
  }
}
