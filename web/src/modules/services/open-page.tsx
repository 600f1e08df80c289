import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Saved } from '#api/common.ts'
import type { NeedView } from '#api/needs.ts'
import type { ResidentView } from '#api/residents.ts'
import type { MethodView, ServiceView } from '#api/services.ts'
import type { Chosen } from '#web/modules/records/contact-values.ts'
import { PeopleField } from '#web/modules/records/people-field.tsx'
import { searchStations } from '#web/modules/stations/station-picker.ts'
import { api } from '#web/platform/api.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, DateField, DraftNote, ErrorPanel, Loaded, NumberStepper, Page, Picker, SaveBar, Section, SelectField, TextArea, TextField, toast, type Pick } from '#web/ui/index.ts'
import { CircleField } from './circle-field.tsx'
import { FirstThing } from './first-thing.tsx'
import { localOf, momentOf } from './form/amounts.ts'
import { useText } from './form/use-text.ts'
import { MethodField } from './method-field.tsx'
import { useMethods, useSending } from './use-service.ts'
import '#web/modules/records/records.css'
import './services.css'

const LONGEST_TITLE = 20
const anyStation = searchStations(['township', 'general'])
interface Asked { client?: string; need?: string; from?: string; method?: string }
interface Values { id: string; method: string; who: Chosen[]; title: string; openedOn: string; source: string; words: string; circle: string[] | undefined; station: Pick | undefined; capacity: number | undefined; happensAt: string; venue: string }

/** What the page was opened from: a person, a need. */
function useFrom({ client, need, from }: Asked) {
  const ofService = useQuery({ queryKey: ['services', 'one', from], enabled: from !== undefined, gcTime: 0, queryFn: ({ signal }) => api.get<ServiceView>(`/services/${from}`, { signal }) })
  const ofNeed = useQuery({ queryKey: ['needs', 'one', need], enabled: need !== undefined, gcTime: 0, queryFn: ({ signal }) => api.get<NeedView>(`/needs/${need}`, { signal }) })
  const file = client ?? ofNeed.data?.file ?? undefined
  const ofFile = useQuery({ queryKey: ['resident', file], enabled: file !== undefined, gcTime: 0, queryFn: ({ signal }) => api.get<ResidentView>(`/residents/${file}`, { signal }) })
  return { need: ofNeed.data, file: ofFile.data, before: ofService.data?.becomes }
}

/** 开个案, 开小组, 办活动: any way of serving of this post. */
export default function OpenPage() {
  const { t } = useTranslation('services')
  const methods = useMethods()
  return <Page title={t('open.page')} back narrow><Loaded query={methods} lines={8}>{({ rows }) => <OpenForm methods={rows.filter(({ mayOpen }) => mayOpen)} />}</Loaded></Page>
}

function useOpening(methods: readonly MethodView[]) {
  const { t } = useTranslation('services')
  const { today, post } = useSignedIn()
  const asked = useSearch({ strict: false }) as Asked
  const navigate = useNavigate()
  const sendIt = useSending()
  const { need, file, before } = useFrom(asked)
  const begin: Values = { id: newId(), method: asked.method ?? '', who: [], title: '', openedOn: today, source: '', words: '', circle: undefined, station: undefined, capacity: undefined, happensAt: '', venue: '' }
  const draft = useDraft<Values>(`open.${asked.need ?? asked.client ?? asked.from ?? 'any'}${asked.method ? `.${asked.method}` : ''}`, begin)
  const { values, change } = draft
  useEffect(() => { if (file && values.who.length === 0 && !draft.restored) change({ who: [{ file: file.id, name: file.name, age: file.age, sub: file.placeName, risk: file.risk }] }) }, [file, values.who.length, draft.restored, change])
  // What it is opened from has said already why.
  useEffect(() => { if (before?.words && values.words === '' && !draft.restored) change({ words: before.words, ...(values.title === '' && { title: before.words.slice(0, LONGEST_TITLE) }) }) }, [before, values.words, values.title, draft.restored, change])
  const method = methods.find(({ key }) => key === values.method)
  const about = method?.subject === 'person' || method?.subject === 'household'
  const saving = useSubmit(async () => {
    const { id, who, title, openedOn, source, words, circle, station, capacity, happensAt, venue } = values
    const more = { ...(about && who[0] && { client: who[0].file }), ...(asked.need && { need: asked.need }), ...(asked.from && { fromService: asked.from }), ...(capacity && { capacity }), ...(happensAt && { happensAt }) }
    await sendIt<Saved>('PUT', `/services/${id}`, { method: values.method, title: title.trim(), openedOn, source, words: words.trim(), venue: venue.trim(), ...more, ...(method?.secret && circle && (circle.length > 0 ? { circle } : { alone: true })), ...(station && { station: station.value }) })
    draft.clear()
    toast(t('open.done'))
    void navigate({ to: `/services/${id}`, replace: true })
  })
  const needsStation = post?.station === null
  return { draft, method, about, needsStation, saving, said: [need?.words, values.words].filter(Boolean).join(' '), tags: file?.tags ?? [], need, maySave: method !== undefined && (!needsStation || values.station !== undefined) && (about ? values.who.length === 1 : values.title.trim() !== '') }
}

function OpenForm({ methods }: { methods: readonly MethodView[] }) {
  const { t } = useTranslation(['services', 'ui'])
  const { today } = useSignedIn()
  const say = useText()
  const { draft, method, about, needsStation, saving, said, tags, need, maySave } = useOpening(methods)
  const { values, change } = draft
  const happens = method && (method.signUp || method.counts === 'activity')
  return (
    <>
      <FirstThing first={method?.first ?? null} />
      <DraftNote draft={draft} />
      <Section>
        {need?.words ? <p className="as-written quiet">{need.words}</p> : null}
        {needsStation ? <Picker label={t('open.station')} hint={t('open.stationHint')} value={values.station} onChange={(station) => change({ station })} search={anyStation} /> : null}
        {!needsStation && (method === undefined || about) ? <PeopleField label={t('open.who')} hint={method ? undefined : t('open.whoHint')} optional={!about} max={1} value={values.who} onChange={(who) => change({ who })} /> : null}
        <MethodField methods={methods} words={said} tags={tags} value={values.method} onChange={(key) => change({ method: key })} />
      </Section>
      {method ? (
        <Section>
          <TextField label={t('open.title')} optional={about} hint={about ? t('open.titleHint') : undefined} maxLength={80} value={values.title} onChange={(title) => change({ title })} />
          {happens ? (
            <>
              <TextField label={t('open.happensAt')} type="datetime-local" value={localOf(values.happensAt)} onChange={(local) => change({ happensAt: momentOf(local) ?? '' })} />
              <TextField label={t('open.venue')} optional maxLength={200} value={values.venue} onChange={(venue) => change({ venue })} />
            </>
          ) : null}
          {method.signUp ? <NumberStepper label={t('open.capacity')} optional min={1} max={100_000} value={values.capacity} onChange={(capacity) => change({ capacity })} /> : null}
          {method.sources.length > 0 ? <SelectField label={t('open.source')} none={t('open.noSource')} value={values.source} onChange={(source) => change({ source })} options={method.sources.map(({ key, title }) => ({ value: key, label: say(title) }))} /> : null}
          <TextArea label={t('open.words')} optional rows={2} value={values.words} onChange={(words) => change({ words })} />
          <DateField label={t('open.openedOn')} today={today} max={today} value={values.openedOn} onChange={(openedOn) => change({ openedOn })} />
          {method.secret ? <CircleField value={values.circle} onChange={(circle) => change({ circle })} /> : null}
        </Section>
      ) : null}
      <ErrorPanel error={saving.error} />
      <SaveBar><Button kind="main" tall busy={saving.busy} disabled={!maySave} onClick={() => void saving.submit()}>{method ? t('open.save', { method: say(method.title) }) : t('open.choose')}</Button></SaveBar>
    </>
  )
}
