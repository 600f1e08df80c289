import { useTranslation } from 'react-i18next'
import type { ReportView } from '#api/indicators.ts'
import type { Saved } from '#api/common.ts'
import { api } from '#web/platform/api.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, DraftNote, ErrorPanel, Section, TextArea, toast } from '#web/ui/index.ts'

const TEXTS = ['highlights', 'typicalCases', 'problems', 'nextMonth'] as const

/** The short texts of a month report: written by the station until it hands in, read by everybody else. */
export function ReportTexts({ report, onSaved }: { report: ReportView; onSaved: () => Promise<unknown> }) {
  const { t } = useTranslation('indicators')
  const { post } = useSignedIn()
  const begin = Object.fromEntries(TEXTS.map((key) => [key, report[key]])) as Record<(typeof TEXTS)[number], string>
  // Half typed on the day it is due: a reload must not cost a paragraph. Another version begins with its own words.
  const draft = useDraft(`report.${report.station}.${report.month}.${report.version}`, begin)
  const texts = draft.values
  const mayWrite = post?.station === report.station && ['none', 'draft', 'returned'].includes(report.state)
  const { busy, error, submit } = useSubmit(async () => {
    await api.put<Saved>(`/reports/${report.station}/${report.month}`, { id: report.id ?? newId(), version: report.version, ...texts })
    await onSaved()
    draft.clear()
    toast(t('report.saved'))
  })
  if (!mayWrite) {
    return <Section title={t('report.texts')}>{TEXTS.map((key) => <div key={key}><h3>{t(`report.text.${key}`)}</h3><p className="words">{report[key] || <span className="quiet">{t('report.noText')}</span>}</p></div>)}</Section>
  }
  return (
    <Section title={t('report.texts')}>
      <DraftNote draft={draft} />
      <form className="report-texts" onSubmit={(event) => void submit(event)}>
        {TEXTS.map((key) => <TextArea key={key} label={t(`report.text.${key}`)} value={texts[key]} onChange={(value) => draft.change({ [key]: value })} optional={key === 'typicalCases'} />)}
        <ErrorPanel error={error} />
        <div className="actions inline"><Button type="submit" busy={busy}>{t('report.save')}</Button></div>
      </form>
    </Section>
  )
}
