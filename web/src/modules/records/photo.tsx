import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordView } from '#api/records.ts'
import { api } from '#web/platform/api.ts'
import { Button, Tag } from '#web/ui/index.ts'

/** A photo of a record: small until someone wants to see it; what may be done with it stands below. */
export function Photo({ photo }: { photo: RecordView['photos'][number] }) {
  const { t } = useTranslation('records')
  const [size, setSize] = useState<'small' | 'full'>('small')
  const query = useQuery({ queryKey: ['photo', photo.blob, size], queryFn: ({ signal }) => api.get<Blob>(`/files/${photo.blob}?size=${size}`, { signal }), gcTime: 0, staleTime: Infinity, retry: false })
  const [url, setUrl] = useState('')
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
        <Button kind="quiet" onClick={() => setSize(size === 'small' ? 'full' : 'small')}>{t(size === 'small' ? 'photo.larger' : 'photo.smaller')}</Button></div>
    </li>
  )
}
