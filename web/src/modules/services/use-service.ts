import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { FilledForm, FormToFill, MethodsView, ServiceView } from '#api/services.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'

/** Words about people are forgotten as soon as no page shows them. */
const BRIEFLY = { gcTime: 0 } as const

export const useService = (id: string) => useQuery({ queryKey: ['services', 'one', id], queryFn: ({ signal }) => api.get<ServiceView>(`/services/${id}`, { signal }), ...BRIEFLY })
export const useFilledForm = (id: string | undefined) => useQuery({ queryKey: ['services', 'form', id], enabled: id !== undefined, queryFn: ({ signal }) => api.get<FilledForm>(`/service-forms/${id}`, { signal }), ...BRIEFLY })
/** The ways of serving of this post. */
export function useMethods() {
  const { post } = useSignedIn()
  return useQuery({ queryKey: ['methods', post?.id], queryFn: ({ signal }) => api.get<MethodsView>('/services/methods', { signal }), staleTime: 10 * 60_000 })
}

export interface FormAsked { form: string; service: string; person?: string | undefined; record?: string | undefined }
export const useForm = ({ form, ...about }: FormAsked, enabled = true) => {
  const query = new URLSearchParams(Object.entries(about).filter((pair): pair is [string, string] => pair[1] !== undefined)).toString()
  return useQuery({ queryKey: ['services', 'blank', form, query], enabled, queryFn: ({ signal }) => api.get<FormToFill>(`/services/form/${form}?${query}`, { signal }), ...BRIEFLY })
}

/** Pages that a change of a service changes too. */
const CHANGED = ['services', 'today', 'records', 'resident', 'needs', 'table', 'progress']
export const afterService = (client: QueryClient): Promise<unknown> => client.invalidateQueries({ predicate: ({ queryKey }) => CHANGED.includes(String(queryKey[0])) })

/** Sends one change and shows what it became. */
export function useSending() {
  const client = useQueryClient()
  return async <T = unknown>(method: 'POST' | 'PUT', path: string, body: object): Promise<T> => {
    const answer = method === 'POST' ? await api.post<T>(path, body) : await api.put<T>(path, body)
    await afterService(client)
    return answer
  }
}
