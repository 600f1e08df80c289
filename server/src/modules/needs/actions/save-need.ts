import { createHash } from 'node:crypto'
import type { Saved } from '#api/common.ts'
import type { SaveNeed } from '#api/needs.ts'
import { checkCode, checkItem, contractOn, filesToServe } from '#server/modules/records/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { NeedChanged, NeedFact } from '../events.ts'
import { aboutNeed, dueOnOf, keyOfNeed } from '../rules/need.ts'
import { addNeed, findEarlier, isRecordOf } from '../store.ts'

/** Writes a need down: the words are enough. Sending it again changes nothing; another content under its id is refused. */
export async function saveNeed(work: Work, id: string, input: SaveNeed): Promise<Saved> {
  const digest = createHash('sha256').update(JSON.stringify(input)).digest()
  const earlier = await findEarlier(work, id)
  if (earlier) {
    if (!earlier.digest.equals(digest)) throw new Refusal('need.changed-since')
    return { id, version: earlier.version }
  }
  const { actor, today, tx, keys } = work
  if (actor.station === null) throw new Refusal('post.may-not')
  const foundOn = input.foundOn ?? today
  if (foundOn > today) throw new Refusal('record.in-the-future')
  const standards = await standardsOn(work, actor.place, foundOn)
  checkCode(standards, 'need-source', 'source', input.source)
  checkCode(standards, 'need-urgency', 'urgency', input.urgency)
  checkItem(standards, input.item)
  const fact = await factOf(work, id, input, foundOn, actor.station)
  if (input.record !== undefined && !(await isRecordOf(work, input.record, input.file))) throw new Refusal('record.not-found')
  await addNeed(work, {
    ...fact, record: input.record ?? null, spokenBy: input.spokenBy || null, wordsSealed: await keys.seal(tx, keyOfNeed(fact), input.words, aboutNeed(id, 'words')),
    dueOn: dueOnOf(standards, input.urgency, foundOn), workerName: actor.accountName, digest,
  })
  await work.tell({ event: 'need.changed', was: null, now: fact } satisfies NeedChanged)
  return { id, version: 1 }
}

/** Groups, place and contract as they were on the day it was found. */
async function factOf(work: Work, id: string, input: SaveNeed, foundOn: string, station: string): Promise<NeedFact> {
  const { actor } = work
  const [file] = await filesToServe(work, input.file === undefined ? [] : [input.file], foundOn)
  return {
    id, cell: actor.cell, place: actor.place, station, servedPlace: file?.place ?? input.servedPlace ?? actor.place, dossier: file?.id ?? id, protected: file?.protected ?? false,
    file: file?.id ?? null, person: file?.person ?? null, household: file?.household ?? null, foundOn, source: input.source, item: input.item, urgency: input.urgency,
    state: 'open', outcome: null, closedOn: null, tags: file?.tags ?? [], contract: await contractOn(work, station, foundOn), worker: actor.account,
  }
}
