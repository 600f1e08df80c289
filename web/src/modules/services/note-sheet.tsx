import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { NORMAL, type ContactKind } from '#web/modules/records/contact-values.ts'
import { DayField } from '#web/modules/records/day-field.tsx'
import { HeadsField } from '#web/modules/records/heads-field.tsx'
import { PhotosField } from '#web/modules/records/photos-field.tsx'
import { useResults } from '#web/modules/records/use-results.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { send } from '#web/platform/outbox.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, Choices, DraftNote, ErrorPanel, NumberStepper, Sheet, TextArea, TextField, toast } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import { bodyOf, kindOf, newNote, type Note, type NoteKind } from './note-values.ts'
import { afterService } from './use-service.ts'
import '#web/modules/records/records.css'

/** 记一次: the note of the day. Way, day and length are known; the full record is written later from these words. */
export default function NoteSheet({ service, onClose }: { service: ServiceView; onClose: () => void }) {
  const { t } = useTranslation(['services', 'ui'])
  const { today } = useSignedIn()
  const client = useQueryClient()
  const say = useText()
  const session = service.definition.session
  const modes = (session?.modes ?? []).map(({ key, title }) => ({ value: key, label: say(title) }))
  const inside = service.people.filter(({ state, file }) => state === 'in' && file !== null).map(({ file, name }) => ({ value: file!, label: name }))
  const draft = useDraft<Note>(`note.${service.id}`, newNote(service, today))
  const { values, change } = draft
  const ways = session ?? { kinds: [], as: {} }
  const kind = kindOf(ways, values.mode)
  const { busy, error, submit } = useSubmit(async () => {
    const { outcome } = await send({ id: values.id, method: 'PUT', path: `/services/${service.id}/records/${values.id}`, body: bodyOf(kind, ways.as, values), title: t('session.titled', { day: values.occurredOn }), editAt: `/services/${service.id}` })
    draft.clear()
    toast(t(outcome === 'saved' ? 'session.saved' : 'fill.waiting'))
    await afterService(client)
    onClose()
  })
  const isActivity = kind === 'activity'
  const may = isActivity ? values.title.trim() !== '' : values.mode !== ''
  return (
    <Sheet open title={t('session.note')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!may} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <DraftNote draft={draft} />
        <TextArea label={t('session.words')} hint={service.sessionForm ? t('session.wordsHint') : undefined} value={values.words} onChange={(words) => change({ words })} autoFocus data-autofocus="" />
        <Choice label={t(isActivity ? 'session.kind' : 'session.mode')} optional={isActivity} value={values.mode || undefined} onChange={(mode) => change({ mode, ...(kindOf(ways, mode) !== kind && { result: NORMAL }) })} options={modes} />
        <OfKind kind={kind} home={service.id} values={values} change={change} />
        <DayField label={t('session.day')} today={today} value={values.occurredOn} onChange={(occurredOn) => change({ occurredOn })} />
        <NumberStepper label={t('session.length')} unit={t('session.minute')} step={10} min={1} max={1440} value={values.minutes} onChange={(minutes) => change({ minutes: minutes ?? 1 })} />
        {inside.length > 1 && !session?.attendance ? <Choices label={t('session.who')} value={values.files} onChange={(files) => change({ files })} options={inside} /> : null}
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}

/** What one kind of contact asks besides: how it was found, or how many came. */
function OfKind({ kind, home, values, change }: { kind: NoteKind; home: string; values: Note; change: (fields: Partial<Note>) => void }) {
  const { t } = useTranslation('records')
  if (kind === 'visit' || kind === 'call') {
    return (
      <>
        <HowItWent kind={kind} value={values.result} onChange={(result) => change({ result })} />
        {kind === 'visit' ? <TextField label={t('withWhom')} optional maxLength={80} value={values.withWhom} onChange={(withWhom) => change({ withWhom })} /> : null}
      </>
    )
  }
  if (kind !== 'activity') return null
  return (
    <>
      <TextField label={t('activity.title')} maxLength={80} value={values.title} onChange={(title) => change({ title })} />
      <HeadsField heads={values.heads} groups={values.headGroups} onChange={(heads, headGroups) => change({ heads, headGroups })} />
      <PhotosField label={t('activity.photos')} hint={t('activity.photosHint')} shows="activity" file={home} value={values.photos} onChange={(photos) => change({ photos })} />
      <PhotosField label={t('activity.sheet')} hint={t('activity.sheetHint')} shows="sign-in-sheet" file={home} value={values.photos} onChange={(photos) => change({ photos })} />
    </>
  )
}

function HowItWent({ kind, value, onChange }: { kind: ContactKind; value: string; onChange: (result: string) => void }) {
  const { t } = useTranslation('records')
  return <Choice label={t('result.label')} value={value} onChange={onChange} options={useResults(kind)} />
}
