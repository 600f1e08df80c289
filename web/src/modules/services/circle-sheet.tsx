import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Check, ErrorPanel, FieldSet, Loaded, Sheet, TextField, toast } from '#web/ui/index.ts'
import { useCircleChoices } from './circle-field.tsx'
import { useSending } from './use-service.ts'

/** 知悉范围 anew: those who are in it now, and whom this station may let in. Oneself stays. */
export default function CircleSheet({ service, onClose }: { service: ServiceView; onClose: () => void }) {
  const { t } = useTranslation(['services', 'ui'])
  const { post } = useSignedIn()
  const choices = useCircleChoices()
  const sendIt = useSending()
  const [members, setMembers] = useState(service.circle.map(({ post: one }) => one))
  const [why, setWhy] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    await sendIt('POST', `/services/${service.id}/circle`, { version: service.version, members, why: why.trim() })
    toast(t('circleSheet.done'))
    onClose()
  })
  return (
    <Sheet open title={t('circle')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={why.trim().length < 2} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <FieldSet label={t('circleSheet.who')} hint={t('circleSheet.hint')}>
          <Loaded query={choices} lines={3}>{({ rows }) => [...service.circle, ...rows.filter(({ post: one }) => !service.circle.some((member) => member.post === one))].map((one) => (
            <Check key={one.post} label={`${one.name} · ${one.title}`} checked={members.includes(one.post)} disabled={one.post === post?.id}
              onChange={(on) => setMembers((before) => (on ? [...before, one.post] : before.filter((each) => each !== one.post)))} />
          ))}</Loaded>
        </FieldSet>
        <TextField label={t('why')} maxLength={200} value={why} onChange={setWhy} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
