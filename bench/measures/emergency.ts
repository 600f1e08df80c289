import { randomUUID } from 'node:crypto'
import { reachOf } from '#server/modules/places/index.ts'
import { makeCity } from '../city/make-city.ts'
import { onServer } from '../support/cluster.ts'
import { headersOf, typical } from '../support/http.ts'
import { interleaved, judged, ratios, say, shown, type Table } from '../support/report.ts'
import { startServer } from '../support/server.ts'
import type { Bench } from './bench.ts'
import { openReader } from './reach.ts'

const GROUPS = ['lives-alone', 'dibao']
const PAGE = 200
const COUNTY = 510421000000

/** The people of a county in two groups, each once: what is asked for, without saying who may see it. */
const WANTED = `select f.id, array_agg(t.tag order by t.tag) as groups, f.place, f.station, f.worker from resident_tag t join resident_file f on f.id = t.file
  where t.tag = any ($1) and t.place between $2 and $3 and t.until_on is null and f.closed_on is null group by f.id, f.place, f.station, f.worker`

/** A page of that list with everything a row shows. */
const BARE_PAGE = `select c.*, f.name, f.birth_on, f.sex, f.risk, f.phone_mask, l.name as village, a.name as checker_name, p.occurred_on, p.mode, p.result, p.worker_name
  from (select * from event_check where event = $1 order by place, id limit ${PAGE + 1}) c join resident_file f on f.id = c.file left join place l on l.code = c.place left join account a on a.id = c.checker
  left join lateral (select q.occurred_on, q.mode, q.result, r.worker_name from record_person q join record r on r.id = q.record
    where q.file = c.file and not q.voided and q.kind in ('visit', 'call') order by q.occurred_on desc, q.record desc limit 1) p on true order by c.place, c.id`

/** An event over a whole county: making its list, and reading a page of it, beside the bare statements. */
export async function emergency({ cluster, sizes, runs, times }: Bench): Promise<Table> {
  // Of the large city three residents for ten records: 300,000 in one county.
  const residents = Math.round(sizes[2] * 0.3)
  const city = await makeCity(cluster, residents, { county: COUNTY, residents })
  const county = city.counties[0]!
  const { from, to } = reachOf(county.place)
  const server = await startServer(cluster, city.database)
  const owner = await openReader(cluster.adminUrl(city.database))
  let event = ''
  const open = async () => {
    event = randomUUID()
    const start = performance.now()
    const answer = await fetch(`${server.origin}/api/v1/emergency/${event}`, {
      method: 'PUT', headers: { ...headersOf(county.supervisor), 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'rainstorm', level: 'red', area: [county.place], groups: GROUPS }),
    })
    if (answer.status !== 200) throw new Error(`opening: ${answer.status} ${await answer.text()}`)
    return performance.now() - start
  }
  const make = async () => onServer(cluster.adminUrl(city.database), async (client) => {
    const start = performance.now()
    await client.query(`create temp table bare as ${WANTED.replace('$1', `'{${GROUPS.join(',')}}'`).replace('$2', String(from)).replace('$3', String(to))}`)
    return performance.now() - start
  })
  try {
    const [opened = [], made = []] = await interleaved(runs, [open, make])
    const page = () => typical(server.origin, county.supervisor, { path: `/emergency/${event}/checks`, body: { scope: 'all', limit: PAGE }, times })
    await interleaved(2, [page])
    const bareOnce = { text: BARE_PAGE, values: [event] }
    const [read = [], bare = [], prepared = []] = await interleaved(runs, [page, () => owner.time([bareOnce], times), () => owner.time([{ ...bareOnce, name: 'page' }], times)])
    const listed = (await owner.rows([{ text: 'select 1 from event_check where event = $1', values: [event] }]))[0]!.length
    const [making, reading] = [ratios(opened, made), ratios(read, bare)]
    const toPrepared = shown(ratios(read, prepared))
    say(`opening ${shown(making)}, page ${shown(reading)}, ${listed} listed`)
    return {
      title: 'An emergency list over a county',
      about: `${city.residents} residents in one county, the event lists ${listed} of them. Left: through HTTP as the county's supervisor – opening writes one row a person under its policies; right: the bare statement as owner (into a temporary table without indexes; a page of ${PAGE}). ${runs} runs, milliseconds.`,
      columns: ['what', 'product', 'bare SQL', 'ratio', 'target met', 'ratio to bare SQL prepared'],
      rows: [['opening the event and listing', shown(opened), shown(made), shown(making), '–', '–'], [`reading ${PAGE} of the list`, shown(read), shown(bare), shown(reading), judged(reading, { atMost: 3 }), toPrepared]],
    }
  } finally {
    await owner.end()
    await server.stop()
  }
}
