import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '#api/indicators.ts'
import type { Saved } from '#api/common.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, ErrorPanel, Section, TextArea, toast } from '#web/ui/index.ts'

const TEXTS = ['highlights', 'typicalCases', 'problems', 'nextMonth'] as const

/** The short texts of a month report: written by the station until it hands in, read by everybody else. */
export function ReportTexts({ report, onSaved }: { report: ReportView; onSaved: () => Promise<unknown> }) {
  const { t } = useTranslation('indicators')
  const { post } = useSignedIn()
  const [texts, setTexts] = useState(() => Object.fromEntries(TEXTS.map((key) => [key, report[key]])) as Record<(typeof TEXTS)[number], string>)
  const mayWrite = post?.station === report.station && ['none', 'draft', 'returned'].includes(report.state)
  const { busy, error, submit } = useSubmit(async () => {
    await api.put<Saved>(`/reports/${report.station}/${report.month}`, { id: report.id ?? newId(), version: report.version, ...texts })
    await onSaved()
    toast(t('report.saved'))
  })
  if (!mayWrite) {
    return <Section title={t('report.texts')}>{TEXTS.map((key) => <div key={key}><h3>{t(`report.text.${key}`)}</h3><p className="words">{report[key] || <span className="quiet">{t('report.noText')}</span>}</p></div>)}</Section>
  }
  return (
    <Section title={t('report.texts')}>
      <form className="report-texts" onSubmit={(event) => void submit(event)}>
        {TEXTS.map((key) => <TextArea key={key} label={t(`report.text.${key}`)} value={texts[key]} onChange={(value) => setTexts({ ...texts, [key]: value })} optional={key === 'typicalCases'} />)}
        <ErrorPanel error={error} />
        <div className="actions inline"><Button type="submit" busy={busy}>{t('report.save')}</Button></div>
      </form>
    </Section>
  )
}
