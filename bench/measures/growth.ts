import { type City, makeCity } from '../city/make-city.ts'
import { SAME, type Speaker } from '../city/plan.ts'
import { typical } from '../support/http.ts'
import { interleaved, judged, ratios, say, shown, type Table } from '../support/report.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import type { Bench } from './bench.ts'

interface Screen {
  name: string
  path: string
  who: (city: City) => Speaker
  body: (city: City) => object
}

const station = ({ towns }: City) => ({ by: 'station', station: towns[0]!.station })
const month = ({ today }: City) => ({ name: today.slice(0, 7) })
const worker = ({ towns }: City): Speaker => towns[0]!.workers[0]!
const head = ({ towns }: City): Speaker => towns[0]!.head

/** What a town station looks at all day. */
const SCREENS: Screen[] = [
  { name: '今天, worker', path: '/today', who: worker, body: () => ({}) },
  { name: '今天, station head', path: '/today', who: head, body: () => ({ scope: 'station' }) },
  { name: 'records list', path: '/records/list', who: worker, body: () => ({ limit: 50 }) },
  { name: 'month figures', path: '/figures', who: head, body: (city) => ({ scope: station(city), period: month(city), indicators: ['visits-all', 'visits-home', 'people-served', 'service-heads', 'needs-found'] }) },
  { name: 'T1 month report', path: '/tables/t1', who: head, body: (city) => ({ scope: station(city), period: month(city) }) },
  { name: '报一个数', path: '/ask', who: head, body: (city) => ({ station: city.towns[0]!.station, period: month(city) }) },
  { name: 'needs list', path: '/needs/list', who: worker, body: () => ({ limit: 50 }) },
  { name: 'resident list', path: '/residents/list', who: worker, body: (city) => ({ limit: 50, station: city.towns[0]!.station }) },
]

/** The screens of a town whose own data stays the same, while the city around it grows a hundredfold. */
export async function growth({ cluster, sizes, runs, times }: Bench): Promise<Table> {
  const cities: City[] = []
  for (const size of sizes) cities.push(await makeCity(cluster, size))
  const servers: RunningServer[] = []
  try {
    for (const { database } of cities) servers.push(await startServer(cluster, database))
    const rows: string[][] = []
    for (const { name, path, who, body } of SCREENS) {
      const sides = cities.map((city, n) => () => typical(servers[n]!.origin, who(city), { path, body: body(city), times }))
      await interleaved(1, sides)
      const found = await interleaved(runs, sides)
      const growing = ratios(found.at(-1)!, found[0]!)
      say(`${name}: ${found.map((took) => shown(took)).join(', ')}`)
      rows.push([name, ...found.map((took) => shown(took)), shown(growing), judged(growing, { atMost: 1.35 })])
    }
    return {
      title: 'Screens of one town while its city grows',
      about: `The town keeps ${SAME.residents} residents, ${SAME.records} records and ${SAME.needs} needs; the city around it has ${cities.map(({ records, residents }) => `${records} records of ${residents} residents`).join(', ')} `
        + `in three databases. One client, one request after the other through HTTP, ${runs} runs of ${times} requests by turns; milliseconds of each run's middle request.`,
      columns: ['screen', ...cities.map(({ records }) => `${records.toLocaleString('en')} records`), 'largest / smallest', 'target met'], rows,
    }
  } finally {
    for (const server of servers) await server.stop()
  }
}
