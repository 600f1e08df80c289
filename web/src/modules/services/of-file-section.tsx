import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ServiceRow } from '#api/services.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { LinkButton, Loaded, Rows, Section } from '#web/ui/index.ts'
import { ServiceLine } from './service-line.tsx'

const MOST = 20

/** The professional services of one person, on his file; and a way to open one. */
export default function OfFileSection({ file, closed }: { file: string; closed: boolean }) {
  const { t } = useTranslation('services')
  const { mayAct } = useSignedIn()
  const may = mayAct(PAGE_ROLES['/services/new']) && !closed
  const query = useQuery({ queryKey: ['services', 'of', file], gcTime: 0, queryFn: ({ signal }) => api.post<{ rows: ServiceRow[] }>('/services/list', { client: file, limit: MOST }, { signal }) })
  if (!may && query.data?.rows.length === 0) return null
  return (
    <Section title={t('page')} flush action={may ? <LinkButton to={`/services/new?client=${file}`} kind="quiet" icon="plus">{t('open.begin')}</LinkButton> : null}>
      <Loaded query={query} lines={2}>{({ rows }) => rows.length === 0 ? <p className="row quiet small">{t('ofFile.none')}</p> : <Rows label={t('page')}>{rows.map((service) => <ServiceLine key={service.id} service={service} />)}</Rows>}</Loaded>
    </Section>
  )
}
