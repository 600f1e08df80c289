import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { DrawSample } from '#api/services.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { judgeOf } from '../store/facts.ts'
import { requireOpenService } from '../store/services.ts'
import { tellService } from './tell-service.ts'

/**
 * 抽样: draws people whom the station served in a time, by chance. Never somebody protected, gone, or served by who draws – nobody asks after his own work –
 * and nobody twice. The seed is kept: the same pool gives the same people again.
 */
export async function drawSample(work: Work, service: string, { id, size, from, to }: DrawSample): Promise<{ drawn: number; pool: number }> {
  const row = await requireOpenService(work, service)
  const { tx, actor, now } = work
  const role = (await judgeOf(work, row)).method.sample?.role
  if (role === undefined) throw new Refusal('sample.not-here')
  const earlier = await tx.selectFrom('service_sample as s').select(['s.pool', 's.size']).where('s.id', '=', id).where('s.service', '=', service).where(peopleInReach(actor, 's')).executeTakeFirst()
  if (earlier) return { drawn: Math.min(earlier.size, earlier.pool), pool: earlier.pool }
  if (from > to || to > work.today) throw new Refusal('sample.time')
  const seed = randomUUID()
  const drawn = await sql<{ file: string; pool: number }>`
    with served as (
      select distinct q.file from record_person q join resident_file f on f.id = q.file and ${peopleInReach(actor, 'f')}
      where q.station = ${row.station} and q.occurred_on between ${from}::date and ${to}::date and not q.voided and not q.protected and not f.protected and f.closed_on is null and ${peopleInReach(actor, 'q')}
        and not exists (select from service_person p where p.service = ${service}::uuid and p.file = q.file and ${peopleInReach(actor, 'p')})),
    pool as (
      select s.file from served s where not exists (
        select from record_person o where o.file = s.file and o.worker = ${actor.account} and o.occurred_on between ${from}::date and ${to}::date and not o.voided and ${peopleInReach(actor, 'o')}))
    select file, (select count(*)::int4 from pool) as pool from pool order by md5(${seed}::text || file::text) limit ${size}`.execute(tx)
  const [first] = drawn.rows
  if (!first) throw new Refusal('sample.nobody')
  await tx.insertInto('service_sample').values({
    id, cell: row.cell, place: row.place, dossier: row.dossier, protected: row.protected, service, seed, size, pool: first.pool, from_on: from, to_on: to, drawn_at: now, drawn_by: actor.account, drawn_by_name: actor.accountName,
  }).execute()
  const begin = (await tx.selectFrom('service_person as p').select((eb) => eb.fn.max('p.position').as('last')).where('p.service', '=', service).where(peopleInReach(actor, 'p')).executeTakeFirst())?.last ?? 0
  await tx.insertInto('service_person').values(drawn.rows.map(({ file }, n) => ({
    id: randomUUID(), cell: row.cell, place: row.place, dossier: row.dossier, protected: row.protected, service, file, role, state: 'signed-up', since: now, position: begin + n + 1,
  }))).execute()
  await tellService(work, row, row)
  return { drawn: drawn.rows.length, pool: first.pool }
}
