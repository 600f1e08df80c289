import { sql } from 'kysely'
import type { DoorList, DoorsQuery } from '#api/doors.ts'
import { standardsOfPlaces, standardsOn, type Standards } from '#server/modules/standards/index.ts'
import { networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { tokenOf } from '../rules/door.ts'
import { judgeOf } from '../store/facts.ts'
import { requireService } from '../store/services.ts'

const MOST = 100
type Row = Omit<DoorList['rows'][number], 'token' | 'methodTitle'> & { place: number }

/** The doors of one service, or of the own station; and which may be made. */
export async function listDoors(work: Work, { service }: DoorsQuery): Promise<DoorList> {
  const { tx, actor, today, keys } = work
  const row = service === undefined ? undefined : await requireService(work, service)
  const found = (await sql<Row>`
    select l.id, l.version, l.service, l.method, l.door, l.title, t.name as "stationName", l.until_on as "untilOn", l.most, l.used, l.made_by_name as "madeByName", l.place,
      case when l.ended_at is not null then 'ended' when l.until_on < ${today}::date then 'past' when l.used >= l.most then 'full' else 'open' end as state
    from public_link l join station t on t.id = l.station and ${networkInReach(actor, 't')}
    where ${row ? sql`l.service = ${row.id}` : sql`l.station = ${actor.station} and l.service is null`} and ${networkInReach(actor, 'l')} order by l.made_at desc limit ${MOST}`.execute(tx)).rows
  const known = await standardsOfPlaces(work, [...new Set(found.map(({ place }) => place))], today)
  const titleOf = (place: number, key: string) => known.get(place)?.methods().find((one) => one.key === key)?.title ?? { zh: key }
  return {
    rows: found.map(({ place, ...one }) => ({ ...one, methodTitle: titleOf(place, one.method), token: tokenOf(keys, one.id) })),
    offers: row ? (row.protected || row.state !== 'open' ? [] : offersOf((await judgeOf(work, row)).standards, 'service', row.method)) : actor.station === null ? [] : offersOf(await standardsOn(work, actor.place, today), 'station'),
  }
}

const offersOf = (standards: Standards, to: 'service' | 'station', only?: string): DoorList['offers'] =>
  standards.methods().filter(({ key }) => only === undefined || key === only)
    .flatMap((method) => (method.doors ?? []).filter((door) => door.to === to).map((door) => ({ method: method.key, methodTitle: method.title, door: door.key, title: door.title })))
