import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CataloguesView, PackView } from '#api/standards.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { GoTo, Loaded, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { useChoices } from './choices.ts'

/** Packs and catalogues in force at the place of the post. */
export function useCatalogues() {
  const { post } = useSignedIn()
  return useQuery({ queryKey: ['standards', 'catalogues', post?.place], staleTime: 5 * 60_000, queryFn: ({ signal }) => api.get<CataloguesView>('/standards/catalogues', { signal }) })
}

/** The packs that decide here, nearest first, each with the documents it was made from. */
export function PacksView() {
  const { t } = useTranslation('standards')
  const { text } = useChoices()
  return (
    <Loaded query={useCatalogues()} lines={6}>
      {({ packs, catalogues }) => (
        <>
          <p className="quiet small">{t('packs.here')}</p>
          {packs.map((pack) => <OnePack key={pack.key} pack={pack} />)}
          <Section title={t('packs.catalogues')} flush>
            <Rows label={t('packs.catalogues')}>
              {catalogues.map((one) => <Row key={one.key} title={text(one.title)} sub={`${one.pack} ${t('packs.version', { version: one.version })}`} to={`/standards?view=catalogue&catalogue=${one.key}`} end={<Tag tone={one.inForce ? 'accent' : undefined}>{t(one.inForce ? 'packs.inForce' : 'packs.elsewhere')}</Tag>} />)}
            </Rows>
          </Section>
        </>
      )}
    </Loaded>
  )
}

function OnePack({ pack }: { pack: PackView }) {
  const { t } = useTranslation('standards')
  const { text } = useChoices()
  const days = pack.until ? t('packs.until', { from: pack.from, until: pack.until }) : t('packs.from', { from: pack.from })
  return (
    <Section title={text(pack.title)} action={<GoTo to="/standards?view=parameters" className="small">{t('view.parameters')}</GoTo>}>
      <p className="small quiet">{[pack.place === 0 ? t('packs.national') : '', t('packs.issuer', { issuer: text(pack.issuer) }), days, t('packs.version', { version: pack.version }), t('packs.digest', { digest: pack.digest.slice(0, 12) })].filter(Boolean).join(' · ')}</p>
      {pack.note ? <p className="small">{text(pack.note)}</p> : null}
      <ul className="source-list" aria-label={t('packs.sources')}>{pack.sources.map((source) => <li key={source.key}>{text(source.title)}{source.number ? <span className="quiet"> {source.number}</span> : null}</li>)}</ul>
    </Section>
  )
}
