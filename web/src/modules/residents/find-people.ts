import type { Found } from '#api/residents.ts'
import { api } from '#web/platform/api.ts'

/** People by name, pinyin initials, end of the identity number, phone or file number. The words stand in the body, never in an address. */
export const findPeople = (words: string, signal?: AbortSignal): Promise<Found> => api.post<Found>('/residents/search', { words, limit: 20 }, { signal })
