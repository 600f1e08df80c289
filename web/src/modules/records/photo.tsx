import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordView } from '#api/records.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Tag } from '#web/ui/index.ts'

const PublishSheet = lazy(() => import('./publish-sheet.tsx'))

/** A photo of a record: small until someone wants to see it; what may be done with it stands below. */
export function Photo({ photo, record }: { photo: RecordView['photos'][number]; record: string }) {
  const { t } = useTranslation('records')
  const [size, setSize] = useState<'small' | 'full'>('small')
  const query = useQuery({ queryKey: ['photo', photo.blob, size], queryFn: ({ signal }) => api.get<Blob>(`/files/${photo.blob}?size=${size}`, { signal }), gcTime: 0, staleTime: Infinity, retry: false })
  const [url, setUrl] = useState('')
  const [publishing, setPublishing] = useState(false)
  const { mayAct } = useSignedIn()
  useEffect(() => {
    if (!query.data) return
    const made = URL.createObjectURL(query.data)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [query.data])
  const name = t(`photo.shows.${photo.shows}`, { defaultValue: photo.shows })
  return (
    <li className={size}>
      {url ? <img src={url} alt={name} /> : <span className="photo-blank">{query.error ? t('photo.failed') : ''}</span>}
      <div className="between"><span className="small">{name} <Tag>{t(`photo.consents.${photo.consent}`, { defaultValue: photo.consent })}</Tag></span>
        {photo.consent === 'publish' && mayAct(PAGE_ROLES['/record/visit']) ? <Button kind="quiet" onClick={() => setPublishing(true)}>{t('photo.publish.begin')}</Button> : null}
        <Button kind="quiet" onClick={() => setSize(size === 'small' ? 'full' : 'small')}>{t(size === 'small' ? 'photo.larger' : 'photo.smaller')}</Button></div>
      <Suspense fallback={null}>{publishing ? <PublishSheet record={record} blob={photo.blob} onClose={() => setPublishing(false)} /> : null}</Suspense>
    </li>
  )
}
