import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilledForm, FormView, ServiceView } from '#api/services.ts'
import { dayText } from '#web/platform/dates.ts'
import { send } from '#web/platform/outbox.ts'
import { api } from '#web/platform/api.ts'
import { useParam } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, DateField, DraftNote, ErrorPanel, LinkButton, Loaded, Notice, Page, SaveBar, Section, TextField, toast } from '#web/ui/index.ts'
import { toSend, type Answers } from './form/answers.ts'
import { ChangedNote } from './form/changed-note.tsx'
import { FormFields, MissingLine } from './form/form-fields.tsx'
import { PhotosInput } from './form/photos-input.tsx'
import { useFilling } from './form/use-filling.ts'
import { useText } from './form/use-text.ts'
import { afterService, useFilledForm, useForm, useService } from './use-service.ts'
import './services.css'

interface About { filled?: string; person?: string; record?: string; paper?: string }

/** 填表: one form of a service, blank or to be corrected. */
export default function FillPage() {
  const [service, form] = [useParam('id'), useParam('form')]
  const about = useSearch({ strict: false }) as About
  const whole = useService(service)
  const filled = useFilledForm(about.filled)
  const blank = useForm({ form, service, person: about.person, record: about.record }, about.filled === undefined)
  const ready = { error: whole.error ?? filled.error ?? blank.error, refetch: () => Promise.all([whole.refetch(), about.filled ? filled.refetch() : blank.refetch()]) }
  const { t } = useTranslation('services')
  const definition = filled.data?.definition ?? blank.data
  if (!whole.data || !definition) return <Page title={t('fill.title')} back><Loaded query={{ ...ready, data: undefined }} lines={10}>{() => null}</Loaded></Page>
  return <Filling key={`${form}.${about.filled ?? ''}`} service={whole.data} form={definition} begins={filled.data?.answers ?? blank.data?.begins ?? {}} filled={filled.data} about={about} />
}

interface Extra { id: string; filledOn: string; photos: string[]; why: string }
interface FillingProps { service: ServiceView; form: FormView; begins: Answers; filled: FilledForm | undefined; about: About }

function useSaving({ service, form, begins, filled, about }: FillingProps) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const router = useRouter()
  const client = useQueryClient()
  const say = useText()
  const extra: Extra = { id: newId(), filledOn: filled?.filledOn ?? today, photos: [], why: filled && filled.gaps.length > 0 ? t('fill.completed') : '' }
  const filling = useFilling<Extra>([service.id, form.key, filled?.id ?? about.person ?? about.record ?? ''].join('.'), form, begins, extra)
  const saving = useSubmit(async () => {
    const { id, filledOn, photos, why } = filling.extra
    const answers = toSend(form.fields.filter(({ key }) => filling.worked.shown.has(key)), filling.answers)
    if (filled) await api.post(`/service-forms/${filled.id}/amend`, { version: filled.version, why: why.trim(), filledOn, answers })
    else {
      const body = { service: service.id, form: form.key, formVersion: form.formVersion, filledOn, answers, photos, ...(about.person && { person: about.person }), ...(about.record && { record: about.record }) }
      const { outcome } = await send({ id, method: 'PUT', path: `/service-forms/${id}`, body, title: say(form.title), editAt: `/services/${service.id}` })
      if (outcome === 'waiting') toast(t('fill.waiting'))
    }
    filling.clear()
    toast(t('fill.saved', { form: say(form.title) }))
    await afterService(client)
    if (router.history.canGoBack()) router.history.back()
    else await router.navigate({ to: `/services/${service.id}`, replace: true })
  })
  return { filling, saving }
}

function Filling(props: FillingProps) {
  const { service, form, filled, about } = props
  const { t } = useTranslation(['services', 'ui'])
  const { today } = useSignedIn()
  const say = useText()
  const { filling, saving } = useSaving(props)
  const around = { people: service.people.map(({ id, name }) => ({ id, name })), home: service.id }
  const person = service.people.find(({ id }) => id === (about.person ?? filled?.person))
  const maySave = !filled || filling.extra.why.trim().length > 1
  return (
    <Page title={say(form.title)} back sub={[form.code, service.title, service.number, person?.name].filter(Boolean).join(' · ')}
      actions={filled ? null : <LinkButton to={`/services/${service.id}/print/${form.key}`} icon="print">{t('fill.blank')}</LinkButton>}>
      <DraftNote draft={filling} />
      <ChangedNote form={form} left={filling.left} added={filling.added} />
      {form.licence ? <Notice>{t('fill.licence', { owner: say(form.licence) })}</Notice> : null}
      <NoteBehind service={service} record={about.record ?? filled?.record ?? undefined} />
      {filled ? null : <Paper photos={filling.extra.photos} open={about.paper !== undefined} onChange={(photos) => filling.say({ photos })} home={service.id} />}
      <Section><FormFields form={form} answers={filling.answers} worked={filling.worked} around={around} onChange={filling.answer} /></Section>
      <Section>
        {filled ? <TextField label={t('fill.why')} hint={t('fill.whyHint')} maxLength={200} value={filling.extra.why} onChange={(why) => filling.say({ why })} /> : null}
        <DateField label={t('fill.filledOn')} today={today} max={today} value={filling.extra.filledOn} onChange={(filledOn) => filling.say({ filledOn })} />
        <MissingLine form={form} worked={filling.worked} />
      </Section>
      <ErrorPanel error={saving.error} />
      <SaveBar><Button kind="main" tall busy={saving.busy} disabled={!maySave} onClick={() => void saving.submit()}>{t(filled ? 'fill.amend' : 'ui:save')}</Button></SaveBar>
    </Page>
  )
}

/** The quick note the full record is written from. */
function NoteBehind({ service, record }: { service: ServiceView; record: string | undefined }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const note = service.lastSessions.find(({ id }) => id === record)
  if (!note) return null
  return <Notice><strong>{t('fill.note', { day: dayText(note.occurredOn, today) })}</strong><p className="as-written">{note.words || t('session.wordless')}</p></Notice>
}

/** Filled in on paper: photographed, with its key answers below. */
function Paper({ photos, open, onChange, home }: { photos: readonly string[]; open: boolean; onChange: (photos: string[]) => void; home: string }) {
  const { t } = useTranslation('services')
  const [shown, setShown] = useState(open || photos.length > 0)
  if (!shown) return <div className="inline"><Button kind="quiet" icon="camera" onClick={() => setShown(true)}>{t('fill.paper')}</Button></div>
  return <Section><PhotosInput label={t('fill.paperPhotos')} hint={t('fill.paperHint')} home={home} value={photos} onChange={onChange} /></Section>
}
