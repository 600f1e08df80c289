import { createHash } from 'node:crypto'
import type { SaveRecord } from '#api/records.ts'
import { requireFilesToServe } from '#server/modules/residents/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { Fact, RecordChanged } from '../events.ts'
import { checkDay, checkNextDay, gapsOf, isLate } from '../rules.ts'
import { addPhotos, addRecord, contractOn, findEarlier } from '../store.ts'

type FileServed = Awaited<ReturnType<typeof requireFilesToServe>>[number]

/** Writes down what was done. Sending the same record again changes nothing; another content under its id is refused. */
export async function saveRecord(work: Work, id: string, input: SaveRecord): Promise<{ id: string; version: number }> {
  const digest = createHash('sha256').update(JSON.stringify(input)).digest()
  const earlier = await findEarlier(work, id)
  if (earlier) {
    if (!earlier.digest.equals(digest)) throw new Refusal('record.changed-since')
    return { id, version: earlier.version }
  }
  checkDay(input.occurredOn, work.today)
  checkNextDay('nextOn' in input ? input.nextOn : undefined, work.today)
  if (work.actor.station === null) throw new Refusal('post.may-not')
  const files = await requireFilesToServe(work, 'files' in input ? input.files : [], input.occurredOn)
  const fact = factOf(work, id, input, files, await contractOn(work, work.actor.station, input.occurredOn))

  await addRecord(work, {
    ...fact, workerName: work.actor.accountName, startedAt: input.startedAt ?? null, withWhom: input.withWhom || null, title: 'title' in input ? input.title || null : null,
    requester: input.kind === 'task' ? input.requester : null, wordsSealed: await sealedWords(work, fact, input.words),
    signature: 'signature' in input ? input.signature : null, unsignedWhy: 'unsignedWhy' in input ? input.unsignedWhy || null : null,
    gaps: gapsOf(input, files[0]?.risk ?? 'blue'), batch: input.batch ?? null, formVersion: input.formVersion, recordedAt: work.now,
    late: isLate(input.occurredOn, work.today), digest,
  })
  await addPhotos(work, fact, input.photos)
  await work.tell({ event: 'record.changed', was: null, now: fact } satisfies RecordChanged)
  return { id, version: 1 }
}

function factOf({ actor }: Work, id: string, input: SaveRecord, files: FileServed[], contract: string | null): Fact {
  const first = files[0]
  // A record about protected people is protected as a whole and belongs to the first one's dossier.
  const guarded = files.find((file) => file.protected)
  return {
    id, cell: actor.cell, place: actor.place, station: actor.station!, servedPlace: servedPlaceOf(input, first) ?? actor.place,
    dossier: guarded?.id ?? (files.length === 1 ? first!.id : id), protected: guarded !== undefined, kind: input.kind, occurredOn: input.occurredOn,
    minutes: input.minutes, worker: actor.account, contract, mode: input.mode, result: 'result' in input ? input.result : null, item: input.item,
    inContract: input.kind === 'task' ? input.inContract : null, heads: input.kind === 'activity' ? Math.max(input.heads, files.length) : files.length,
    households: input.kind === 'visit' || input.kind === 'call' ? new Set(files.map((file) => file.household ?? file.id)).size : 0,
    headGroups: input.kind === 'activity' ? input.headGroups : {}, nextOn: 'nextOn' in input ? input.nextOn ?? null : null,
    people: files.map((file) => ({
      file: file.id, person: file.person, household: file.household, dossier: file.id, protected: file.protected, place: file.place, age: file.age, sex: file.sex,
      risk: file.risk, tags: file.tags,
    })),
  }
}

const servedPlaceOf = (input: SaveRecord, first: FileServed | undefined): number | undefined =>
  first?.place ?? (input.kind === 'activity' ? input.servedPlace : undefined)

/** Words about one person are sealed under his file's key; anything else under the station's. */
async function sealedWords({ tx, keys }: Work, fact: Fact, words: string): Promise<Buffer | null> {
  if (words === '') return null
  return keys.seal(tx, keyOf(fact), words, `record ${fact.id} words`)
}

export const keyOf = (fact: Pick<Fact, 'id' | 'dossier' | 'station'>): string => (fact.dossier === fact.id ? fact.station : fact.dossier)
