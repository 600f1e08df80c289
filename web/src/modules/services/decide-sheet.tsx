import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, DateField, Notice, Sheet, TextArea } from '#web/ui/index.ts'
import { PhotosInput } from './form/photos-input.tsx'
import { useDeciding } from './use-deciding.ts'
import './form/form.css'

export interface DecideSheetProps { approval: { id: string; version: number }; how: 'returned' | 'offline'; home: string; onClose: () => void }

/** 退回 with a reason, or 线下已批 with the photo of the stamped sheet. */
export default function DecideSheet({ approval, how, home, onClose }: DecideSheetProps) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const decide = useDeciding()
  const [why, setWhy] = useState('')
  const [decidedOn, setDecidedOn] = useState(today)
  const [photos, setPhotos] = useState<string[]>([])
  const { busy, submit } = useSubmit(async () => {
    const given = how === 'returned' ? { why: why.trim() } : { decidedOn, why: why.trim(), ...(photos[0] && { photo: photos[0] }) }
    if (await decide(approval, { decision: how, ...given })) onClose()
  })
  const may = how === 'returned' ? why.trim().length > 1 : photos.length > 0
  return (
    <Sheet open title={t(`approval.${how === 'returned' ? 'return' : 'offline'}`)} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!may} onClick={() => void submit()}>{t(`approval.save.${how}`)}</Button>}>
      <div className="stack">
        {how === 'returned' ? <TextArea label={t('approval.why')} hint={t('approval.whyHint')} value={why} onChange={setWhy} data-autofocus="" /> : (
          <>
            <Notice>{t('approval.offlineWords')}</Notice>
            <PhotosInput label={t('approval.photo')} home={home} most={1} value={photos} onChange={setPhotos} />
            <DateField label={t('approval.decidedOn')} today={today} max={today} value={decidedOn} onChange={setDecidedOn} />
          </>
        )}
      </div>
    </Sheet>
  )
}
