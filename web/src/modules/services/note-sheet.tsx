import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { DayField } from '#web/modules/records/day-field.tsx'
import { useDraft } from '#web/platform/drafts.ts'
import { send } from '#web/platform/outbox.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, Choices, DraftNote, ErrorPanel, NumberStepper, Sheet, TextArea, toast } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import { afterService } from './use-service.ts'
import '#web/modules/records/records.css'

interface Note { id: string; mode: string; occurredOn: string; minutes: number; words: string; files: string[] }

const HOUR = 60
const USUAL = 40

/** What is sent, by the first kind of contact this way of serving has. */
function bodyOf(kind: string, { mode, occurredOn, minutes, words, files }: Note) {
  const base = { kind, formVersion: `${kind}.1`, occurredOn, minutes, words: words.trim(), mode, files }
  if (kind === 'visit' || kind === 'call') return { ...base, result: 'normal' }
  return base
}

/** 记一次: the note of the day. Way, day and length are known; the full record is written later from these words. */
export default function NoteSheet({ service, onClose }: { service: ServiceView; onClose: () => void }) {
  const { t } = useTranslation(['services', 'ui'])
  const { today } = useSignedIn()
  const client = useQueryClient()
  const say = useText()
  const session = service.definition.session
  const modes = (session?.modes ?? []).map(({ key, title }) => ({ value: key, label: say(title) }))
  const inside = service.people.filter(({ state, file }) => state === 'in' && file !== null).map(({ file, name }) => ({ value: file!, label: name }))
  const many = session?.attendance ?? false
  const begin: Note = { id: newId(), mode: modes[0]?.value ?? '', occurredOn: today, minutes: many ? HOUR : USUAL, words: '', files: many ? inside.map(({ value }) => value) : service.client ? [service.client] : [] }
  const draft = useDraft<Note>(`note.${service.id}`, begin)
  const { values, change } = draft
  const { busy, error, submit } = useSubmit(async () => {
    const kind = session?.kinds.includes('session') ? 'session' : session?.kinds[0] ?? 'session'
    const { outcome } = await send({ id: values.id, method: 'PUT', path: `/services/${service.id}/records/${values.id}`, body: bodyOf(kind, values), title: t('session.titled', { day: values.occurredOn }), editAt: `/services/${service.id}` })
    draft.clear()
    toast(t(outcome === 'saved' ? 'session.saved' : 'fill.waiting'))
    await afterService(client)
    onClose()
  })
  return (
    <Sheet open title={t('session.note')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={values.mode === ''} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <DraftNote draft={draft} />
        <TextArea label={t('session.words')} hint={service.sessionForm ? t('session.wordsHint') : undefined} value={values.words} onChange={(words) => change({ words })} autoFocus data-autofocus="" />
        <Choice label={t('session.mode')} value={values.mode} onChange={(mode) => change({ mode })} options={modes} />
        <DayField label={t('session.day')} today={today} value={values.occurredOn} onChange={(occurredOn) => change({ occurredOn })} />
        <NumberStepper label={t('session.length')} unit={t('session.minute')} step={10} min={1} max={1440} value={values.minutes} onChange={(minutes) => change({ minutes: minutes ?? 1 })} />
        {inside.length > 1 && !many ? <Choices label={t('session.who')} value={values.files} onChange={(files) => change({ files })} options={inside} /> : null}
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
