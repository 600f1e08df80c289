import { useTranslation } from 'react-i18next'
import type { DecideApproval } from '#api/services.ts'
import { toast, useErrorSentence } from '#web/ui/index.ts'
import { useSending } from './use-service.ts'

type Given = Omit<Partial<DecideApproval>, 'version'>

/** Approves in one tap; with more said, whatever was decided. */
export function useDeciding(): (approval: { id: string; version: number }, given?: Given) => Promise<boolean> {
  const { t } = useTranslation('services')
  const sentenceOf = useErrorSentence()
  const sendIt = useSending()
  return async ({ id, version }, given = {}) => {
    const decision = given.decision ?? 'approved'
    try {
      await sendIt('POST', `/service-approvals/${id}/decide`, { version, decision, ...given })
      toast(t(`approval.done.${decision}`))
      return true
    } catch (error) {
      toast(sentenceOf(error), { kind: 'alert' })
      return false
    }
  }
}
