import type { Saved } from '#api/common.ts'
import type { AmendRecord } from '#api/records.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import type { Work } from '#server/platform/work.ts'
import type { Fact, RecordChanged } from '../events.ts'
import { aboutWords, keyOf, servedOf } from '../rules/fact.ts'
import { checkDay, checkRecordCodes, gapsOf } from '../rules/record.ts'
import { changeRecord, contractOn, filesToServe, listShown } from '../store.ts'
import { askForTwo } from './ask-for-two.ts'
import { requireOpenMonth, requireRecordToChange } from './require-record-to-change.ts'

/** Corrects what a record says. What it said before stays in its history; the figures follow. */
export async function amendRecord(work: Work, id: string, input: AmendRecord): Promise<Saved> {
  const { fact: was, row } = await requireRecordToChange(work, id, input)
  checkDay(input.occurredOn ?? was.occurredOn, work.today)
  const now = await correctedFact(work, was, input)
  if (now.occurredOn !== was.occurredOn) await requireOpenMonth(work, was.station, now.occurredOn)
  const standards = await standardsOn(work, was.place, now.occurredOn)
  const twoAsked = (await askForTwo(work, standards, [now])).has(id)
  checkRecordCodes(standards, { ...now, requester: row.requester })
  const withWhom = input.withWhom ?? row.with_whom ?? ''
  const hasWords = input.words === undefined ? row.words_sealed !== null : input.words !== ''
  await changeRecord(work, now, {
    version: input.version, amendWhy: input.why, gaps: gapsOf({ ...now, hasWords, withWhom, twoAsked, photosShow: await listShown(work, id) }),
    ...(input.words !== undefined && { wordsSealed: await sealed(work, was, input.words) }),
    ...(input.withWhom !== undefined && { withWhom: input.withWhom || null }), ...(input.title !== undefined && { title: input.title || null }),
  })
  await work.tell({ event: 'record.changed', was, now } satisfies RecordChanged)
  return { id, version: input.version + 1 }
}

async function correctedFact(work: Work, was: Fact, input: AmendRecord): Promise<Fact> {
  const now: Fact = {
    ...was, occurredOn: input.occurredOn ?? was.occurredOn, minutes: input.minutes ?? was.minutes, mode: input.mode ?? was.mode, item: input.item ?? was.item,
    result: was.result === null ? null : input.result ?? was.result, inContract: was.kind === 'task' ? input.inContract ?? was.inContract : null,
    heads: was.kind === 'activity' ? Math.max(input.heads ?? was.heads, was.people.length) : was.heads,
  }
  if (now.occurredOn === was.occurredOn) return now
  // Another day: its contract, and everyone's age and groups as they were on it. Where he lived stays as it was written.
  const files = new Map((await filesToServe(work, was.people.map(({ file }) => file), now.occurredOn)).map((file) => [file.id, servedOf(file)]))
  const people = was.people.map((person) => ({ ...person, age: files.get(person.file)!.age, tags: files.get(person.file)!.tags }))
  return { ...now, people, contract: await contractOn(work, was.station, now.occurredOn) }
}

async function sealed({ tx, keys }: Work, fact: Fact, words: string): Promise<Buffer | null> {
  return words === '' ? null : keys.seal(tx, keyOf(fact), words, aboutWords(fact.id))
}
