import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResidentView } from '#api/residents.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, confirm, DateField, ErrorPanel, Picker, Row, Rows, searchIn, Section, Sheet, Tag, TextArea, type Pick } from '#web/ui/index.ts'
import { CASEWORKERS } from '../../roles.ts'
import { RISKS, type Risk } from './risk-of.tsx'
import { useChange } from './use-resident.ts'

/** Groups with their days and sources, and the risk level. */
export function TagSection({ file }: { file: ResidentView }) {
  const { t } = useTranslation('residents')
  const { mayAct, today } = useSignedIn()
  const offered = useChoices()
  const change = useChange(file.id)
  const [sheet, setSheet] = useState<'tag' | 'risk'>()
  const may = mayAct(CASEWORKERS) && !file.closedOn
  const close = async (tag: ResidentView['tagHistory'][number]) => {
    const name = offered.tag(tag.tag)
    if (await confirm({ title: t('tag.closeTitle', { name }), words: t('tag.closeWords'), action: t('tag.close') })) await change('tags/close', { tag: tag.id, version: tag.version })
  }
  const action = may ? <span className="inline"><Button kind="quiet" onClick={() => setSheet('risk')}>{t('changeRisk')}</Button><Button kind="quiet" icon="plus" onClick={() => setSheet('tag')}>{t('tag.add')}</Button></span> : null
  return (
    <Section title={t('tag.title')} flush action={action}>
      {file.tagHistory.length === 0 ? <p className="row quiet">{t('tag.none')}</p> : null}
      <Rows label={t('tag.title')}>
        {file.tagHistory.map((tag) => (
          <Row key={tag.id} title={<>{offered.tag(tag.tag)}{tag.restricted ? <Tag tone="strong">{t('tag.restricted')}</Tag> : null}</>}
            sub={[t('tag.since', { day: dayText(tag.fromOn, today) }), t(`source.${tag.source}`, { defaultValue: tag.source }), tag.untilOn ? t('tag.until', { day: dayText(tag.untilOn, today) }) : ''].filter(Boolean).join(' · ')}
            end={may && !tag.untilOn ? <Button kind="quiet" onClick={() => void close(tag)}>{t('tag.close')}</Button> : null} />
        ))}
      </Rows>
      {sheet === 'tag' ? <TagSheet file={file} onClose={() => setSheet(undefined)} /> : null}
      {sheet === 'risk' ? <RiskSheet file={file} onClose={() => setSheet(undefined)} /> : null}
    </Section>
  )
}

const SOURCES = ['visit', 'application', 'department', 'family', 'survey'] as const

function TagSheet({ file, onClose }: { file: ResidentView; onClose: () => void }) {
  const { t } = useTranslation(['residents', 'ui'])
  const { today } = useSignedIn()
  const offered = useChoices()
  const change = useChange(file.id)
  const [id] = useState(newId)
  const [tag, setTag] = useState<Pick>()
  const [source, setSource] = useState<typeof SOURCES[number]>('visit')
  const [fromOn, setFromOn] = useState(today)
  const options = (offered.choices?.tags ?? []).filter((one) => !file.tags.includes(one.key))
    .map((one) => ({ value: one.key, label: offered.tag(one.key), sub: [one.class === 'P4' ? t('tag.restricted') : '', ...one.aliases].filter(Boolean).join('、') || undefined }))
  const { busy, error, submit } = useSubmit(async () => { await change('tags', { id, tag: tag!.value, source, fromOn }); onClose() })
  return (
    <Sheet open title={t('tag.add')} onClose={onClose} actions={<Button kind="main" busy={busy} disabled={!tag} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <Picker label={t('tag.which')} value={tag} onChange={setTag} search={searchIn(options)} />
        <Choice label={t('tag.source')} value={source} onChange={setSource} options={SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))} />
        <DateField label={t('tag.from')} value={fromOn} max={today} today={today} onChange={setFromOn} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}

function RiskSheet({ file, onClose }: { file: ResidentView; onClose: () => void }) {
  const { t } = useTranslation(['residents', 'ui'])
  const change = useChange(file.id)
  const [risk, setRisk] = useState<Risk>(file.risk)
  const [reason, setReason] = useState('')
  const { busy, error, submit } = useSubmit(async () => { await change('risk', { version: file.version, risk, reason: reason.trim() }); onClose() })
  return (
    <Sheet open title={t('changeRisk')} onClose={onClose} actions={<Button kind="main" busy={busy} disabled={risk === file.risk || reason.trim().length < 2} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <Choice label={t('filter.risk')} hint={t('riskHint')} value={risk} onChange={setRisk} options={RISKS.map((value) => ({ value, label: t(`risk.${value}`) }))} />
        <TextArea label={t('riskWhy')} value={reason} onChange={setReason} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
