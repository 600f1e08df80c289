import type { SaveRecord } from '#api/records.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { Fact, RecordChanged } from '../events.ts'
import { aboutWords, type Belonging, digestOfInput, factOf, keyOf } from '../rules/fact.ts'
import { checkDay, checkForm, checkNextDay, checkRecordCodes, gapsOf, isLate } from '../rules/record.ts'
import { addPhotos, addRecords, contractOn, filesToServe, listEarlier, type NewRecord } from '../store.ts'
import { askForTwo } from './ask-for-two.ts'

/** Writes down what was done. Sending the same record again changes nothing; another content under its id is refused. */
export async function saveRecord(work: Work, id: string, input: SaveRecord, belongs?: Belonging): Promise<{ id: string; version: number }> {
  const digest = digestOfInput(input)
  const [earlier] = await listEarlier(work, [id])
  if (earlier) {
    if (!earlier.digest.equals(digest)) throw new Refusal('record.changed-since')
    return { id, version: earlier.version }
  }
  checkDay(input.occurredOn, work.today)
  checkNextDay('nextOn' in input ? input.nextOn : undefined, work.today)
  checkForm(input.formVersion, input.kind, work.today)
  const { actor } = work
  if (actor.station === null) throw new Refusal('post.may-not')
  const files = await filesToServe(work, 'files' in input ? input.files : [], input.occurredOn)
  const contract = await contractOn(work, actor.station, input.occurredOn)
  const fact = factOf({ id, cell: actor.cell, place: actor.place, station: actor.station, worker: actor.account, contract }, input, files, belongs)
  const requester = input.kind === 'task' ? input.requester : null
  const standards = await standardsOn(work, actor.place, input.occurredOn)
  checkRecordCodes(standards, { ...fact, requester })
  const twoAsked = (await askForTwo(work, standards, [fact])).has(id)

  await addRecords(work, [{ ...newRecordOf(work, fact, input, twoAsked), wordsSealed: await sealedWords(work, fact, input.words), digest }])
  await addPhotos(work, fact, input.photos)
  await work.tell({ event: 'record.changed', was: null, now: fact } satisfies RecordChanged)
  return { id, version: 1 }
}

function newRecordOf({ actor, now, today }: Work, fact: Fact, input: SaveRecord, twoAsked: boolean): Omit<NewRecord, 'wordsSealed' | 'digest'> {
  return {
    ...fact, workerName: actor.accountName, startedAt: input.startedAt ?? null, withWhom: input.withWhom || null, title: 'title' in input ? input.title || null : null,
    requester: input.kind === 'task' ? input.requester : null, signature: 'signature' in input ? input.signature : null,
    unsignedWhy: 'unsignedWhy' in input ? input.unsignedWhy || null : null,
    gaps: gapsOf({ ...fact, hasWords: input.words !== '', withWhom: input.withWhom, twoAsked, photosShow: input.photos.map(({ shows }) => shows) }),
    batch: input.batch ?? null, formVersion: input.formVersion, recordedAt: now, late: isLate(input.occurredOn, today),
  }
}

async function sealedWords({ tx, keys }: Work, fact: Fact, words: string): Promise<Buffer | null> {
  return words === '' ? null : keys.seal(tx, keyOf(fact), words, aboutWords(fact.id))
}
