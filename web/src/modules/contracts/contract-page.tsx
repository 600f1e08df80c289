import { useTranslation } from 'react-i18next'
import type { ContractView } from '#api/contracts.ts'
import { ContractProgressOf } from '#web/modules/indicators/contract-progress.tsx'
import { useParam } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, Figure, Figures, LinkButton, Loaded, Page, Row, Rows, Section, SimpleTable, Tag } from '#web/ui/index.ts'
import { SpotChecksSection } from './spot-checks-section.tsx'
import { useContract } from './use-contract.ts'

/** One contract: how far it is beside the time gone, what was promised, which stations it covers. */
export default function ContractPage() {
  const { t } = useTranslation('contracts')
  const id = useParam('id')
  const { mayAct } = useSignedIn()
  const query = useContract(id)
  const contract = query.data
  return (
    <Page title={contract?.title ?? t('title')} back sub={contract ? `${contract.purchaserName} → ${contract.agencyName} · ${t('period', { from: contract.from, until: contract.until })}` : null}
      actions={mayAct(['county_bureau']) ? <LinkButton to={`/contracts/${id}/edit`} icon="edit">{t('page.edit')}</LinkButton> : null}>
      <Loaded query={query} lines={8}>
        {(one) => (
          <>
            <Facts contract={one} />
            <ContractProgressOf contract={one.id} />
            <Lines contract={one} />
            {mayAct(['county_bureau', 'evaluator']) ? <SpotChecksSection contract={one} /> : null}
            <Section title={t('page.stations')} count={one.stationList.length} flush>
              <Rows label={t('page.stations')}>{one.stationList.map((station) => <Row key={station.id} title={station.name} sub={station.placeName} to={`/stations/${station.id}`} />)}</Rows>
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Facts({ contract }: { contract: ContractView }) {
  const { t, i18n } = useTranslation('contracts')
  return (
    <Figures>
      <Figure label={t('column.time')} value={contract.timeGone} unit="%" share={contract.timeGone / 100} note={contract.state === 'running' ? t('daysLeft', { count: contract.daysLeft }) : t(`state.${contract.state}`)} />
      {contract.amount === null ? null : <Figure label={t('column.amount')} value={(contract.amount / 100).toLocaleString(i18n.language)} unit={t('form.yuan')} />}
      <Figure label={t('column.stations')} value={contract.stations} />
    </Figures>
  )
}

function Lines({ contract }: { contract: ContractView }) {
  const { t, i18n } = useTranslation('contracts')
  return (
    <Section title={t('page.lines')} flush>
      {contract.indicatorList.length === 0 ? <EmptyState title={t('page.noLines')} /> : (
        <SimpleTable rows={contract.indicatorList} rowKey={(line) => line.id} cards={false} columns={[
          { key: 'title', head: t('page.indicator'), lead: true, cell: (line) => line.title },
          { key: 'target', head: t('page.target'), align: 'end', cell: (line) => line.target.toLocaleString(i18n.language) },
          { key: 'unit', head: t('page.unit'), cell: (line) => <Tag>{line.unit}</Tag> },
        ]} />
      )}
    </Section>
  )
}
