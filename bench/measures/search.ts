import { type City, makeCity } from '../city/make-city.ts'
import { invent } from '../city/people.ts'
import { filesOf, type Speaker, type Town } from '../city/plan.ts'
import { soundOf } from '#server/modules/residents/rules/read-person.ts'
import { hashWith, type TokenKind } from '#server/modules/residents/rules/tokens.ts'
import { reachOf } from '#server/modules/places/index.ts'
import { Keyring } from '#server/platform/keys/index.ts'
import { eavesdrop, type Eavesdropper, type Sent } from '../support/capture.ts'
import { type Cluster, MASTER_KEY } from '../support/cluster.ts'
import { typical } from '../support/http.ts'
import { interleaved, judged, ratios, say, shown, type Table } from '../support/report.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import type { Bench } from './bench.ts'
import { openReader, type PlanNode, readingOf } from './reach.ts'

const LIMIT = 20

interface Asked {
  name: string
  words: string
  kind: TokenKind
  text: string
}

/** Words that lead to one resident of a town. */
function wordsFor(city: City, town: Town): Asked[] {
  const { first, step, count } = filesOf(city, town)
  const one = invent(city, first + step * Math.floor(count / 2))
  const { initials } = soundOf(one.name)
  const pair = [...one.name].slice(-2).join('')
  return [
    { name: 'name', words: one.name, kind: 'name', text: pair }, { name: 'initials', words: initials, kind: 'initials', text: initials },
    { name: 'identity tail', words: one.identity.slice(-4), kind: 'identity-tail', text: one.identity.slice(-4) }, { name: 'phone tail', words: one.phone.slice(-4), kind: 'phone-tail', text: one.phone.slice(-4) },
  ]
}

/** The bare search: files under one token in a range of places, with everything a row of the answer shows. */
function bareSql({ kind, text }: Asked, place: number): Sent {
  const { from, to } = reachOf(place)
  return {
    text: `select f.*, p.name as village, s.name as station_name, a.name as worker_name, array(select t.tag from resident_tag t where t.file = f.id and t.until_on is null order by t.tag) as tags
      from search_token k join resident_file f on f.id = k.file left join place p on p.code = f.place left join station s on s.id = f.station left join account a on a.id = f.worker
      where k.token = $1 and k.place between $2 and $3 order by (f.closed_on is not null), f.name_sort, f.id limit ${LIMIT * 3}`,
    values: [hashWith(new Keyring(MASTER_KEY).derive('search tokens'))(kind, text), from, to],
  }
}

/** Search by the words of a desk, beside the one statement that could have found the same. */
export async function search({ cluster, sizes, runs, times }: Bench): Promise<Table[]> {
  const city = await makeCity(cluster, sizes[2])
  const town = city.towns[1]!
  const county = city.counties.find(({ place }) => Math.floor(place / 1_000_000) === town.cell)!
  const [heard, server] = [await eavesdrop(cluster, city.database), await startServer(cluster, city.database)]
  const rows: string[][] = []
  try {
    for (const who of [town.workers[0]!, county.supervisor]) {
      for (const asked of wordsFor(city, town)) rows.push(await oneSearch({ cluster, city, heard, server, runs, times }, who, asked))
    }
    return [{
      title: 'Searching residents',
      about: `${city.residents} residents in the city, found by a worker of one town and by the supervisor of its county. Search: all its statements as wulian_app under row security, without the time between them. `
        + `Bare: one statement as a superuser, tokens joined to files with the same columns, limited alike. Through HTTP: the whole request. One client, ${runs} runs of ${times} rounds by turns, milliseconds.`,
      columns: ['who', 'by', 'found', 'search', 'bare SQL', 'search / bare', 'target met', 'through HTTP'], rows,
    }, await plans(cluster, city, town, heard)]
  } finally {
    await server.stop()
    await heard.stop()
  }
}

interface Searching extends Pick<Bench, 'cluster' | 'runs' | 'times'> {
  city: City
  heard: Eavesdropper
  server: RunningServer
}

async function oneSearch({ cluster, city, heard, server, runs, times }: Searching, who: Speaker, asked: Asked): Promise<string[]> {
  const payload = { words: asked.words, limit: LIMIT }
  const { sent, body } = await heard.statementsOf(who, 'POST', () => ({ url: '/residents/search', payload }))
  if (body.rows.length === 0) throw new Error(`nobody found by ${asked.name}`)
  const [worker, owner] = [await openReader(cluster.appUrl(city.database), sent), await openReader(cluster.adminUrl(city.database))]
  try {
    const [mine, bare] = [readingOf(sent), [bareSql(asked, who.place)]]
    await Promise.all([worker.time(mine, 3), owner.time(bare, 3)])
    const [slow = [], fast = [], whole = []] = await interleaved(runs, [() => worker.time(mine, times), () => owner.time(bare, times), () => typical(server.origin, who, { path: '/residents/search', body: payload, times })])
    const share = ratios(slow, fast)
    say(`search by ${asked.name} as ${who.role}: ${shown(slow)} against ${shown(fast)}`)
    return [who.role, asked.name, `${body.rows.length}${body.more ? '+' : ''}`, shown(slow), shown(fast), shown(share), judged(share, { atMost: 2 }), shown(whole)]
  } finally {
    await worker.end()
    await owner.end()
  }
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** Which of the big tables a list or search of these posts would read from end to end. */
async function plans(cluster: Cluster, city: City, town: Town, heard: Eavesdropper): Promise<Table> {
  const county = city.counties.find(({ place }) => Math.floor(place / 1_000_000) === town.cell)!
  const [one] = wordsFor(city, town)
  const asks: [string, object, Speaker[]][] = [
    ['/residents/search', { words: one!.words }, [town.workers[0]!, county.supervisor]], ['/residents/list', {}, [town.workers[0]!, county.bureau, town.office]],
    ['/residents/list', { tags: ['dibao'] }, [town.workers[0]!, county.bureau, town.office]], ['/records/list', {}, [town.workers[0]!, county.bureau, town.office]],
    ['/needs/list', {}, [town.workers[0]!, county.bureau, town.office]], ['/today', {}, [town.workers[0]!]],
  ]
  const rows: string[][] = []
  for (const [url, payload, people] of asks) {
    for (const who of people) {
      const { sent } = await heard.statementsOf(who, 'POST', () => ({ url, payload }))
      const reader = await openReader(cluster.appUrl(city.database), sent)
      const whole: string[] = []
      for (const statement of readingOf(sent)) {
        const nodes = nodesOf(await reader.plan(statement))
        whole.push(...nodes.filter((node) => node['Node Type'].includes('Seq Scan') && /^(resident_|search_token|record|duty|need)/.test(node['Relation Name'] ?? '')).map((node) => node['Relation Name']!))
      }
      await reader.end()
      rows.push([`${url} ${JSON.stringify(payload)}`.replace(' {}', '').replace(one!.words, '…'), who.role, whole.length === 0 ? 'none' : `${[...new Set(whole)].join(', ')} NO`])
    }
  }
  return { title: 'Plans', about: `${city.records} records, ${city.residents} residents: big tables that a statement of the list reads from end to end (Seq Scan in EXPLAIN, as that post under row security).`, columns: ['list', 'post', 'tables read whole'], rows }
}
