import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Similar, SimilarTo } from '#api/residents.ts'
import { api } from '#web/platform/api.ts'
import { Notice, Row, Rows, Tag } from '#web/ui/index.ts'
import { PersonName } from './people-search.tsx'
import type { ResidentValues } from './resident-values.ts'

const PAUSE_MS = 500

const askOf = (values: ResidentValues): Partial<SimilarTo> => ({
  name: values.name.trim(), identity: values.identity.trim().length >= 15 ? values.identity.trim() : '', phone: values.phone.trim(), ...(values.birthOn && { birthOn: values.birthOn }),
  ...(values.place && { place: Number(values.place.value) }), except: values.id,
})

/** Files that may be the person being typed in, each with why. They hinder nobody from saving. */
export function SimilarFiles({ values }: { values: ResidentValues }) {
  const { t } = useTranslation('residents')
  const ask = JSON.stringify(askOf(values))
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(ask), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [ask])
  const isWorth = values.name.trim().length >= 2 || values.phone.length >= 7 || values.identity.length >= 15
  const { data } = useQuery({ queryKey: ['people', 'similar', asked], enabled: isWorth && asked !== '', gcTime: 0, queryFn: ({ signal }) => api.post<Similar>('/residents/similar', JSON.parse(asked) as object, { signal }) })
  if (!isWorth || !data || data.rows.length === 0) return null
  return (
    <div className="stack" role="status">
      <Notice>{t('similar.words', { count: data.rows.length })}</Notice>
      <div className="section flush">
        <Rows label={t('similar.title')}>
          {data.rows.map((row) => (
            <Row key={row.id} to={`/residents/${row.id}`} title={<PersonName person={row} />} sub={[row.placeName, row.fileNo].filter(Boolean).join(' · ')} wrap
              end={<span className="inline">{row.because.map((why) => <Tag key={why} tone={why === 'same-identity' ? 'strong' : undefined}>{t(`similar.${why}`)}</Tag>)}</span>} />
          ))}
        </Rows>
      </div>
    </div>
  )
}
