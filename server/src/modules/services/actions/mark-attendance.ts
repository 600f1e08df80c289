import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Attend } from '#api/services.ts'
import { setPeopleServed } from '#server/modules/records/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { requireService } from '../store/services.ts'
import { tellService } from './tell-service.ts'

/** 出席: who came to a session. The session then served those who were there; two workers marking the same line write one row, the later word stands. */
export async function markAttendance(work: Work, service: string, { record, rows }: Attend): Promise<{ present: number; absent: number }> {
  const { tx, actor } = work
  const s = await requireService(work, service, { forChange: true })
  if (s.state !== 'open') throw new Refusal('service.not-open')
  const known = await tx.selectFrom('service_person as p').select(['p.id']).where('p.service', '=', service).where(peopleInReach(actor, 'p')).execute()
  if (rows.some(({ person }) => !known.some(({ id }) => id === person))) throw new Refusal('person.not-found')
  for (const { person, state, reason } of rows) {
    await tx.insertInto('attendance').values({
      id: randomUUID(), cell: s.cell, place: s.place, dossier: s.dossier, protected: s.protected, service, record, person, state, reason, marked_by: actor.account,
    }).onConflict((conflict) => conflict.columns(['record', 'person', 'cell']).doUpdateSet({ state, reason, marked_by: actor.account, version: sql`attendance.version + 1` })).execute()
  }
  const marked = await tx.selectFrom('attendance as a').innerJoin('service_person as p', 'p.id', 'a.person').select(['a.state', 'p.file']).where('a.record', '=', record)
    .where(peopleInReach(actor, 'a')).where(peopleInReach(actor, 'p')).execute()
  const there = marked.filter(({ state }) => state !== 'absent')
  await setPeopleServed(work, record, { service, files: there.flatMap(({ file }) => file ?? []), heads: there.length })
  await tellService(work, s, s)
  return { present: there.length, absent: marked.length - there.length }
}
