import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CircleChoices, ResidentView } from '#api/residents.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Check, ErrorPanel, Loaded, Sheet, TextArea, toast } from '#web/ui/index.ts'
import { ConflictsField } from './conflicts-field.tsx'
import { useRefresh } from './use-resident.ts'

/** 限定知悉范围: who alone may open this file from now on. */
export default function ProtectSheet({ file, onClose, onGone }: { file: ResidentView; onClose: () => void; onGone: () => void }) {
  const { t } = useTranslation('residents')
  const { post } = useSignedIn()
  const refresh = useRefresh()
  const choices = useQuery({ queryKey: ['resident', 'circle', file.id], queryFn: ({ signal }) => api.get<CircleChoices>(`/residents/${file.id}/circle-choices`, { signal }) })
  const [members, setMembers] = useState<readonly string[]>(() => (file.protected ? file.circle.map((one) => one.post) : post ? [post.id] : []))
  // Until touched they stay as they are.
  const [conflicts, setConflicts] = useState<CircleChoices['conflicts']>()
  const [why, setWhy] = useState('')
  const toggle = (id: string, on: boolean) => setMembers((before) => (on ? [...before, id] : before.filter((one) => one !== id)))
  const { busy, error, submit } = useSubmit(async () => {
    await api.post(`/residents/${file.id}/protect`, { members, why: why.trim(), ...(conflicts && { conflicts }) })
    toast(t('act.protected'))
    if (!post || !members.includes(post.id)) return onGone()
    await refresh()
    onClose()
  })
  const isOut = post && !members.includes(post.id)
  return (
    <Sheet open title={t('act.protectTitle', { name: file.name })} onClose={onClose}
      actions={<Button kind="danger" busy={busy} disabled={members.length === 0 || why.trim().length < 2} onClick={() => void submit()}>{t(file.protected ? 'act.circle' : 'act.protect')}</Button>}>
      <div className="stack">
        <p>{t('act.protectWords')}</p>
        <Loaded query={choices}>{({ rows, colleagues, conflicts: known }) => <>{rows.map((one) => <Check key={one.post} label={`${one.name} · ${t(`shell:role.${one.role}`)}`} checked={members.includes(one.post)} onChange={(on) => toggle(one.post, on)} />)}
          <ConflictsField colleagues={colleagues} members={members} value={conflicts ?? known} onChange={(value) => setConflicts([...value])} /></>}</Loaded>
        {isOut ? <p className="problem">{t('act.out')}</p> : null}
        <TextArea label={t('act.protectWhy')} value={why} onChange={setWhy} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
