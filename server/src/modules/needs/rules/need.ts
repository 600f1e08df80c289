import type { Standards } from '#server/modules/standards/index.ts'
import { addDays } from '#server/platform/days.ts'

/** The day by which a need of this urgency is to be answered: the pack's parameter, from the day it was found. Null where the pack sets none. */
export function dueOnOf(standards: Standards, urgency: string, foundOn: string): string | null {
  const parameter = standards.code('need-urgency', urgency)?.parameter
  if (parameter === undefined) return null
  const { value, unit } = standards.parameter(parameter)
  if (typeof value !== 'number') return null
  // Hours within the day end with it.
  return addDays(foundOn, unit === 'hour' ? Math.floor(value / 24) : value)
}

export const aboutNeed = (id: string, field: 'words' | 'outcome_words'): string => `need ${id} ${field}`

/** Words about a known person are sealed under his file's key; anything else under the station's. */
export const keyOfNeed = (need: { file: string | null; station: string }): string => need.file ?? need.station
