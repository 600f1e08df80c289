import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { idIn, idOf } from '../city/ids.ts'
import { makeCity, type City } from '../city/make-city.ts'
import { filesOf, type Speaker, type Town } from '../city/plan.ts'
import type { Load, Target } from '../client.ts'
import { eavesdrop, type Eavesdropper, type Sent } from '../support/capture.ts'
import { dropDatabase, ensureDatabase, type Cluster } from '../support/cluster.ts'
import { headersOf, load } from '../support/http.ts'
import { Constants, findPgbench, pgbench, scriptOf, versionOf } from '../support/pgbench.ts'
import { interleaved, judged, ratios, say, shown, type Table } from '../support/report.ts'
import { startServer } from '../support/server.ts'
import type { Bench } from './bench.ts'

const CLIENTS = 16
const TOWNS = 24

interface Side {
  target: Target
  script: string
}

interface Compared {
  title: string
  unit: string
  side: (heard: Eavesdropper, city: City, town: Town, constants: Constants) => Promise<Side & { sent: Sent[] }>
}

/** 记走访 through the door, and the same statements with nothing around them. */
const VISIT: Compared = {
  title: 'Recording a visit',
  unit: 'visits/s',
  async side(heard, city, town, constants) {
    const who = town.workers[0]!
    const files = filesOf(city, town)
    // Somebody of the first village, so that the statements name a place the script can work out.
    const [warm, n] = [files.first, files.first + files.step * town.villages.length]
    const body = (file: string) => ({ kind: 'visit', occurredOn: city.today, minutes: 20, files: [file], mode: 'home', result: 'normal', words: '在家，精神好，三餐正常，药按时在吃。' })
    let record = ''
    // Overheard with somebody whose key is not at hand, as the next person a worker visits mostly is.
    const { sent } = await heard.statementsOf(who, 'PUT', () => {
      const file = idOf('file', record === '' ? warm : n)
      record = randomUUID()
      return { url: `/records/${record}`, payload: body(file) }
    })
    const place = `case ${town.villages.map((village, i) => `when :k % ${town.villages.length} = ${i} then ${village}`).join(' ')} end`
    const sets = [`\\set k random(0, ${files.count - 1})`, `\\set file ${files.first} + ${files.step} * :k`, `\\set place ${place}`, '\\set record random(1, 9000000000000000000)']
    const varying = new Map([
      [record, idIn('record', ':record::text')], [idOf('file', n), idIn('file', ':file::text')], [idOf('person', n), idIn('person', ':file::text')],
      [idOf('duty', n), idIn('duty', ':file::text')], [String(town.villages[0]), ':place'],
    ])
    return { sent, script: scriptOf(sent, sets, varying, constants), target: { method: 'PUT', path: '/api/v1/records/{record}', body: JSON.stringify(body('{file}')), headers: headersOf(who), files } }
  },
}

/** 今天: the 20 people due first, with what was said last. */
const TODAY: Compared = {
  title: 'Listing 20 due people',
  unit: 'lists/s',
  async side(heard, _city, town, constants) {
    const who: Speaker = town.workers[0]!
    const { sent, body } = await heard.statementsOf(who, 'POST', () => ({ url: '/today', payload: {} }))
    if (body.rows.length !== 20) throw new Error(`${body.rows.length} people are due in ${town.name}, not 20`)
    return { sent, script: scriptOf(sent, [], new Map(), constants), target: { method: 'POST', path: '/api/v1/today', body: '{}', headers: headersOf(who) } }
  },
}

export const recording = (bench: Bench): Promise<Table> => compare(bench, VISIT)
export const listing = (bench: Bench): Promise<Table> => compare(bench, TODAY)

/** HTTP and pgbench by turns on a copy of the city, which both fill. */
async function compare(bench: Bench, compared: Compared): Promise<Table> {
  const { cluster, sizes, seconds, runs } = bench
  const binary = findPgbench()
  const city = await makeCity(cluster, sizes[1])
  const copy = `copy_${city.database}`
  await dropDatabase(cluster, copy)
  await ensureDatabase(cluster, copy, city.database, async () => {})
  try {
    const { sides, constants, roundTrips } = await listen(cluster, copy, city, compared)
    const http = { connections: CLIENTS, targets: sides.map(({ target }) => target) }
    const bare = binary && { binary, url: cluster.appUrl(copy), folder: join(cluster.folder, 'pgbench'), scripts: sides.map(({ script }) => script), constants, clients: CLIENTS }
    const server = await startServer(cluster, copy)
    try {
      const both = (time: number): (() => Promise<Load>)[] => [() => load({ origin: server.origin, seconds: time, ...http }), ...(bare ? [() => pgbench({ ...bare, seconds: time })] : [])]
      await interleaved(1, both(Math.min(3, seconds)))
      const [through = [], direct = []] = await interleaved(runs, both(seconds))
      say(`${compared.title}: ${shown(through.map(({ perSecond }) => perSecond))} against ${shown(direct.map(({ perSecond }) => perSecond))}`)
      return asTable(bench, compared, { city, through, direct, roundTrips, binary })
    } finally {
      await server.stop()
    }
  } finally {
    await dropDatabase(cluster, copy)
  }
}

async function listen(cluster: Cluster, database: string, city: City, { side }: Compared) {
  const heard = await eavesdrop(cluster, database)
  const constants = new Constants()
  const sides = []
  try {
    for (const town of city.towns.slice(1, TOWNS + 1)) sides.push(await side(heard, city, town, constants))
  } finally {
    await heard.stop()
  }
  return { sides, constants, roundTrips: sides[0]!.sent.length }
}

interface Found {
  city: City
  through: Load[]
  direct: Load[]
  roundTrips: number
  binary: string | undefined
}

function asTable({ seconds, runs }: Bench, { title, unit }: Compared, { city, through, direct, roundTrips, binary }: Found): Table {
  const of = (loads: Load[], key: 'perSecond' | 'p50' | 'p95') => (loads.length === 0 ? '—' : shown(loads.map((one) => one[key])))
  const share = ratios(through.map(({ perSecond }) => perSecond), direct.map(({ perSecond }) => perSecond)).map((one) => one * 100)
  return {
    title: `${title}, against the same statements in pgbench`,
    about: `${city.records} records, ${city.residents} residents in the city; ${CLIENTS} connections speaking with the sessions of ${TOWNS} workers of ${TOWNS} towns, people picked at random. `
      + `${runs} runs of ${seconds} s each side, by turns. Both sides: the ${roundTrips} round trips of one request (session, reach, row security as wulian_app, one transaction); `
      + `the client is a Node process of its own for HTTP, ${binary ? `${versionOf(binary)}, -M extended, -j 2` : 'and pgbench was not found on this machine'}.`,
    columns: ['', unit, 'p50 ms', 'p95 ms'],
    rows: [
      ['through HTTP, everything on', of(through, 'perSecond'), of(through, 'p50'), of(through, 'p95')], ['pgbench', of(direct, 'perSecond'), of(direct, 'p50'), of(direct, 'p95')],
      ['share of pgbench, %', direct.length === 0 ? '—' : shown(share), direct.length === 0 ? '—' : `target met: ${judged(share, { atLeast: 25 })}`, ''],
    ],
  }
}
