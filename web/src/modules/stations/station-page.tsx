import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContractRow } from '#api/contracts.ts'
import type { StationView } from '#api/stations.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useParam } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, EmptyState, GoTo, LinkButton, Loaded, Page, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { ChecklistSection } from './checklist-section.tsx'
import { ContactSheet } from './contact-sheet.tsx'
import { LadderSection } from './ladder-section.tsx'
import { StaffSection } from './staff-section.tsx'
import { useStation, useStationRefresh } from './use-station.ts'
import { HEADS, MAY_BUILD } from './who.ts'
import './stations.css'

/** One station: what it is, how far it is built, who works there, whom it guides. */
export default function StationPage() {
  const { t } = useTranslation('stations')
  const id = useParam('id')
  const { mayAct, post } = useSignedIn()
  const query = useStation(id)
  const refresh = useStationRefresh(id)
  const [contact, setContact] = useState(false)
  const station = query.data
  const isOwn = mayAct(HEADS) && post?.station === id
  const actions = <>
    {isOwn ? <Button icon="edit" onClick={() => setContact(true)}>{t('page.contact')}</Button> : null}
    {mayAct(MAY_BUILD) ? <LinkButton to={`/stations/${id}/edit`} icon="edit">{t('page.edit')}</LinkButton> : null}
  </>
  return (
    <Page title={station?.name ?? t('title')} back sub={station ? <StationSub station={station} /> : null} actions={actions}>
      <Loaded query={query} lines={10}>
        {(one) => (
          <div className="station-columns">
            <div>
              <LadderSection station={one} />
              {one.checklists.map((list) => <ChecklistSection key={list.key} station={one} list={list} onChanged={refresh} />)}
            </div>
            <div>
              <Facts station={one} />
              <StaffSection station={one} />
              <Contracts station={one.id} />
              <Guides station={one} />
            </div>
          </div>
        )}
      </Loaded>
      {contact && station ? <ContactSheet station={station} onClose={() => setContact(false)} onSaved={refresh} /> : null}
    </Page>
  )
}

function StationSub({ station }: { station: StationView }) {
  const { t } = useTranslation('stations')
  const { today } = useSignedIn()
  return (
    <span className="inline">
      {[...station.path.slice(-2).map(({ name }) => name), station.placeName].join(' ')}<Tag>{t(`tierLong.${station.tier}`)}</Tag>
      {station.redistricted ? <Tag>{t('redistricted')}</Tag> : null}{station.openedOn ? null : <Tag tone="strong">{t('planned')}</Tag>}
      {station.closedOn ? <Tag tone="strong">{t('closedOn', { day: dayText(station.closedOn, today) })}</Tag> : null}
    </span>
  )
}

function Facts({ station }: { station: StationView }) {
  const { t } = useTranslation('stations')
  const { today } = useSignedIn()
  const { code } = useChoices()
  return (
    <Section title={t('page.facts')}>
      <dl className="facts spread">
        <Fact name={t('column.hotline')}>{station.hotline ? <a href={`tel:${station.hotline}`}>{station.hotline}</a> : null}</Fact>
        <Fact name={t('page.address')}>{station.address}</Fact>
        <Fact name={t('column.operator')}>{station.operatorName}</Fact>
        <Fact name={t('column.operatorMode')}>{code('operator-mode', station.operatorMode)}</Fact>
        <Fact name={t('column.guidedBy')}>{station.guidedBy && station.guidedByName ? <GoTo to={`/stations/${station.guidedBy}`}>{station.guidedByName}</GoTo> : null}</Fact>
        <Fact name={t('column.hostType')}>{code('host-type', station.hostType)}</Fact>
        <Fact name={t('column.buildMode')}>{code('build-mode', station.buildMode)}</Fact>
        <Fact name={t('column.pilots')}>{station.pilots.map((pilot) => code('pilot-flag', pilot)).join(' ')}</Fact>
        <Fact name={t('page.department')}>{t(`department.${station.department}`)}</Fact>
        <Fact name={t('column.opened')}>{station.openedOn ? dayText(station.openedOn, today) : t('planned')}</Fact>
        <Fact name={t('page.successor')}>{station.successor && station.successorName ? <GoTo to={`/stations/${station.successor}`}>{station.successorName}</GoTo> : null}</Fact>
      </dl>
    </Section>
  )
}

/** What is not known takes no line. */
const Fact = ({ name, children }: { name: string; children: ReactNode }) => (children ? <div><dt>{name}</dt><dd>{children}</dd></div> : null)

function Guides({ station }: { station: StationView }) {
  const { t } = useTranslation('stations')
  if (station.tier === 'room') return null
  return (
    <Section title={t('page.guides')} count={station.guides.length} flush>
      {station.guides.length === 0 ? <EmptyState title={t('page.noGuides')} /> : <Rows label={t('page.guides')}>{station.guides.map((one) => <Row key={one.id} title={one.name} sub={one.placeName} to={`/stations/${one.id}`} end={<Tag>{t(`tier.${one.tier}`)}</Tag>} />)}</Rows>}
    </Section>
  )
}

function Contracts({ station }: { station: string }) {
  const { t } = useTranslation(['stations', 'contracts'])
  const query = useQuery({ queryKey: ['contracts', 'of', station], queryFn: ({ signal }) => api.get<{ rows: ContractRow[] }>(`/contracts?station=${station}`, { signal }) })
  return (
    <Section title={t('page.contracts')} flush>
      <Loaded query={query} lines={2}>
        {({ rows }) => rows.length === 0 ? <EmptyState title={t('page.noContracts')} /> : (
          <Rows label={t('page.contracts')}>{rows.map((row) => (
            <Row key={row.id} title={row.title} sub={`${row.agencyName} · ${t('contracts:period', { from: row.from, until: row.until })}`} to={`/contracts/${row.id}`} end={<Tag>{t(`contracts:state.${row.state}`)}</Tag>} />
          ))}</Rows>
        )}
      </Loaded>
    </Section>
  )
}
