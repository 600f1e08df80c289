import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CheckItemView, SaveCheck } from '#api/stations.ts'
import { shrinkPhoto } from '#web/modules/records/shrink-photo.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, ErrorPanel, FieldSet, Icon, Sheet, TextArea, toast } from '#web/ui/index.ts'

const STATES = ['present', 'missing', 'not-needed'] as const

interface CheckSheetProps { station: string; item: CheckItemView; onClose: () => void; onSaved: () => Promise<void> }

/** What was found on one line: a state, a word, a photo. */
export function CheckSheet({ station, item, onClose, onSaved }: CheckSheetProps) {
  const { t } = useTranslation(['stations', 'ui'])
  const { text } = useChoices()
  const [state, setState] = useState<SaveCheck['state'] | undefined>(item.state === 'unknown' ? undefined : item.state)
  const [note, setNote] = useState(item.note ?? '')
  const [photo, setPhoto] = useState(item.photo)
  const { busy, error, submit } = useSubmit(async () => {
    await api.put(`/stations/${station}/checks/${item.item}`, { state, note, photo, ...(item.version !== null && { version: item.version }) })
    toast(t('check.saved'))
    await onSaved()
    onClose()
  })
  return (
    <Sheet open title={text(item.title)} onClose={onClose} actions={<Button kind="main" busy={busy} disabled={state === undefined} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <Choice label={t('check.state')} look="segmented" value={state} onChange={setState} options={STATES.map((value) => ({ value, label: t(`check.states.${value}`) }))} />
        <TextArea label={t('check.note')} hint={t('check.noteHint')} value={note} onChange={setNote} rows={2} />
        <PhotoOfLine station={station} value={photo} before={item.photo} hint={t(`check.evidence.${item.evidence}`)} onChange={setPhoto} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}

interface PhotoProps { station: string; value: string | null; before: string | null; hint: string; onChange: (photo: string | null) => void }

function PhotoOfLine({ station, value, before, hint, onChange }: PhotoProps) {
  const { t } = useTranslation('stations')
  const input = useRef<HTMLInputElement>(null)
  const [looking, setLooking] = useState(false)
  const { busy, error, submit } = useSubmit(async () => {
    const file = input.current?.files?.[0]
    if (!file) return
    const [id, form] = [newId(), new FormData()]
    form.append('id', id)
    form.append('home', station)
    form.append('file', await shrinkPhoto(file), 'photo.jpg')
    await api.post('/files', form)
    onChange(id)
  })
  return (
    <FieldSet label={t('check.photo')} hint={hint || undefined}>
      {value ? <p className="quiet small">{t(value === before ? 'check.photoKept' : 'check.photoNew')}</p> : null}
      {value && looking ? <Picture id={value} /> : null}
      <div className="inline">
        <label className="button" aria-busy={busy || undefined}>
          {busy ? <span className="spinner" aria-hidden="true" /> : <Icon name="camera" size={18} />}{t('check.photoTake')}
          <input ref={input} className="sr-only" type="file" accept="image/*" disabled={busy} onChange={() => void submit()} />
        </label>
        {value && !looking ? <Button kind="quiet" onClick={() => setLooking(true)}>{t('check.photoLook')}</Button> : null}
        {value ? <Button kind="quiet" onClick={() => onChange(null)}>{t('check.photoRemove')}</Button> : null}
      </div>
      <ErrorPanel error={error} />
    </FieldSet>
  )
}

function Picture({ id }: { id: string }) {
  const { t } = useTranslation('stations')
  const query = useQuery({ queryKey: ['photo', id, 'full'], queryFn: ({ signal }) => api.get<Blob>(`/files/${id}?size=full`, { signal }), gcTime: 0, staleTime: Infinity, retry: false })
  const [url, setUrl] = useState('')
  useEffect(() => {
    if (!query.data) return
    const made = URL.createObjectURL(query.data)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [query.data])
  return <>{url ? <img className="check-photo" src={url} alt={t('check.photo')} /> : null}<ErrorPanel error={query.error} /></>
}
