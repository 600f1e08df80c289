import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Saved } from '#api/common.ts'
import type { AnswerReferral, ReferService } from '#api/services.ts'
import { checkCode, filesToServe } from '#server/modules/records/index.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { addWorkingDays } from '#server/platform/working-days.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { notify } from '#server/platform/notices/index.ts'
import type { Work } from '#server/platform/work.ts'
import { judgeOf } from '../store/facts.ts'
import { addPerson } from '../store/people.ts'
import { aboutService, changeServiceRow, nextNumber, requireOpenService, requireService, type ServiceRowOfTable } from '../store/services.ts'
import { tellService } from './tell-service.ts'

export const aboutReferral = (id: string): string => `referral ${id} reason`

/**
 * 转介: another station is offered the service with a summary and nothing else. It rests on a separate consent of the client, PIPL §23, or
 * on a law that is named. A protected service goes from person to person, never this way.
 */
export async function referService(work: Work, service: string, input: ReferService): Promise<Saved> {
  const row = await requireOpenService(work, service)
  const earlier = await work.tx.selectFrom('referral as r').select('r.version').where('r.id', '=', input.id).where(peopleInReach(work.actor, 'r')).executeTakeFirst()
  if (earlier) return { id: input.id, version: earlier.version }
  const { standards } = await judgeOf(work, row)
  await requireBasis(work, row, input, standards)
  const replyDue = input.urgent ? new Date(work.now.getTime() + standards.number('referral.urgent_reply_hours') * 3_600_000) : endOfWorkingDay(work.today, standards.number('referral.reply_wd'))
  const offered = randomUUID()
  await offer(work, row, offered, input)
  await work.tx.insertInto('referral').values({
    id: input.id, cell: row.cell, place: row.place, dossier: row.dossier, protected: row.protected, service, to_station: input.toStation, offered,
    reason_sealed: await work.keys.seal(work.tx, row.id, input.reason, aboutReferral(input.id)), consent: input.consent ?? null, basis: input.basis, state: 'sent', sent_at: work.now, reply_due_at: replyDue,
  }).execute()
  await work.tx.insertInto('clock').values({
    id: randomUUID(), cell: row.cell, place: row.place, station: row.station, service, method: row.method, key: `referral-${input.id}`, worker: row.worker, started_at: work.now, due_at: replyDue,
    tells: JSON.stringify([{ at: replyDue.toISOString(), who: ['station_head'] }]), next_tell_at: replyDue,
  }).execute()
  await notify(work, { kind: 'referral-offered', about: { id: offered, cell: row.cell, place: row.place }, to: { station: input.toStation, roles: ['worker', 'station_head', 'general_worker', 'general_supervisor'] } })
  await tellService(work, row, row)
  return { id: input.id, version: 1 }
}

const endOfWorkingDay = (today: string, many: number): Date => {
  const date = addWorkingDays(today, many)
  return new Date(`${date.official ? date.date : date.provisional}T23:59:59+08:00`)
}

async function requireBasis({ tx, actor }: Work, row: ServiceRowOfTable, { consent, basis }: ReferService, standards: Standards): Promise<void> {
  if (consent === undefined) {
    if (basis === '') throw new Refusal('referral.needs-consent')
    return checkCode(standards, 'referral-basis', 'basis', basis)
  }
  const found = await tx.selectFrom('consent as c').select('c.id').where('c.id', '=', consent).where('c.file', '=', row.client).where('c.medium', '<>', 'refused').where('c.withdrawn_on', 'is', null)
    .where('c.purpose', '=', 'referral').where(peopleInReach(actor, 'c')).executeTakeFirst()
  if (!found) throw new Refusal('referral.needs-consent')
}

/** The summary is sealed under a key of the offered service, which only the asked county's key unwraps. */
async function offer(work: Work, row: ServiceRowOfTable, offered: string, { toStation, summary }: ReferService): Promise<void> {
  const to = await sql<{ cell: number }>`select (place / 1000000)::int4 as cell from app.station_place(${toStation}::uuid)`.execute(work.tx)
  const cell = to.rows[0]?.cell
  if (cell === undefined) throw new Refusal('station.not-found')
  const made = await work.keys.makeLoose(work.tx, offered, cell, randomBytes(32))
  const words = made.seal(summary, aboutService(offered, 'words'))
  const found = await sql<{ answer: string }>`select app.offer_service(${offered}::uuid, ${row.id}::uuid, ${toStation}::uuid, ${words}, ${made.wrapped}, ${made.suite}::int2, ${made.wrappedBy}, ${work.now}, ${work.today}::date) as answer`.execute(work.tx)
  const answer = found.rows[0]?.answer
  if (answer === 'protected') throw new Refusal('referral.protected')
  if (answer === 'no-station') throw new Refusal('station.not-found')
  if (answer !== 'offered') throw new Refusal('service.not-found')
}

/** The asked station takes the service on – for somebody who has a file there – or says why not. The asking side learns it at once. */
export async function answerReferral(work: Work, id: string, { version, accept, why, client }: AnswerReferral): Promise<Saved> {
  const row = await requireService(work, id, { forChange: true, version })
  if (row.state !== 'offered') throw new Refusal('referral.answered')
  if (!accept && why === '') throw new Refusal('service.needs-reason')
  const { method } = await judgeOf(work, row)
  if (accept && method.subject === 'person' && client === undefined) throw new Refusal('service.needs-client')
  const [file] = accept && client !== undefined ? await filesToServe(work, [client], work.today) : []
  const found = await sql<{ answer: string }>`select app.answer_referral(${id}::uuid, ${accept ? 'accepted' : 'refused'}, ${why}, ${work.now}) as answer`.execute(work.tx)
  if (found.rows[0]?.answer !== 'answered') throw new Refusal('referral.answered')
  await notify(work, { kind: 'referral-answered', about: row, to: { account: row.worker } })
  const now = await changeServiceRow(work, row, accept
    ? { state: 'open', stage: method.stages[0]!.key, moved: JSON.stringify({ [method.stages[0]!.key]: work.now }), worker: work.actor.account, worker_name: work.actor.accountName, client: file?.id ?? null, person: file?.person ?? null,
        household: file?.household ?? null, age: file?.age ?? null, sex: file?.sex ?? null, risk: file?.risk ?? null, tags: file?.tags ?? [], served_place: file?.place ?? row.place,
        accepted_on: work.today, number: await nextNumber(work, row.station, row.counts as 'case') }
    : { state: 'refused' })
  if (file) await addPerson(work, now, { id: randomUUID(), file: file.id, role: method.roles[0]?.key ?? 'client', state: 'in' })
  await tellService(work, row, now)
  return { id, version: now.version }
}
