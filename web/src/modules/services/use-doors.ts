import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { DoorList, EndDoor, MakeDoor } from '#api/doors.ts'
import { api } from '#web/platform/api.ts'
import { newId } from '#web/platform/uuid.ts'

/** The doors of one service, or of the own station. */
export const useDoors = (service?: string) => useQuery({ queryKey: ['doors', service ?? 'station'], queryFn: ({ signal }) => api.post<DoorList>('/doors/list', service ? { service } : {}, { signal }) })

export function useDoorActs() {
  const client = useQueryClient()
  const after = () => client.invalidateQueries({ queryKey: ['doors'] })
  return {
    async make(body: MakeDoor) { await api.put(`/doors/${newId()}`, body); await after() },
    async end(id: string, body: EndDoor) { await api.post(`/doors/${id}/end`, body); await after() },
  }
}

/** Where a door leads, as it is scanned. */
export const addressOf = (token: string): string => `${window.location.origin}/p/${token}`
