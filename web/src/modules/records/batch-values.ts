import type { SaveSheet } from '#api/records.ts'
import { newId } from '#web/platform/uuid.ts'
import type { Chosen, ContactKind } from './contact-values.ts'

export interface BatchRow { id: string; result: string; words: string }
export interface BatchValues {
  id: string
  kind: ContactKind
  occurredOn: string
  mode: string
  minutesEach: number
  withWhom: string
  /** 'due', or the code of a village. */
  from: string
  people: Chosen[]
  /** By file: who was seen. Nobody is taken for well without a tap. */
  marks: Record<string, BatchRow>
}
/** As many as one sheet of the service takes. */
export const MOST = 60

export const newBatch = (today: string): BatchValues =>
  ({ id: newId(), kind: 'visit', occurredOn: today, mode: 'home', minutesEach: 10, withWhom: '', from: 'due', people: [], marks: {} })

export function batchBody({ kind, occurredOn, mode, minutesEach, withWhom, people, marks }: BatchValues): SaveSheet {
  const rows = people.flatMap(({ file }) => {
    const mark = marks[file]
    return mark ? [{ id: mark.id, file, result: mark.result, words: mark.words.trim() }] : []
  })
  return { kind, occurredOn, mode, minutesEach, withWhom: withWhom.trim(), rows }
}
