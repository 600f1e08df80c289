import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#web/platform/api.ts'
import { Button } from '#web/ui/index.ts'

/** The address of a kept picture while it is shown. */
export function usePicture(id: string, size: 'small' | 'full') {
  const query = useQuery({ queryKey: ['photo', id, size], queryFn: ({ signal }) => api.get<Blob>(`/files/${id}?size=${size}`, { signal }), gcTime: 0, staleTime: Infinity, retry: false })
  const [url, setUrl] = useState('')
  useEffect(() => {
    if (!query.data) return
    const made = URL.createObjectURL(query.data)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [query.data])
  return { url, failed: query.error !== null }
}

/** A kept picture: small until somebody wants to see it. */
export function Picture({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('services')
  const [size, setSize] = useState<'small' | 'full'>('small')
  const { url, failed } = usePicture(id, size)
  return (
    <li className={size}>
      {url ? <img src={url} alt={name} /> : <span className="taken-blank">{failed ? t('filled.photoFailed') : ''}</span>}
      <Button kind="quiet" onClick={() => setSize(size === 'small' ? 'full' : 'small')}>{t(size === 'small' ? 'filled.larger' : 'filled.smaller')}</Button>
    </li>
  )
}
