import { addDays } from '#server/platform/days.ts'
import { makeCity, type City } from '../city/make-city.ts'
import type { Speaker } from '../city/plan.ts'
import { fillForm, longCase, openCase } from '../city/services.ts'
import { eavesdrop, type Sent } from '../support/capture.ts'
import { onServer } from '../support/cluster.ts'
import { ask, post, timed } from '../support/http.ts'
import { interleaved, judged, ratios, say, shown, type Table } from '../support/report.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import type { Bench } from './bench.ts'
import { openReader, readingOf, unprepared } from './reach.ts'

const CASES = 1_000
const [FEW, MANY] = [50, 5_000]
const TIMELINE = 50
const P95 = 0.95
const AT_ONCE = 8
/** Rounds before the measured ones: a server that just started has not compiled its own code yet. */
const WARM = 4

/** Professional services: 今天 of a county with much open, and a person whom somebody has visited for years. */
export async function casework({ cluster, sizes, runs, times }: Bench): Promise<Table[]> {
  const city = await makeCity(cluster, sizes[1])
  const server = await startServer(cluster, city.database)
  try {
    return [await ofSupervisor({ cluster, runs, times }, city, server), await ofLongCase({ cluster, runs, times }, city, server)]
  } finally {
    await server.stop()
  }
}

type How = Pick<Bench, 'cluster' | 'runs' | 'times'>

/** A thousand urgent cases that wait for their answer, each with a question to the county's supervisor: 2,000 open items. */
async function ofSupervisor({ cluster, runs, times }: How, city: City, server: RunningServer): Promise<Table> {
  const { supervisor, place } = city.counties[0]!
  const towns = city.towns.filter(({ cell }) => cell === supervisor.cell && cell * 1_000_000 === place)
  const opened = addDays(city.today, -20)
  const makeOne = async (n: number) => {
    const town = towns[n % towns.length]!
    const round = Math.floor(n / towns.length)
    const who = town.workers[round % 2]!
    const service = await openCase(server.origin, city, town, round, opened)
    await fillForm(server.origin, who, service, 'case-intake', opened, { urgency: 'immediate' })
    await ask(server.origin, who, 'PUT', `/service-approvals/${crypto.randomUUID()}`, { service, key: 'assessment-approved' })
  }
  for (let n = 0; n < CASES; n += AT_ONCE) await Promise.all(Array.from({ length: Math.min(AT_ONCE, CASES - n) }, (_, k) => makeOne(n + k)))
  await onServer(cluster.adminUrl(city.database), (owner) => owner.query('vacuum analyze'))
  const { counts } = await post(server.origin, supervisor, '/services/due', {})
  if (counts.due + counts.waiting < 2 * CASES) throw new Error(`only ${counts.due} due and ${counts.waiting} waiting`)
  const heard = await eavesdrop(cluster, city.database, { oneLayer: true })
  const owner = await openReader(cluster.adminUrl(city.database))
  const rows: string[][] = []
  try {
    const blocks = [{ name: '专业服务: clocks, approvals, counts', urls: ['/services/due'] }, { name: '应访: who is due', urls: ['/today'] }, { name: 'the page: both, one after the other', urls: ['/services/due', '/today'] }]
    for (const { name, urls } of blocks) {
      const bare: Sent[] = []
      for (const url of urls) bare.push(...readingOf((await heard.statementsOf(supervisor, 'POST', () => ({ url, payload: {} }))).sent))
      const once = async () => { for (const url of urls) await post(server.origin, supervisor, url, {}) }
      const product = () => timed(once, { times, share: P95 })
      const plain = unprepared(bare)
      await interleaved(WARM, [product, () => owner.time(bare, times), () => owner.time(plain, times)])
      const [took = [], least = [], prepared = []] = await interleaved(runs, [product, () => owner.time(plain, times, P95), () => owner.time(bare, times, P95)])
      const share = ratios(took, least)
      say(`${name}: ${shown(share)}`)
      rows.push([name, shown(took), shown(least), shown(share), judged(share, { atMost: 2 }), shown(ratios(took, prepared))])
    }
  } finally {
    await owner.end()
    await heard.stop()
  }
  return {
    title: '今天 of a county supervisor with 2,000 open items',
    about: `${CASES} cases of one county with a clock about to run out and an approval asked (${counts.due} due, ${counts.waiting} waiting). Left: p95 through HTTP, everything on. Right: p95 of the same reading statements without the service's conditions, as owner. `
      + `${runs} runs of ${times} rounds by turns, milliseconds.`,
    columns: ['block', 'product p95', 'bare SQL p95', 'ratio', 'target met', 'ratio to bare SQL prepared'], rows,
  }
}

type Long = Awaited<ReturnType<typeof longCase>>
/** What a worker opens, as the screens ask for it. */
const OPENED: { name: string; once: (origin: string, who: Speaker, of: Long) => Promise<unknown> }[] = [
  { name: 'the case', once: (origin, who, { service }) => ask(origin, who, 'GET', `/services/${service}`) },
  { name: 'the resident', once: (origin, who, { file }) => ask(origin, who, 'GET', `/residents/${file}`) },
  { name: 'his latest contacts', once: (origin, who, { file }) => post(origin, who, '/records/list', { file, limit: TIMELINE, counted: false }) },
]

/** A case and a resident with 5,000 contacts beside one with 50, every contact written up. */
async function ofLongCase({ cluster, runs, times }: How, city: City, server: RunningServer): Promise<Table> {
  const town = city.towns.at(-1)!
  const who = town.workers[0]!
  const [few, many] = await onServer(cluster.adminUrl(city.database), async (owner) => [await longCase(server.origin, owner, city, town, 0, FEW), await longCase(server.origin, owner, city, town, 2, MANY)] as const)
  const rows: string[][] = []
  for (const { name, once } of OPENED) {
    const open = (of: typeof few) => () => timed(() => once(server.origin, who, of), { times })
    await interleaved(WARM, [open(many), open(few)])
    const [long = [], short = []] = await interleaved(runs, [open(many), open(few)])
    const share = ratios(long, short)
    say(`${name}: ${shown(share)}`)
    rows.push([name, shown(long), shown(short), shown(share), judged(share, { atMost: 1.35 })])
  }
  return {
    title: 'Opening what has 5,000 contacts', about: `A case of ${MANY} contacts, each written up, and one of ${FEW}; the persons they are about. Through HTTP, ${runs} runs of ${times} requests by turns, milliseconds of the middle one.`,
    columns: ['opened', `${MANY} contacts`, `${FEW} contacts`, 'ratio', 'target met'], rows,
  }
}
