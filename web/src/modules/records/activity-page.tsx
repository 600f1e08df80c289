import { useTranslation } from 'react-i18next'
import { useChoices } from '#web/modules/standards/choices.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, DraftNote, ErrorPanel, Page, SaveBar, Section, TextArea, TextField } from '#web/ui/index.ts'
import { Gaps } from './contact-form.tsx'
import type { TakenPhoto } from './contact-values.ts'
import { DayField } from './day-field.tsx'
import { HeadsField } from './heads-field.tsx'
import { MinutesField } from './minutes-field.tsx'
import { PhotosField } from './photos-field.tsx'
import { useRecordForm, type RecordForm } from './use-record-form.ts'
import './records.css'

interface ActivityValues {
  id: string; title: string; mode: string; occurredOn: string; minutes: number; heads: number | undefined; headGroups: Record<string, number>; words: string; withWhom: string; photos: TakenPhoto[]
}

const blank = (today: string): ActivityValues =>
  ({ id: newId(), title: '', mode: '', occurredOn: today, minutes: 120, heads: undefined, headGroups: {}, words: '', withWhom: '', photos: [] })
const bodyOf = ({ id: _, heads, mode, ...values }: ActivityValues) => ({
  kind: 'activity' as const, formVersion: 'activity.1', ...values, title: values.title.trim(), words: values.words.trim(), withWhom: values.withWhom.trim(),
  mode: mode || 'other', heads: heads ?? 0, headGroups: Object.fromEntries(Object.entries(values.headGroups).filter(([, count]) => count > 0)),
})
const valuesOf = ({ kind: _, formVersion: __, ...body }: ReturnType<typeof bodyOf>) => body

function gapsOf({ photos, heads }: ActivityValues): string[] {
  const has = (shows: TakenPhoto['shows']) => photos.some((photo) => photo.shows === shows)
  return [...(heads ? [] : ['heads']), ...(has('activity') ? [] : ['photo']), ...(has('sign-in-sheet') ? [] : ['sign-in-sheet'])]
}

/** 记活动: title, day, head count; photos of the activity and of the paper sign-in sheet when there are any. */
export default function ActivityPage() {
  const { t } = useTranslation(['records', 'ui'])
  const offered = useChoices()
  const titleOf = (values: ActivityValues) => t('title.activity', { what: values.title.trim() })
  const form = useRecordForm({ kind: 'activity', blank, bodyOf, valuesOf, titleOf } satisfies RecordForm<ActivityValues, ReturnType<typeof bodyOf>>)
  const { values, change, busy, error, submit, today } = form
  const maySave = values.title.trim() !== ''
  return (
    <Page title={t('page.activity')} back narrow>
      <DraftNote draft={form} />
      <Section>
        <TextField label={t('activity.title')} maxLength={80} value={values.title} onChange={(title) => change({ title })} placeholder={t('activity.titleHint')} />
        <DayField label={t('day')} value={values.occurredOn} today={today} onChange={(occurredOn) => change({ occurredOn })} />
        <HeadsField heads={values.heads} groups={values.headGroups} onChange={(heads, headGroups) => change({ heads, headGroups })} />
      </Section>
      <Section>
        <PhotosField label={t('activity.photos')} hint={t('activity.photosHint')} shows="activity" value={values.photos} onChange={(photos) => change({ photos })} />
        <PhotosField label={t('activity.sheet')} hint={t('activity.sheetHint')} shows="sign-in-sheet" value={values.photos} onChange={(photos) => change({ photos })} />
      </Section>
      <Section>
        <Choice label={t('activity.kind')} optional value={values.mode || undefined} onChange={(mode) => change({ mode })} options={offered.list('activity-kind')} />
        <MinutesField value={values.minutes} onChange={(minutes) => change({ minutes })} usual={[60, 90, 120, 180, 240]} />
        <TextField label={t('activity.withWhom')} hint={t('activity.withWhomHint')} optional maxLength={80} value={values.withWhom} onChange={(withWhom) => change({ withWhom })} />
        <TextArea label={t('activity.words')} optional value={values.words} onChange={(words) => change({ words })} />
        <Gaps gaps={gapsOf(values)} />
      </Section>
      <ErrorPanel error={error} />
      <SaveBar><Button kind="main" tall busy={busy} disabled={!maySave} onClick={() => void submit()}>{t('ui:save')}</Button>{maySave ? null : <span className="quiet small">{t('activity.choose')}</span>}</SaveBar>
    </Page>
  )
}
