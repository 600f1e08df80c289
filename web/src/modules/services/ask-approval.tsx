import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, ErrorPanel, Sheet, Tag, TextField, toast } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import { useSending } from './use-service.ts'

type Asked = ServiceView['stages'][number]['approvals'][number]

/** 提交审批: one tap, with a word when there is one to say. */
export function AskApproval({ service, approval }: { service: ServiceView; approval: Asked }) {
  const { t } = useTranslation('services')
  const say = useText()
  const [open, setOpen] = useState(false)
  const latest = [...service.approvals].sort((a, b) => a.askedAt.localeCompare(b.askedAt)).findLast(({ key }) => key === approval.key)
  if (latest?.decision === null) return <Tag tone="strong">{t('approval.waits', { what: say(approval.title) })}</Tag>
  if (latest && latest.decision !== 'returned') return null
  return <><Button icon="send" onClick={() => setOpen(true)}>{t(latest ? 'approval.again' : 'approval.ask', { what: say(approval.title) })}</Button>{open ? <AskSheet service={service} approval={approval} onClose={() => setOpen(false)} /> : null}</>
}

function AskSheet({ service, approval, onClose }: { service: ServiceView; approval: Asked; onClose: () => void }) {
  const { t } = useTranslation('services')
  const say = useText()
  const sendIt = useSending()
  const [id] = useState(newId)
  const [note, setNote] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    await sendIt('PUT', `/service-approvals/${id}`, { service: service.id, key: approval.key, note: note.trim() })
    toast(t('approval.asked'))
    onClose()
  })
  return (
    <Sheet open title={say(approval.title)} onClose={onClose} actions={<Button kind="main" tall block busy={busy} onClick={() => void submit()}>{t('approval.send')}</Button>}>
      <div className="stack"><TextField label={t('approval.note')} optional maxLength={200} value={note} onChange={setNote} /><ErrorPanel error={error} /></div>
    </Sheet>
  )
}
