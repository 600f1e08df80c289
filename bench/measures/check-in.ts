import { randomUUID } from 'node:crypto'
import { makeCity } from '../city/make-city.ts'
import { onServer } from '../support/cluster.ts'
import { ask, post } from '../support/http.ts'
import { say, shown, type Table } from '../support/report.ts'
import { startServer } from '../support/server.ts'
import type { Bench } from './bench.ts'

const PEOPLE = 200
/** A device scans the next before the answer to the last is there, and now and then the same person again. */
const UNDERWAY = 4
const AGAIN_EVERY = 9

/** 200 people past one device, with double scans: everybody stands there once. */
export async function checkIn({ cluster, sizes, runs }: Bench): Promise<Table> {
  const city = await makeCity(cluster, sizes[0])
  const server = await startServer(cluster, city.database)
  const { workers: [who] } = city.towns[2]!
  const took: number[] = []
  const wrong: string[] = []
  try {
    for (let run = 0; run < runs; run++) {
      const service = randomUUID()
      await ask(server.origin, who!, 'PUT', `/services/${service}`, { method: 'activity-plan', title: '银龄秋游', openedOn: city.today, capacity: PEOPLE })
      const people: string[] = []
      for (let n = 0; n < PEOPLE; n++) {
        people.push(randomUUID())
        await ask(server.origin, who!, 'PUT', `/service-people/${people[n]}`, { service, name: `居民${n + 1}`, role: 'participant', state: 'signed-up' })
      }
      const scans = people.flatMap((person, n) => (n % AGAIN_EVERY === 0 ? [person, person] : [person]))
      const began = performance.now()
      let next = 0
      await Promise.all(Array.from({ length: UNDERWAY }, async () => {
        while (next < scans.length) await post(server.origin, who!, `/services/${service}/check-in`, { rows: [{ person: scans[next++]!, how: 'qr' }] })
      }))
      took.push((performance.now() - began) / scans.length)
      const { rows } = await onServer(cluster.adminUrl(city.database), (owner) => owner.query<{ n: number; twice: number }>(
        `select count(*) filter (where checked_in_at is not null)::int4 as n, (count(*) - count(distinct id))::int4 as twice from service_person where service = $1`, [service]))
      if (rows[0]!.n !== PEOPLE || rows[0]!.twice !== 0) wrong.push(`${rows[0]!.n} of ${PEOPLE} stand there`)
    }
  } finally {
    await server.stop()
  }
  say(`check-in: ${shown(took)} ms a scan, ${wrong.length} runs wrong`)
  return {
    title: 'Check-in of 200 people through one device', about: `${PEOPLE} people signed up for an activity, every ninth scanned twice, ${UNDERWAY} requests under way at a time; ${runs} activities.`,
    columns: ['milliseconds a scan', 'people checked in', 'lost or double'], rows: [[shown(took), `${PEOPLE} of ${PEOPLE} in ${runs - wrong.length} of ${runs} runs`, wrong.length === 0 ? 'none' : wrong.join('; ')]],
  }
}
