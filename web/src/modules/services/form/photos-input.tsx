import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePicture } from '#web/modules/records/use-picture.ts'
import { shrinkPhoto } from '#web/modules/records/shrink-photo.ts'
import { send } from '#web/platform/outbox.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { ErrorPanel, FieldSet, Icon, IconButton } from '#web/ui/index.ts'

export interface PhotosInputProps { label: string; hint?: string | undefined; home: string | undefined; most?: number; value: readonly string[]; onChange: (blobs: string[]) => void }

/** One that was taken before this page was opened; a blank while it still waits to be sent. */
function Kept({ id, name }: { id: string; name: string }) {
  const { url } = usePicture(id, 'small')
  return url ? <img src={url} alt={name} /> : <span className="taken-blank"><Icon name="camera" /></span>
}

/** Pictures, each sent at once under its own id; without network it waits before what will name it. */
export function PhotosInput({ label, hint, home, most = 9, value, onChange }: PhotosInputProps) {
  const { t } = useTranslation('forms')
  const { post } = useSignedIn()
  const input = useRef<HTMLInputElement>(null)
  const [pictures, setPictures] = useState<Readonly<Record<string, string>>>({})
  const made = useRef<string[]>([])
  useEffect(() => () => { for (const url of made.current) URL.revokeObjectURL(url) }, [])
  const { busy, error, submit } = useSubmit(async () => {
    const taken: string[] = []
    for (const file of Array.from(input.current?.files ?? []).slice(0, most - value.length)) {
      const id = newId()
      const small = await shrinkPhoto(file)
      await send({ id, method: 'POST', path: '/files', body: { id, home: home ?? post?.station }, file: small, title: label })
      const url = URL.createObjectURL(small)
      made.current.push(url)
      setPictures((before) => ({ ...before, [id]: url }))
      taken.push(id)
    }
    if (input.current) input.current.value = ''
    onChange([...value, ...taken])
  })
  return (
    <FieldSet label={label} hint={hint}>
      <ul className="taken">
        {value.map((id, at) => (
          <li key={id}>{pictures[id] ? <img src={pictures[id]} alt={t('photo', { number: at + 1 })} /> : <Kept id={id} name={t('photo', { number: at + 1 })} />}
            <IconButton icon="close" label={t('photoRemove', { number: at + 1 })} onClick={() => onChange(value.filter((each) => each !== id))} /></li>
        ))}
      </ul>
      <ErrorPanel error={error} />
      {value.length < most ? (
        <label className="button photo-take" aria-busy={busy || undefined}>
          {busy ? <span className="spinner" aria-hidden="true" /> : <Icon name="camera" size={18} />}{t('photoTake')}
          <input ref={input} type="file" accept="image/*" capture="environment" multiple={most > 1} disabled={busy} onChange={() => void submit()} />
        </label>
      ) : null}
    </FieldSet>
  )
}
