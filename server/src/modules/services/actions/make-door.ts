import { sql } from 'kysely'
import type { Saved } from '#api/common.ts'
import type { EndDoor, MakeDoor } from '#api/doors.ts'
import { standardsOn, type Method } from '#server/modules/standards/index.ts'
import { networkInReach } from '#server/platform/database/index.ts'
import { addDays } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { findDoor } from '../rules/door.ts'
import { judgeOf } from '../store/facts.ts'
import { requireOpenService } from '../store/services.ts'

/** A door stands open for a year at most. */
const LONGEST_DAYS = 366

/** 生成二维码: lets the public fill in one form of a service, or begin a service at the own station, until a day. */
export async function makeDoor(work: Work, id: string, input: MakeDoor): Promise<Saved> {
  const { actor, tx, today, now } = work
  const earlier = await tx.selectFrom('public_link as l').select('l.version').where('l.id', '=', id).where(networkInReach(actor, 'l')).executeTakeFirst()
  if (earlier) return { id, version: earlier.version }
  if (input.untilOn < today || input.untilOn > addDays(today, LONGEST_DAYS)) throw new Refusal('door.until', { days: LONGEST_DAYS })
  const { method, ...home } = await homeOf(work, input)
  const door = findDoor(method, input.door)
  if (!door || (door.to === 'service') !== (input.service !== undefined)) throw new Refusal('door.not-found')
  await tx.insertInto('public_link').values({
    ...home, id, method: method.key, door: door.key, title: input.title === '' ? door.title.zh : input.title, until_on: input.untilOn, most: input.most ?? null, made_at: now, made_by: actor.account, made_by_name: actor.accountName,
  }).execute()
  return { id, version: 1 }
}

async function homeOf(work: Work, { service, method: key }: MakeDoor): Promise<{ method: Method; service: string | null; station: string; place: number; cell: number }> {
  const { actor } = work
  if (service !== undefined) {
    const row = await requireOpenService(work, service)
    if (row.protected) throw new Refusal('door.not-found')
    return { method: (await judgeOf(work, row)).method, service, station: row.station, place: row.place, cell: row.cell }
  }
  if (actor.station === null) throw new Refusal('post.may-not')
  const method = (await standardsOn(work, actor.place, work.today)).methods().find((one) => one.key === key)
  if (!method) throw new Refusal('door.not-found')
  return { method, service: null, station: actor.station, place: actor.place, cell: actor.cell }
}

/** What hangs on walls leads nowhere from now on. */
export async function endDoor(work: Work, id: string, { version }: EndDoor): Promise<Saved> {
  const found = await sql<{ version: number; ended: boolean }>`
    select l.version, l.ended_at is not null as ended from public_link l where l.id = ${id}::uuid and ${networkInReach(work.actor, 'l')} for update`.execute(work.tx)
  const [door] = found.rows
  if (!door) throw new Refusal('door.not-found')
  if (door.ended) return { id, version: door.version }
  if (door.version !== version) throw new Refusal('door.changed-since', { fields: [], now: { version: door.version } })
  await work.tx.updateTable('public_link').set({ ended_at: work.now, version: version + 1 }).where('id', '=', id).execute()
  return { id, version: version + 1 }
}
