import type { PublishPhoto } from '#api/records.ts'
import { leaveView } from '#server/platform/audit.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { maskFaces, openFile, type BlobStore } from '#server/platform/files/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { letInto } from '../store.ts'

/** A copy of a photo to be published, its faces hidden as somebody marked them. Only where those in it said yes; nothing is kept, but that it was taken is. */
export async function publishPhoto(work: Work, store: BlobStore, record: string, blob: string, { faces }: PublishPhoto): Promise<Buffer> {
  const find = () => work.tx.selectFrom('record_photo as p').innerJoin('record as r', 'r.id', 'p.record').select(['p.consent', 'p.cell', 'p.place']).where('p.record', '=', record).where('p.blob', '=', blob).where('r.voided_at', 'is', null)
    .where(peopleInReach(work.actor, 'p')).where(peopleInReach(work.actor, 'r')).executeTakeFirst()
  const photo = (await find()) ?? ((await letInto(work, 'record', record)) ? await find() : undefined)
  if (!photo) throw new Refusal('file.not-found')
  if (photo.consent !== 'publish') throw new Refusal('photo.not-to-publish')
  const opened = await openFile(work, store, blob, 'full')
  if (!opened) throw new Refusal('file.not-found')
  await leaveView(work, { act: 'publish', subject: 'blob', subjectId: blob, cell: photo.cell, place: photo.place, rows: 1, digestOf: { record, faces } })
  return maskFaces(opened.content, faces)
}
