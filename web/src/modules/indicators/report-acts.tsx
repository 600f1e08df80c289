import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, confirm, ErrorPanel, Notice, Sheet, TextArea, toast } from '#web/ui/index.ts'

/** 上报 by the station's head; 接收 or 退回 by township and county. */
export function ReportActs({ report, onDone }: { report: ReportView; onDone: () => Promise<unknown> }) {
  const { t } = useTranslation('indicators')
  const { post, mayAct } = useSignedIn()
  const [returning, setReturning] = useState(false)
  const path = `/reports/${report.station}/${report.month}`
  const isHead = post?.station === report.station && mayAct(['station_head', 'general_supervisor'])
  const maySubmit = isHead && ['draft', 'returned'].includes(report.state)
  const mayAnswer = mayAct(['township_office', 'county_bureau'])
  const handIn = useSubmit(async () => {
    if (!(await confirm({ title: t('report.submitTitle'), words: report.missing.length > 0 ? t('report.submitMissing', { count: report.missing.length }) : t('report.submitWords'), action: t('report.submit') }))) return
    await api.post(`${path}/submit`, { version: report.version })
    await onDone()
    toast(t('report.submitted'))
  })
  const accept = useSubmit(async () => { await api.post(`${path}/accept`, { version: report.version }); await onDone() })
  return (
    <>
      <ErrorPanel error={handIn.error ?? accept.error} />
      {isHead && report.state === 'none' ? <Notice>{t('report.textsFirst')}</Notice> : null}
      <div className="actions inline no-print">
        {maySubmit ? <Button kind="main" icon="send" busy={handIn.busy} onClick={() => void handIn.submit()}>{t('report.submit')}</Button> : null}
        {mayAnswer && report.state === 'submitted' ? <Button kind="main" icon="check" busy={accept.busy} onClick={() => void accept.submit()}>{t('report.accept')}</Button> : null}
        {mayAnswer && ['submitted', 'accepted'].includes(report.state) ? <Button onClick={() => setReturning(true)}>{t('report.return')}</Button> : null}
      </div>
      {returning ? <ReturnSheet path={path} version={report.version} onClose={() => setReturning(false)} onDone={onDone} /> : null}
    </>
  )
}

function ReturnSheet({ path, version, onClose, onDone }: { path: string; version: number; onClose: () => void; onDone: () => Promise<unknown> }) {
  const { t } = useTranslation('indicators')
  const [why, setWhy] = useState('')
  const { busy, error, submit } = useSubmit(async () => { await api.post(`${path}/return`, { version, why }); await onDone(); onClose() })
  return (
    <Sheet open title={t('report.return')} onClose={onClose} actions={<Button kind="main" busy={busy} disabled={why.trim().length < 2} onClick={() => void submit()}>{t('report.return')}</Button>}>
      <div className="stack"><TextArea label={t('report.why')} value={why} onChange={setWhy} /><ErrorPanel error={error} /></div>
    </Sheet>
  )
}
