import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { backUp } from '#server/platform/backup/index.ts'
import { type City, makeCity } from '../city/make-city.ts'
import { MASTER_KEY, onServer } from '../support/cluster.ts'
import { typical } from '../support/http.ts'
import { interleaved, say, shown, type Table } from '../support/report.ts'
import { startServer } from '../support/server.ts'
import type { Bench } from './bench.ts'

const TAIL = 200_000

/** Figures of a whole county and city, merging the tail of the figures, a backup: no target, but numbers the decisions quote. */
export async function figures(bench: Bench): Promise<Table> {
  const { cluster, sizes, runs } = bench
  const city = await makeCity(cluster, sizes[2])
  const county = city.counties[0]!
  const year = { from: `${Number(city.today.slice(0, 4)) - 1}${city.today.slice(4)}`, to: city.today }
  const place = (code: number) => ({ by: 'place', place: code })
  const server = await startServer(cluster, city.database)
  const rows: string[][] = []
  const add = async (name: string, side: () => Promise<number>) => {
    const [took = []] = await interleaved(runs, [side])
    say(`${name}: ${shown(took)}`)
    rows.push([name, shown(took)])
  }
  try {
    const ask = (who: typeof county.bureau, path: string, body: object) => () => typical(server.origin, who, { path, body, times: 1 })
    await add('T1 month report of a county, ms', ask(county.bureau, '/tables/t1', { scope: place(county.place), period: { name: city.today.slice(0, 7) } }))
    await add('people served once, county, one year, ms', ask(county.bureau, '/figures', { scope: place(county.place), period: year, indicators: ['people-served'] }))
    await add('people served once, whole city, one year, ms', ask(city.city.bureau, '/figures', { scope: place(city.city.place), period: year, indicators: ['people-served'] }))
    await add('contacts of the whole city, one year (sums and tail), ms', ask(city.city.bureau, '/figures', { scope: place(city.city.place), period: year, indicators: ['visits-all'] }))
  } finally {
    await server.stop()
  }
  await add(`merging ${TAIL} changes into the sums, ms`, () => mergeOnce(bench, city))
  const smaller = await makeCity(cluster, sizes[1])
  rows.push(await backupOnce(bench, smaller))
  return {
    title: 'Figures and backup', about: `${city.records} records, ${city.residents} residents, ${city.towns.length} towns. One client; figures through HTTP as the bureau; ${runs} runs; a backup of the middle city once, into one sealed file.`,
    columns: ['what', 'median (least–most)'], rows,
  }
}

/** Writes a tail and merges it, then takes both back. */
const mergeOnce = ({ cluster }: Bench, { database }: City): Promise<number> =>
  onServer(cluster.adminUrl(database), async (owner) => {
    const columns = 'cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes'
    await owner.query('begin')
    await owner.query(`insert into tally_tail (${columns}) select ${columns} from tally_day limit ${TAIL}`)
    const start = performance.now()
    await owner.query(`select app.merge_tally(${TAIL})`)
    const took = performance.now() - start
    await owner.query('rollback')
    // What was taken back leaves dead rows, which the next run would find.
    await owner.query('vacuum tally_tail, tally_day')
    return took
  })

async function backupOnce({ cluster }: Bench, { database, records }: City): Promise<string[]> {
  const out = join(cluster.folder, 'bench.wulian')
  const start = performance.now()
  await backUp({ adminUrl: cluster.adminUrl(database), dataFolder: cluster.folder, masterKey: MASTER_KEY, out, madeAt: new Date() })
  const seconds = (performance.now() - start) / 1000
  const megabytes = statSync(out).size / 2 ** 20
  rmSync(out)
  return [`backup of a city of ${records} records, s (file of ${Math.round(megabytes)} MB)`, shown([seconds])]
}
