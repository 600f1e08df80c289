import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { OpenFigures } from '#api/open-figures.ts'
import { useText } from '#web/modules/services/form/use-text.ts'
import { api } from '#web/platform/api.ts'
import { useFilters } from '#web/platform/params.ts'
import { Loaded, Section, SelectField, SimpleTable } from '#web/ui/index.ts'
import { PortalFrame } from './frame.tsx'

/** 公开数据: what a county lets everybody read, month by month; small numbers are hidden. */
export default function OpenPage() {
  const { t } = useTranslation('portal')
  const [{ place, year }, setFilters] = useFilters()
  const query = useQuery({
    queryKey: ['open', place ?? '', year ?? ''],
    queryFn: ({ signal }) => api.get<OpenFigures>(`/public/figures?${new URLSearchParams({ ...(place && { place }), ...(year && { year }) }).toString()}`, { signal }),
  })
  return (
    <PortalFrame>
      <div><h1>{t('open.title')}</h1><p>{t('open.intro')}</p></div>
      <Loaded query={query} lines={8}>
        {(open) => (
          <>
            <Section><SelectField label={t('open.county')} none={t('open.choose')} value={open.place === null ? '' : String(open.place)} onChange={(code) => setFilters({ place: code || undefined })} options={open.counties.map((one) => ({ value: String(one.place), label: one.name }))} /></Section>
            {open.place === null ? null : <Months open={open} />}
          </>
        )}
      </Loaded>
    </PortalFrame>
  )
}

function Months({ open }: { open: OpenFigures }) {
  const { t } = useTranslation('portal')
  const say = useText()
  const months = [...open.months].reverse()
  return (
    <Section title={t('open.of', { name: open.name, year: open.year })} flush>
      <SimpleTable caption={t('open.small', { threshold: open.threshold })} rows={months} rowKey={(month) => month} columns={[
        { key: 'month', head: t('open.month'), lead: true, cell: (month) => t('open.monthOf', { month: Number(month.slice(5)) }) },
        ...open.figures.map((figure) => ({
          key: figure.key, head: say(figure.title), align: 'end' as const,
          cell: (month: string) => {
            const value = figure.cells.find((cell) => cell.month === month)?.value
            return <span className="number">{value === null ? t('open.few', { threshold: open.threshold }) : value}</span>
          },
        })),
      ]} />
    </Section>
  )
}
