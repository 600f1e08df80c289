import { Client } from 'pg'
import { makeCity } from '../city/make-city.ts'
import type { Speaker } from '../city/plan.ts'
import { eavesdrop, type Sent } from '../support/capture.ts'
import { timed } from '../support/http.ts'
import { interleaved, judged, ratios, say, shown, type Table } from '../support/report.ts'
import type { Bench } from './bench.ts'

/** Statements that read rows about people: not those that open the session or ask for the standards. */
export const readingOf = (sent: readonly Sent[]): Sent[] =>
  sent.filter(({ text }) => /^(\/\*kept\*\/)?\s*(select|with)\b/i.test(text) && /\b(from|join) (record|record_person|resident_file|search_token|need|duty|service|service_form|clock|approval)\b/.test(text))

/** The same as a client sends them who asks once: nothing is prepared. */
export const unprepared = (sent: readonly Sent[]): Sent[] => sent.map(({ text, values }) => ({ text, values }))

const reachOf = (sent: readonly Sent[]): Sent => sent.find(({ text }) => text.startsWith('set local app.account'))!

export interface Reader {
  /** Milliseconds of the middle one of `times` rounds over these statements; or that below which `share` of the rounds lie. */
  time(statements: readonly Sent[], times: number, share?: number): Promise<number>
  rows(statements: readonly Sent[]): Promise<unknown[][]>
  plan(statement: Sent): Promise<PlanNode>
  end(): Promise<void>
}

export interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  Plans?: PlanNode[]
}

/** A connection that reads as the server does, with the reach of one post; or, without `reach`, past every policy. */
export async function openReader(url: string, sent?: readonly Sent[]): Promise<Reader> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query('begin')
  if (sent) await client.query(reachOf(sent).text)
  const run = async (statements: readonly Sent[]) => {
    const found: unknown[][] = []
    for (const one of statements) found.push((await client.query(one)).rows)
    return found
  }
  return {
    rows: run,
    time: (statements, times, share) => timed(() => run(statements), { times, ...(share !== undefined && { share }) }),
    async plan({ text, values }) {
      return (await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json) ${text}`, values)).rows[0]!['QUERY PLAN'][0].Plan
    },
    async end() {
      await client.query('rollback').catch(() => {})
      await client.end()
    },
  }
}

const LISTS: { name: string; url: string; body: (station: string) => object }[] = [
  { name: 'records of a station, 50 and their number', url: '/records/list', body: (station) => ({ station, limit: 50 }) },
  { name: 'residents of a station, 50 and their number', url: '/residents/list', body: (station) => ({ station, limit: 50 }) },
  { name: '今天, 20 of a station', url: '/today', body: () => ({ scope: 'station' }) },
]

/** The same lists with both layers of who may see, and with neither. */
export async function reach({ cluster, sizes, runs, times }: Bench): Promise<Table> {
  const city = await makeCity(cluster, sizes[2])
  const town = city.towns[1]!
  const who: Speaker = town.workers[0]!
  const [both, plain, free] = [await eavesdrop(cluster, city.database), await eavesdrop(cluster, city.database, { oneLayer: true }), await eavesdrop(cluster, city.database, { oneLayer: true, asOwner: true })]
  const rows: string[][] = []
  try {
    for (const { name, url, body } of LISTS) {
      const ask = () => ({ url, payload: body(town.station) })
      const guarded = await both.statementsOf(who, 'POST', ask)
      const bare = await plain.statementsOf(who, 'POST', ask)
      if (JSON.stringify(guarded.body) !== JSON.stringify(bare.body)) throw new Error(`${name}: the two sides list other rows`)
      const worker = await openReader(cluster.appUrl(city.database), guarded.sent)
      const owner = await openReader(cluster.adminUrl(city.database))
      try {
        const [mine, all] = [readingOf(guarded.sent), readingOf(bare.sent)]
        await Promise.all([worker.time(mine, 3), owner.time(all, 3)])
        if (JSON.stringify(await worker.rows(mine)) !== JSON.stringify(await owner.rows(all))) throw new Error(`${name}: the two sides read other rows`)
        const [slow = [], fast = []] = await interleaved(runs, [() => worker.time(mine, times), () => owner.time(all, times)])
        const share = ratios(slow, fast)
        say(`${name}: ${shown(share)}`)
        rows.push([name, shown(slow), shown(fast), shown(share), judged(share, { atMost: 1.3 })])
        const [asked = [], asOwner = []] = await interleaved(runs, [() => both.time(who, 'POST', ask, times), () => free.time(who, 'POST', ask, times)])
        const whole = ratios(asked, asOwner)
        say(`${name}, whole request: ${shown(whole)}`)
        rows.push([`${name}: the whole request`, shown(asked), shown(asOwner), shown(whole), judged(whole, { atMost: 1.3 })])
      } finally {
        await worker.end()
        await owner.end()
      }
    }
  } finally {
    await both.stop()
    await plain.stop()
    await free.stop()
  }
  return {
    title: 'What row security costs a worker',
    about: `${city.records} records, ${city.residents} residents in the city; a worker of a town with about ${Math.round(city.records / city.towns.length)} records. Left: the statements of the list as wulian_app, with row security `
      + `and the service's own conditions. Right: the same statements without those conditions as a superuser, whom no policy binds; both read the same rows. The whole request: the same list asked of the service, once as it runs, once with neither layer and as that superuser. One client, ${runs} runs of ${times} rounds by turns, milliseconds.`,
    columns: ['list', 'worker', 'owner', 'worker / owner', 'target met'], rows,
  }
}
