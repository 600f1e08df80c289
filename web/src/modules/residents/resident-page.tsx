import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResidentView } from '#api/residents.ts'
import type { ContactKind } from '#web/modules/records/contact-values.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { dayText, instantText } from '#web/platform/dates.ts'
import { useParam } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, GoTo, LinkButton, Loaded, Notice, Page, Section, Tag } from '#web/ui/index.ts'
import { CASEWORKERS, VILLAGERS } from '../../roles.ts'
import { ConsentSection } from './consent-section.tsx'
import { FactsSection } from './facts-section.tsx'
import { FileActs } from './file-acts.tsx'
import { HouseholdSection } from './household-section.tsx'
import { RiskOf } from './risk-of.tsx'
import { TagSection } from './tag-section.tsx'
import { LastContact, TimelineSection } from './timeline-section.tsx'
import { useRefresh, useResident } from './use-resident.ts'
import './residents.css'

const OfFileSection = lazy(() => import('#web/modules/services/of-file-section.tsx'))
const ContactSheet = lazy(() => import('#web/modules/records/contact-sheet.tsx'))

/** One person's file on one page. */
export default function ResidentPage() {
  const { t } = useTranslation('residents')
  const query = useResident(useParam('id'))
  return query.data ? <FilePage file={query.data} /> : <Page title={t('file')} back><Loaded query={query} lines={8}>{() => null}</Loaded></Page>
}

function FilePage({ file }: { file: ResidentView }) {
  const { t } = useTranslation(['residents', 'ui'])
  const { mayAct } = useSignedIn()
  const [recording, setRecording] = useState<ContactKind>()
  const refresh = useRefresh()
  const mayRecord = mayAct([...CASEWORKERS, ...VILLAGERS]) && !file.closedOn
  const actions = mayRecord ? (
    <>
      <Button kind="main" icon="walk" onClick={() => setRecording('visit')}>{t('shell:quick.visit')}</Button>
      <Button icon="phone" onClick={() => setRecording('call')}>{t('shell:quick.call')}</Button>
      <LinkButton to="/record/need" icon="need">{t('shell:quick.need')}</LinkButton>
    </>
  ) : null
  return (
    <Page title={file.name} back sub={<Head file={file} />} actions={actions}>
      <Notices file={file} />
      <div className="resident-columns">
        <div className="resident-main">
          {mayAct(PAGE_ROLES['/services']) ? <Suspense fallback={null}><OfFileSection file={file.id} closed={file.closedOn !== null} /></Suspense> : null}
          <TimelineSection file={file} />
        </div>
        <div className="resident-side">
          <FactsSection file={file} />
          <TagSection file={file} />
          <HouseholdSection file={file} />
          <ConsentSection file={file} />
          <FileActs file={file} />
        </div>
      </div>
      <Suspense fallback={null}>
        {recording ? <ContactSheet kind={recording} person={{ file: file.id, name: file.name, age: file.age, sub: file.placeName, risk: file.risk }}
          onClose={() => setRecording(undefined)} onSaved={() => void refresh()} /> : null}
      </Suspense>
    </Page>
  )
}

/** 82岁 · 女 · 水塘村 · 独居 · 红色 · 上次联系 昨天 */
function Head({ file }: { file: ResidentView }) {
  const { t } = useTranslation(['residents', 'ui'])
  const offered = useChoices()
  const words = [file.age === null ? '' : t('ui:age.years', { count: file.age }), t(`sex.${file.sex}`), file.placeName].filter(Boolean).join(' · ')
  return (
    <span className="inline">
      <span>{words}</span><RiskOf risk={file.risk} />
      {file.tags.map((tag) => <Tag key={tag} tone={file.tagHistory.some((one) => one.tag === tag && one.restricted) ? 'strong' : undefined}>{offered.tag(tag)}</Tag>)}
      <LastContact file={file} />
    </span>
  )
}

function Notices({ file }: { file: ResidentView }) {
  const { t } = useTranslation('residents')
  const { today } = useSignedIn()
  return (
    <>
      {file.protected ? <Notice>{t('notice.protected', { posts: file.circle.map((one) => one.name).join('、') })}</Notice> : null}
      {file.glassUntil ? <Notice alert>{t('notice.glass', { at: instantText(file.glassUntil, today) })}</Notice> : null}
      {file.masked ? <Notice>{t('notice.masked')}</Notice> : null}
      {file.isChild && !file.masked ? <Notice>{t('notice.child')}</Notice> : null}
      {file.mergedInto ? <Notice>{t('notice.merged')} <GoTo to={`/residents/${file.mergedInto}`}>{t('notice.openKept')}</GoTo></Notice>
        : file.closedOn ? <Notice>{t('notice.closed', { day: dayText(file.closedOn, today), why: t(`closed.${file.closedWhy}`) })}</Notice> : null}
      {file.mergedFrom.length > 0 ? (
        <Section title={t('merged.from')}>
          <div className="inline">{file.mergedFrom.map((one) => <GoTo key={one.file} to={`/residents/${one.file}`}>{one.name} {one.fileNo}</GoTo>)}</div>
        </Section>
      ) : null}
    </>
  )
}
