import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordKind, RecordView } from '#api/records.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { dayText, fullDayText, instantText } from '#web/platform/dates.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { GoTo, Notice, Tag, Timeline } from '#web/ui/index.ts'
import { PersonName } from '../residents/people-search.tsx'
import { Photo } from './photo.tsx'

export const MODE_LISTS: Record<RecordKind, string> = { visit: 'visit-mode', call: 'visit-mode', activity: 'activity-kind', task: 'task-kind', consultation: 'consultation-kind', session: 'session-mode' }

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (children === null || children === '' || children === undefined ? null : <div><dt>{label}</dt><dd>{children}</dd></div>)

/** Everything a record says, what is 待补, and what it said before. */
export function RecordBody({ record }: { record: RecordView }) {
  const { t } = useTranslation('records')
  const { today } = useSignedIn()
  const offered = useChoices()
  return (
    <div className="stack-l">
      {record.voided ? <Notice alert>{t('void.was', { why: record.voidWhy ?? '' })}</Notice> : null}
      {record.locked && !record.voided ? <Notice>{t('locked')}</Notice> : null}
      {record.gaps.length > 0 && !record.voided ? <p className="gaps"><strong>{t('gap.label')}</strong> {record.gaps.map((gap) => t(`gap.${gap}`, { defaultValue: gap })).join(t('gap.and'))}</p> : null}
      {record.people.length > 0 ? <ul className="chosen">{record.people.map((person) => <Person key={person.file} person={person} />)}</ul> : null}
      {record.words ? <p className="words">{record.words}</p> : null}
      <dl className="facts">
        <Fact label={t('day')}>{fullDayText(record.occurredOn)}{record.late ? <Tag>{t('late')}</Tag> : null}</Fact>
        <Fact label={t('activity.title')}>{record.title}</Fact>
        <Fact label={t(`modeOf.${record.kind}`)}>{offered.code(MODE_LISTS[record.kind], record.mode)}</Fact>
        <Fact label={t('result.label')}>{record.result ? offered.code('visit-result', record.result) : ''}</Fact>
        <Fact label={t('task.requester')}>{record.requester ? offered.code('task-requester', record.requester) : ''}</Fact>
        <Fact label={t('task.inContract')}>{record.inContract === null ? '' : t(record.inContract ? 'yes' : 'no')}</Fact>
        <Fact label={t('activity.heads')}>{record.kind === 'activity' ? record.heads : ''}</Fact>
        <Fact label={t('length')}>{t('minutes', { count: record.minutes })}</Fact>
        <Fact label={t('item')}>{record.item ? offered.item(record.item) : record.kind === 'task' ? '' : t('noItem')}</Fact>
        <Fact label={t('withWhom')}>{record.withWhom}</Fact>
        <Fact label={t('attention.next')}>{record.nextOn ? dayText(record.nextOn, today) : ''}</Fact>
        <Fact label={t('signature.label')}>{record.signature && record.signature !== 'none' ? t(`signature.${record.signature}`) : record.unsignedWhy}</Fact>
        <Fact label={t('by')}>{[record.workerName, record.stationName].filter(Boolean).join(' · ')}</Fact>
        <Fact label={t('recordedAt')}>{instantText(record.recordedAt, today)}</Fact>
        <Fact label={t('amend.last')}>{record.amendedAt ? t('amend.was', { at: instantText(record.amendedAt, today), why: record.amendWhy ?? '' }) : ''}</Fact>
      </dl>
      {record.photos.length > 0 ? <ul className="photo-wall">{record.photos.map((photo) => <Photo key={photo.blob} photo={photo} record={record.id} />)}</ul> : null}
      <Earlier record={record} />
    </div>
  )
}

function Person({ person }: { person: RecordView['people'][number] }) {
  const offered = useChoices()
  const name = <PersonName person={person} />
  const { mayAct } = useSignedIn()
  return <li><span className="grow">{mayAct(PAGE_ROLES['/residents/$id']) ? <GoTo to={`/residents/${person.file}`}>{name}</GoTo> : name}<span className="quiet small">{person.tags.map(offered.tag).join(' · ')}</span></span></li>
}

function Earlier({ record }: { record: RecordView }) {
  const { t } = useTranslation('records')
  const { today } = useSignedIn()
  const offered = useChoices()
  if (record.earlier.length === 0) return null
  const said = (each: RecordView['earlier'][number]) => [dayText(each.occurredOn, today), offered.code(MODE_LISTS[record.kind], each.mode), each.result ? offered.code('visit-result', each.result) : ''].filter(Boolean).join(' · ')
  return (
    <details><summary>{t('earlier', { count: record.earlier.length })}</summary>
      <Timeline label={t('earlier', { count: record.earlier.length })} items={record.earlier.map((each) => ({ id: String(each.version), when: instantText(each.at, today), title: said(each), body: each.words }))} />
    </details>
  )
}
