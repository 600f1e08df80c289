import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

/** Says that words typed earlier are back, and lets their writer throw them away. */
export function DraftNote({ draft }: { draft: { restored: boolean; clear: () => void } }) {
  const { t } = useTranslation('ui')
  if (!draft.restored) return null
  return <div className="draft-note" role="status"><span className="grow">{t('draft.restored')}</span><Button kind="quiet" onClick={draft.clear}>{t('draft.discard')}</Button></div>
}
