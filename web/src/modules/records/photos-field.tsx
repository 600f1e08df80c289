import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '#web/platform/outbox.ts'
import { newId } from '#web/platform/uuid.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Choice, ErrorPanel, FieldSet, Icon, IconButton } from '#web/ui/index.ts'
import type { TakenPhoto } from './contact-values.ts'
import { shrinkPhoto } from './shrink-photo.ts'

const MOST = 9
const CONSENTS = ['none', 'inside', 'publish'] as const

export interface PhotosFieldProps {
  label: string
  hint?: string | undefined
  value: readonly TakenPhoto[]
  onChange: (photos: TakenPhoto[]) => void
  /** What a photo taken here shows. */
  shows: TakenPhoto['shows']
  /** The person whose file's key keeps it; without one the station's. */
  file?: string | undefined
}

/**
 * Photos, taken here so that nothing stays in the phone's album. Each is sent at once under its own id, apart from the record that will name it;
 * without network it waits before that record.
 */
export function PhotosField({ label, hint, value, onChange, shows, file }: PhotosFieldProps) {
  const { t } = useTranslation('records')
  const { post } = useSignedIn()
  const input = useRef<HTMLInputElement>(null)
  const [pictures, setPictures] = useState<Record<string, string>>({})
  const urls = useRef<string[]>([])
  useEffect(() => {
    const made = urls.current
    return () => { for (const url of made) URL.revokeObjectURL(url) }
  }, [])
  const mine = value.filter((photo) => photo.shows === shows)
  const { busy, error, submit } = useSubmit(async () => {
    const files = Array.from(input.current?.files ?? []).slice(0, MOST - value.length)
    const taken: TakenPhoto[] = []
    for (const one of files) {
      const blob = newId()
      const small = await shrinkPhoto(one)
      await send({ id: blob, method: 'POST', path: '/files', body: { id: blob, home: file ?? post?.station }, file: small, title: t('photo.one') })
      const url = URL.createObjectURL(small)
      urls.current.push(url)
      setPictures((before) => ({ ...before, [blob]: url }))
      taken.push({ blob, shows, consent: shows === 'activity' || shows === 'site' ? 'none' : 'inside' })
    }
    if (input.current) input.current.value = ''
    onChange([...value, ...taken])
  })
  return (
    <FieldSet label={label} hint={hint}>
      <ul className="photos">
        {mine.map((photo) => (
          <PhotoCard key={photo.blob} photo={photo} picture={pictures[photo.blob]} onChange={(next) => onChange(value.map((each) => (each.blob === photo.blob ? next : each)))}
            onRemove={() => onChange(value.filter((each) => each.blob !== photo.blob))} />
        ))}
      </ul>
      <ErrorPanel error={error} />
      {value.length >= MOST ? <p className="quiet small">{t('photo.most', { count: MOST })}</p> : (
        <label className="button photo-take" aria-busy={busy || undefined}>
          {busy ? <span className="spinner" aria-hidden="true" /> : <Icon name="camera" size={18} />}{t('photo.take')}
          <input ref={input} type="file" accept="image/*" capture="environment" multiple disabled={busy} onChange={() => void submit()} />
        </label>
      )}
    </FieldSet>
  )
}

interface PhotoCardProps { photo: TakenPhoto; picture: string | undefined; onChange: (photo: TakenPhoto) => void; onRemove: () => void }

function PhotoCard({ photo, picture, onChange, onRemove }: PhotoCardProps) {
  const { t } = useTranslation('records')
  return (
    <li>
      {picture ? <img src={picture} alt={t(`photo.shows.${photo.shows}`)} /> : <span className="photo-blank"><Icon name="camera" /></span>}
      <div className="grow">
        <Choice label={t('photo.consent')} look="segmented" value={photo.consent} onChange={(consent) => onChange({ ...photo, consent })}
          options={CONSENTS.map((consent) => ({ value: consent, label: t(`photo.consents.${consent}`) }))} />
      </div>
      <IconButton icon="close" label={t('photo.remove')} onClick={onRemove} />
    </li>
  )
}
