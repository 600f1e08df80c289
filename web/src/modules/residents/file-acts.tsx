import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResidentView } from '#api/residents.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, confirm, ErrorPanel, Section } from '#web/ui/index.ts'
import { CASEWORKERS } from '../../roles.ts'
import { useChange } from './use-resident.ts'

const CloseSheet = lazy(() => import('./close-sheet.tsx'))
const MoveSheet = lazy(() => import('./move-sheet.tsx'))
const MergeSheet = lazy(() => import('./merge-sheet.tsx'))
const ProtectSheet = lazy(() => import('./protect-sheet.tsx'))
type Doing = 'close' | 'move' | 'merge' | 'protect'

/** What is done with a file seldom: moved, merged, restricted, ended; and the way back from each. */
export function FileActs({ file }: { file: ResidentView }) {
  const { t } = useTranslation('residents')
  const { mayAct } = useSignedIn()
  const navigate = useNavigate()
  const change = useChange(file.id)
  const [doing, setDoing] = useState<Doing>()
  const undo = useSubmit(async () => {
    const act = file.mergedInto ? 'unmerge' : 'reopen'
    if (await confirm({ title: t(`act.${act}Title`, { name: file.name }), words: t(`act.${act}Words`), action: t(`act.${act}`) })) await change(act, { version: file.version })
  })
  const open = useSubmit(async () => {
    if (await confirm({ title: t('act.unprotectTitle', { name: file.name }), words: t('act.unprotectWords'), action: t('act.unprotect') })) await change('unprotect', {})
  })
  if (!mayAct(CASEWORKERS)) return null
  const mayProtect = mayAct(['station_head', 'general_supervisor'])
  const gone = () => { setDoing(undefined); void navigate({ to: '/residents' }) }
  const close = () => setDoing(undefined)
  return (
    <Section title={t('act.title')}>
      <ErrorPanel error={undo.error ?? open.error} />
      <div className="inline">
        {file.closedOn ? <Button busy={undo.busy} onClick={() => void undo.submit()}>{t(file.mergedInto ? 'act.unmerge' : 'act.reopen')}</Button> : (
          <>
            <Button onClick={() => setDoing('move')}>{t('act.move')}</Button>
            <Button onClick={() => setDoing('merge')}>{t('act.merge')}</Button>
            <Button kind="danger" onClick={() => setDoing('close')}>{t('act.close')}</Button>
          </>
        )}
        {mayProtect ? <Button icon="lock" onClick={() => setDoing('protect')}>{t(file.protected ? 'act.circle' : 'act.protect')}</Button> : null}
        {mayProtect && file.protected ? <Button busy={open.busy} onClick={() => void open.submit()}>{t('act.unprotect')}</Button> : null}
      </div>
      <Suspense fallback={null}>
        {doing === 'close' ? <CloseSheet file={file} onClose={close} /> : null}
        {doing === 'move' ? <MoveSheet file={file} onClose={close} onGone={gone} /> : null}
        {doing === 'merge' ? <MergeSheet file={file} onClose={close} /> : null}
        {doing === 'protect' ? <ProtectSheet file={file} onClose={close} onGone={gone} /> : null}
      </Suspense>
    </Section>
  )
}
