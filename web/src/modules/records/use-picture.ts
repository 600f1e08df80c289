import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '#web/platform/api.ts'

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
