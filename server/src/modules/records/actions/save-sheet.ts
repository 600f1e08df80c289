import type { Saved } from '#api/common.ts'
import type { SaveSheet, SaveVisit } from '#api/records.ts'
import type { z } from 'zod'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { Fact, RecordChanged } from '../events.ts'
import { aboutWords, digestOfInput, factOf, keyOf, type FileServed } from '../rules/fact.ts'
import { checkDay, checkRecordCodes, gapsOf, isLate } from '../rules/record.ts'
import { addRecords, contractOn, filesToServe, listEarlier, type NewRecord } from '../store.ts'
import { askForTwo } from './ask-for-two.ts'

type Row = SaveSheet['rows'][number]

/**
 * Saves a whole round at once: mode and day for all, exceptions by row. All rows are written or none; rows that were
 * written by an earlier sending of the same sheet are left as they are.
 */
export async function saveSheet(work: Work, sheet: string, input: SaveSheet): Promise<{ saved: Saved[] }> {
  const { actor } = work
  checkDay(input.occurredOn, work.today)
  if (actor.station === null) throw new Refusal('post.may-not')
  const ids = input.rows.map(({ id }) => id)
  if (new Set(ids).size < ids.length || new Set(input.rows.map(({ file }) => file)).size < ids.length) throw new Refusal('record.changed-since')
  const earlier = new Map((await listEarlier(work, ids)).map((row) => [row.id, row]))
  const fresh = input.rows.filter((row) => isFresh(row, input, earlier.get(row.id)?.digest))
  if (fresh.length > 0) await write(work, sheet, input, fresh, actor.station)
  return { saved: ids.map((id) => ({ id, version: earlier.get(id)?.version ?? 1 })) }
}

const digestOfRow = ({ rows: _, ...head }: SaveSheet, row: Row): Buffer => digestOfInput({ ...head, ...row })

function isFresh(row: Row, input: SaveSheet, digest: Buffer | undefined): boolean {
  if (digest === undefined) return true
  if (!digest.equals(digestOfRow(input, row))) throw new Refusal('record.changed-since', { id: row.id })
  return false
}

async function write(work: Work, sheet: string, input: SaveSheet, rows: readonly Row[], station: string) {
  const standards = await standardsOn(work, work.actor.place, input.occurredOn)
  for (const { result } of rows) checkRecordCodes(standards, { kind: input.kind, mode: input.mode, result, requester: null, item: '' })
  const files = await filesToServe(work, rows.map(({ file }) => file), input.occurredOn)
  const contract = await contractOn(work, station, input.occurredOn)
  await work.keys.ready(work.tx, rows.flatMap(({ file, words }) => (words === '' ? [] : [file])))
  const facts = rows.map((row, at) => factOfRow(work, input, row, files[at]!, { station, contract }))
  const two = await askForTwo(work, standards, facts)
  const records: NewRecord[] = []
  for (const [at, row] of rows.entries()) records.push(await newRecordOf(work, sheet, input, row, facts[at]!, two.has(row.id)))
  await addRecords(work, records)
  // Followers lock the files: in one order, so that two sheets with the same people wait for each other and do not lock up.
  const inOrder = facts.toSorted((a, b) => (a.people[0]!.file < b.people[0]!.file ? -1 : 1))
  await work.tell(...inOrder.map((now): RecordChanged => ({ event: 'record.changed', was: null, now })))
}

function factOfRow({ actor }: Work, input: SaveSheet, row: Row, file: FileServed, at: { station: string; contract: string | null }): Fact {
  const contents: z.infer<typeof SaveVisit> = {
    kind: 'visit', formVersion: 'visit.1', occurredOn: input.occurredOn, minutes: input.minutesEach, words: row.words, item: '', withWhom: input.withWhom, photos: [],
    files: [row.file], mode: input.mode, result: row.result, signature: 'none', unsignedWhy: '',
  }
  const written = { ...at, id: row.id, cell: actor.cell, place: actor.place, worker: actor.account }
  return factOf(written, input.kind === 'visit' ? contents : { ...contents, kind: 'call' }, [file])
}

async function newRecordOf({ actor, keys, tx, now, today }: Work, sheet: string, input: SaveSheet, row: Row, fact: Fact, twoAsked: boolean): Promise<NewRecord> {
  return {
    ...fact, workerName: actor.accountName, startedAt: null, withWhom: input.withWhom || null, title: null, requester: null,
    wordsSealed: row.words === '' ? null : await keys.seal(tx, keyOf(fact), row.words, aboutWords(row.id)), signature: 'none', unsignedWhy: null,
    gaps: gapsOf({ ...fact, hasWords: row.words !== '', withWhom: input.withWhom, twoAsked, photosShow: [] }), batch: sheet,
    formVersion: `${input.kind}.1`, recordedAt: now, late: isLate(input.occurredOn, today), digest: digestOfRow(input, row),
  }
}
