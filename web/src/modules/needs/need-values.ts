import { newId } from '#web/platform/uuid.ts'
import type { Chosen } from '#web/modules/records/contact-values.ts'

/** A need as it is being written down. */
export interface NeedValues {
  id: string
  words: string
  /** None or one. */
  who: Chosen[]
  spokenBy: string
  foundOn: string
  source: string
  item: string
  urgency: string
  record: string
}

export const newNeed = (today: string): NeedValues => ({ id: newId(), words: '', who: [], spokenBy: '', foundOn: today, source: 'visit', item: '', urgency: '', record: '' })
