import { randomUUID } from 'node:crypto'
import type { ResidentSaved, SaveResident } from '#api/residents.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkNotLater } from '../rules/checks.ts'
import { maskIdentity, maskPhone } from '../rules/masks.ts'
import { readIdentity, readPhone, sortKeyOf, type Identified } from '../rules/read-person.ts'
import { contractOn, findFile, findStation, findVisibleFileOf, nextFileNo, personOf, placeNames, worksAt, type FileRow } from '../store/files.ts'
import { putConsent } from './put-consent.ts'
import { putTags } from './put-tags.ts'
import { renewTokens } from './renew-tokens.ts'
import { sectionOf } from '../rules/section.ts'
import { sealField } from './seal-fields.ts'
import { stateOf } from './tell-change.ts'

/** Opens a file: numbered, sealed, findable, counted. Sending the same again changes nothing; another content under its id is refused. */
export async function saveResident(work: Work, id: string, input: SaveResident, batch: string | null = null): Promise<ResidentSaved> {
  const digest = work.keys.blindIndex('sent file', JSON.stringify(input))
  const earlier = await findFile(work, id)
  if (earlier) {
    if (!earlier.sent_digest?.equals(digest)) throw new Refusal('resident.changed-since', { fields: [], now: { version: earlier.version } })
    return { id, version: earlier.version, fileNo: earlier.file_no, warnings: [] }
  }
  const station = await requireStationFor(work, input.station ?? work.actor.station, input.place)
  const openedOn = input.openedOn ?? work.today
  checkNotLater(openedOn, work.today)
  const who = readIdentity({ identity: input.identity, birthOn: input.birthOn ?? null, sex: input.sex }, work.today)
  const person = await personOf(work, who.number === '' ? null : work.keys.blindIndex('identity', who.number), randomUUID())
  await refuseSecondFile(work, person, station.cell, id)
  const file = await addFile(work, { id, input, station, openedOn, who, person, digest, batch })
  const tags = await putTags(work, file, input.tags, openedOn)
  if (input.consent) await putConsent(work, id, input.consent)
  await renewTokens(work, file)
  await work.tell({ event: 'file.changed', was: null, now: stateOf(file, tags) })
  return { id, version: 1, fileNo: file.file_no, warnings: who.warnings }
}

interface NewFile {
  id: string
  input: SaveResident
  station: Awaited<ReturnType<typeof requireStationFor>>
  openedOn: string
  who: Identified
  person: string
  digest: Buffer
  batch: string | null
}

async function addFile(work: Work, { id, input, station, openedOn, who, person, digest, batch }: NewFile): Promise<FileRow> {
  const { tx, keys, today, actor } = work
  const phone = readPhone(input.phone)
  await keys.make(tx, { id, kind: 'file', cell: station.cell, place: input.place })
  const standards = await standardsOn(work, input.place, openedOn)
  const openedTags = input.tags.filter((tag) => (tag.fromOn ?? openedOn) <= openedOn && standards.tag(tag.tag)).map((tag) => tag.tag)
  await tx.insertInto('resident_file').values({
    id, cell: station.cell, place: input.place, station: station.id, dossier: id, person, file_no: await nextFileNo(work, station.id),
    name: input.name, name_sort: sortKeyOf(input.name), sex: who.sex, birth_on: who.birthOn,
    identity_sealed: await sealField(work, id, 'identity', who.number), identity_mask: who.number === '' ? null : maskIdentity(who.number),
    phone_sealed: await sealField(work, id, 'phone', phone), phone_mask: phone === '' ? null : maskPhone(phone),
    address_sealed: await sealField(work, id, 'address', input.address), section: sectionOf(input.address), note_sealed: await sealField(work, id, 'note', input.note),
    why_sealed: await sealField(work, id, 'why', input.whyServed), risk: input.risk, risk_since: today, worker: await workerOf(work, input, station.id),
    opened_on: openedOn, opened_station: station.id, opened_place: station.place, opened_village: input.place, opened_tags: [...new Set(openedTags)],
    opened_contract: await contractOn(work, station.id, openedOn), import_batch: batch, sent_digest: digest, made_at: work.now,
  }).execute()
  const file = await findFile({ ...work, actor }, id)
  if (!file) throw new Refusal('post.may-not')
  return file
}

/** A station in reach that answers for this place; both must exist. */
export async function requireStationFor(work: Work, id: string | null, place: number) {
  if (id === null) throw new Refusal('post.may-not')
  const station = await findStation(work, id)
  if (!station) throw new Refusal('station.not-found')
  if ((await placeNames(work, place)).length === 0) throw new Refusal('place.not-found')
  const width = station.place % 1_000_000 === 0 ? 999_999 : station.place % 1000 === 0 ? 999 : 0
  if (place < station.place || place > station.place + width) throw new Refusal('resident.lives-elsewhere')
  return station
}

/** Two files of one person in one cell: refused when the caller can see the other, else the same person quietly. */
export async function refuseSecondFile(work: Work, person: string, cell: number, except: string): Promise<void> {
  const known = await findVisibleFileOf(work, person, cell, except)
  if (known) throw new Refusal('resident.identity-known', { file: known.id, fileNo: known.file_no })
}

async function workerOf(work: Work, input: SaveResident, station: string): Promise<string | null> {
  if (input.worker === undefined) return work.actor.station === station ? work.actor.account : null
  if (!(await worksAt(work, input.worker, station))) throw new Refusal('worker.not-here')
  return input.worker
}
