import { send } from '#web/platform/outbox.ts'
import type { NeedValues } from './need-values.ts'

const bodyOf = (need: NeedValues) => ({
  words: need.words.trim(), source: need.source, item: need.item, foundOn: need.foundOn, spokenBy: need.spokenBy.trim(),
  ...(need.urgency && { urgency: need.urgency }), ...(need.who[0] && { file: need.who[0].file }), ...(need.record && { record: need.record }),
})

/** Sends a need; one that names a record goes after it, for the outbox keeps the order. */
export const sendNeed = (need: NeedValues, title: string) =>
  send({ id: need.id, method: 'PUT', path: `/needs/${need.id}`, body: bodyOf(need), title, editAt: `/record/need?unsent=${need.id}` })
