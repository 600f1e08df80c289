import { createHash, randomUUID } from 'node:crypto'
import { writeXlsx } from 'hucre/xlsx'
import { inventIdentityNumber } from '#server/platform/identity-number.ts'
import { startTown, type Town } from '#tests/support/town.ts'
import { formOf, photoBytes } from '#tests/support/uploads.ts'
import { addCircles, addPosts, BIRD, bird, FAR, widenTown, type RouteRow, type RouteWorld } from './route-world.ts'
import { chance } from './world.ts'

type Who = { account: string; post: string }
const PER_STATION = 5
const OPEN_OF_EAST = [0, 1, 3, 4]
const FIRST_OF_ROOM = 3 * PER_STATION

/** Everything in it came through the door, as people would enter it; then some of it is put under protection. */
export async function buildRouteWorld(seed: number): Promise<RouteWorld> {
  const town = await startTown()
  const dice = chance(seed + 1)
  const stations = await widenTown(town)
  const posts = await addPosts(town, seed)
  const world: RouteWorld = { town, posts, rows: [], circle: [], drawn: new Set(), betrays: new Map(), dice, byId: new Map() }
  const said = new Map<string, string[]>()
  const names = new Map<string, string>()
  const say = (id: string) => { const text = bird('词'); said.set(id, [...(said.get(id) ?? []), text]); return `${text}。` }
  await addNetwork(world, stations)
  const at: [keyof typeof stations, number][] = [['east', 510421100201], ['east', 510421100202], ['west', 510421101201], ['room', 510421100201], ['far', FAR.village], ['far2', FAR.village2]]
  const general = await town.addPost('general_worker', 510421000000, stations.general.id)
  const photo = await photoBytes()
  const files: string[] = []
  let day = 0
  for (const [n, [key, village]] of at.entries()) {
    const worker = await town.addPost('worker', key === 'room' ? stations.east.place : stations[key].place, stations[key].id)
    let household: string | undefined
    for (let i = 0; i < PER_STATION; i++) {
      const id = randomUUID()
      // One in a household is a child.
      const birthOn = new Date(Date.UTC((i === 2 ? 2010 : 1936) + n, 1, 1 + day++)).toISOString().slice(0, 10)
      names.set(id, bird('鸟'))
      await must(town, worker, 'PUT', `/residents/${id}`, {
        place: village, name: names.get(id), sex: 2, birthOn, identity: inventIdentityNumber(Math.floor(village / 1_000_000), birthOn), phone: `1380000${String(1000 + files.length)}`, address: say(id),
        whyServed: say(id), note: say(id), risk: dice.pick(['red', 'orange', 'blue']), worker: worker.account, openedOn: '2026-05-04',
        tags: [{ id: randomUUID(), tag: 'lives-alone' }, { id: randomUUID(), tag: 'dibao' }], consent: { id: randomUUID(), purpose: 'file', medium: 'written', givenOn: '2026-05-04', witness: bird('词'), ...(i === 2 && { guardianName: bird('词'), guardianRelation: 'parent' }) },
      })
      files.push(id)
      if (i === 0) {
        household = randomUUID()
        await must(town, worker, 'PUT', `/households/${household}`, { file: id, address: say(household) })
        names.set(household, names.get(id)!)
      } else if (i < 3) await must(town, worker, 'POST', `/households/${household}/join`, { file: id, relation: 'other' })
      const blob = randomUUID()
      if (i < 2) await upload(town, worker, blob, id, photo)
      for (const who of i === 3 && village < 510422000000000 && key !== 'far' && key !== 'far2' ? [worker, general] : [worker]) {
        const record = randomUUID()
        await must(town, who, 'PUT', `/records/${record}`, { kind: 'visit', occurredOn: '2026-05-06', minutes: 10, files: [id], mode: 'home', result: 'normal', words: say(record), withWhom: say(record),
          photos: i < 2 ? [{ blob, shows: 'site', consent: 'inside' }] : [] })
      }
      const need = randomUUID()
      await must(town, worker, 'PUT', `/needs/${need}`, { words: say(need), file: id, spokenBy: say(need), foundOn: '2026-05-07' })
      if (i % 2 === 0) await must(town, worker, 'POST', `/needs/${need}/change`, { version: 1, measure: say(need) })
      if (i === 0 || i === 3) await openCase(world, worker, id, say)
      if (i === 1) await must(town, worker, 'PUT', `/services/${randomUUID()}`, { method: 'child-report', client: id, openedOn: '2026-05-10', words: bird('词') })
      if (i === 4) await must(town, worker, 'POST', `/residents/${id}/risk`, { version: 1, risk: 'yellow', reason: say(id) })
    }
    if (key === 'east' || key === 'far') await bringList(world, worker, names)
    const task = randomUUID()
    await must(town, worker, 'PUT', `/records/${task}`, { kind: 'activity', occurredOn: '2026-05-08', minutes: 30, title: '义诊', heads: 12, words: say(task) })
    const sent = randomUUID()
    const kept = await ask(town, worker, 'PUT', `/records/${randomUUID()}`, { kind: 'visit', occurredOn: '2026-05-08', minutes: 10, files: [sent], mode: 'home', result: 'normal', words: bird('词') })
    if (kept.status !== 202) throw new Error(`kept: ${JSON.stringify(kept)}`)
  }
  // Whom the rightful writes are about stays open, and somebody within reach of the same town is hidden, whatever chance says.
  const hidden = files.filter((_, n) => (n === FIRST_OF_ROOM || dice.next() < 0.27) && !OPEN_OF_EAST.includes(n))
  for (const id of hidden) await town.owner.query('select app.flip_dossier($1, true)', [id])
  await town.owner.query('delete from search_token where file = any ($1)', [hidden])
  await openEvents(town, stations)
  await town.owner.query('update session set stepped_up_at = $1', [town.clock.now()])
  await drawSamples(world)
  await readRows(world, names, said)
  const shares = await readSamples(world)
  const circles = (await town.owner.query(`select m.post, m.dossier from circle_member m join service s on s.id = m.dossier and s.secret`)).rows.map((one) => ({ ...one, inForce: true, conflict: false }))
  world.circle = await addCircles(town, seed, world.rows.filter((row) => row.table === 'resident_file' && row.protected), posts)
  world.circle.push(...circles, ...shares)
  return world
}

/** A case with a form, somebody beside its client, a goal and a question to the head. */
async function openCase({ town }: RouteWorld, worker: Who, client: string, say: (id: string) => string) {
  const [service, form, member, goal, approval] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  await must(town, worker, 'PUT', `/services/${service}`, { method: 'casework', client, openedOn: '2026-05-10', words: say(service) })
  await must(town, worker, 'PUT', `/service-forms/${form}`, { service, form: 'case-intake', formVersion: 'mzt-094-2017@3', filledOn: '2026-05-10', answers: { problem: say(form) } })
  await must(town, worker, 'PUT', `/service-people/${member}`, { service, name: bird('词'), role: 'family', note: say(member) })
  await must(town, worker, 'PUT', `/service-goals/${goal}`, { service, number: 1, words: say(goal) })
  await must(town, worker, 'PUT', `/service-approvals/${approval}`, { service, key: 'assessment-approved', note: say(approval) })
}

async function upload(town: Town, who: Who, id: string, home: string, bytes: Buffer) {
  const form = formOf({ id, home }, { name: 'a.jpg', bytes })
  const answer = await town.app.inject({ method: 'POST', url: '/api/v1/files', payload: form.payload, headers: { ...(await town.as(who)), ...form.headers } })
  if (answer.statusCode !== 200) throw new Error(`upload: ${answer.body}`)
}

/** An event in each town, and one of the bureau over the whole county. */
async function openEvents(town: Town, stations: Awaited<ReturnType<typeof widenTown>>) {
  const storm = (place: number) => ({ kind: 'rainstorm', level: 'red', area: [place], groups: ['lives-alone', 'risk-red'] })
  for (const key of ['east', 'west', 'far', 'far2'] as const) {
    await must(town, await town.addPost('station_head', stations[key].place, stations[key].id), 'PUT', `/emergency/${randomUUID()}`, storm(stations[key].place))
  }
  await must(town, await town.addPost('county_bureau', 510421000000), 'PUT', `/emergency/${randomUUID()}`, storm(510421000000))
}

/** A list that waits to be applied. */
async function bringList({ town }: RouteWorld, who: Who, names: Map<string, string>) {
  const id = randomUUID()
  names.set(id, bird('鸟'))
  const bytes = await writeXlsx({ sheets: [{ name: '名单', rows: [['姓名', '出生日期', '备注'], [names.get(id)!, '1941-01-01', '']] }] })
  const form = formOf({ id }, { name: '名单.xlsx', bytes: Buffer.from(bytes) })
  const answer = await town.app.inject({ method: 'POST', url: '/api/v1/imports', payload: form.payload, headers: { ...(await town.as(who)), ...form.headers } })
  if (answer.statusCode !== 200) throw new Error(`import: ${answer.body}`)
}

const ask = (town: Town, who: Who, method: 'PUT' | 'POST', url: string, body: object) => town.ask(who, method, url, body)
async function must(town: Town, who: Who, method: 'PUT' | 'POST', url: string, body: object) {
  const answer = await ask(town, who, method, url, body)
  if (answer.status !== 200) throw new Error(`${method} ${url} ${answer.status} ${JSON.stringify(answer.body)}`)
}

/** A contract, a report and a cover for each county. */
async function addNetwork(world: RouteWorld, stations: Awaited<ReturnType<typeof widenTown>>) {
  const { town } = world
  for (const [county, of] of [[510421000000, ['east', 'west']], [510422000000, ['far', 'far2']]] as const) {
    const bureau = await town.addPost('county_bureau', county)
    const [purchaser, agency] = [randomUUID(), randomUUID()]
    await must(town, bureau, 'PUT', `/organisations/${purchaser}`, { name: `民政局${county}`, kind: 'department' })
    await must(town, bureau, 'PUT', `/organisations/${agency}`, { name: `社工中心${county}`, kind: 'agency' })
    await must(town, bureau, 'PUT', `/contracts/${randomUUID()}`, { title: bird('约'), purchaser, agency, stations: of.map((key) => stations[key].id), from: '2026-01-01', until: '2026-12-31', amount: 100,
      indicators: [{ id: randomUUID(), indicator: 'visits-all', title: bird('约'), unit: '次', target: 100 }] })
    for (const key of of) {
      const head = await town.addPost('station_head', stations[key].place, stations[key].id)
      const [one, two] = [await town.addPost('worker', stations[key].place, stations[key].id), await town.addPost('worker', stations[key].place, stations[key].id)]
      await must(town, head, 'PUT', `/reports/${stations[key].id}/2026-04`, { id: randomUUID(), version: 0, highlights: bird('报'), typicalCases: bird('报'), problems: bird('报'), nextMonth: bird('报') })
      await must(town, head, 'PUT', `/doors/${randomUUID()}`, { method: 'complaint', door: 'complain', title: bird('约'), untilOn: '2026-06-30' })
      await must(town, head, 'PUT', `/covers/${randomUUID()}`, { absent: one.account, covering: two.account, fromOn: '2026-05-10', untilOn: '2026-06-10', why: 'worker-leave' })
    }
  }
}

/** A spot check of one county's contract, drawn for an evaluator of that county. */
async function drawSamples({ town, posts }: RouteWorld) {
  const evaluator = posts.find((post) => post.role === 'evaluator' && post.inForce && Math.floor(post.place / 1_000_000) === 510421)!
  const contract = (await town.owner.query('select id from contract where place = 510421000000')).rows[0].id
  await must(town, await town.addPost('county_bureau', 510421000000), 'PUT', `/spot-checks/${randomUUID()}`, { contract, from: '2026-05-01', until: '2026-05-20', post: evaluator.id })
}
async function readSamples({ town, drawn }: RouteWorld) {
  for (const { post, subject } of (await town.owner.query('select c.post, l.subject from spot_check_line l join spot_check c on c.id = l.spot_check')).rows) drawn.add(`${post} ${subject}`)
  return (await town.owner.query(`select post, dossier from circle_member where why = 'spot-check'`)).rows.map((row) => ({ ...row, inForce: true, conflict: false }))
}

const PEOPLE = ['service', 'service_form', 'service_person', 'service_goal', 'approval', 'resident_file', 'household', 'resident_tag', 'consent', 'record', 'need', 'duty', 'blob', 'undelivered', 'import_batch', 'event_check'] as const
const NETWORK = ['station', 'contract', 'contract_indicator', 'report', 'cover', 'organisation', 'emergency_event', 'spot_check', 'public_link'] as const

/** Everything that is there now, as it lies in the tables. */
export async function readRows(world: RouteWorld, names: ReadonlyMap<string, string>, said: ReadonlyMap<string, readonly string[]>) {
  const { owner } = world.town
  const add = (row: RouteRow, secrets: Record<string, 'name' | 'words' | 'title'>) => {
    world.rows.push(row)
    world.byId.set(row.id, row)
    world.betrays.set(row.id, { row, secret: 'id' })
    for (const [text, secret] of Object.entries(secrets)) for (const [found] of text.matchAll(BIRD)) world.betrays.set(found, { row, secret })
  }
  const fileOf = new Map((await owner.query('select record, file from record_person')).rows.map((one) => [one.record, one.file]))
  const clientOf = new Map((await owner.query('select id, client from service')).rows.map((one) => [one.id, one.client]))
  const children = new Map((await owner.query(`select id, place, household from resident_file where birth_on > '2008-06-01' and not protected`)).rows.flatMap(({ id, place, household }) => [[id, place], [household ?? id, place]]))
  for (const table of PEOPLE) {
    for (const { row } of (await owner.query(`select to_jsonb(t) as row from ${table} t`)).rows) {
      const file = table === 'resident_file' ? row.id : row.file ?? row.client ?? clientOf.get(row.service) ?? fileOf.get(row.id) ?? null
      const words = [...(said.get(row.id) ?? []), ...(row.witness ? [row.witness] : [])]
      const name = table === 'resident_file' || table === 'household' || table === 'import_batch' ? names.get(row.id) ?? null : null
      add({ table, kind: 'people', id: row.id, place: row.place, dossier: row.dossier, protected: row.protected, station: row.station ?? null, file, name, version: row.version ?? 1, places: [row.place],
        closed: row.closed_on != null, childAt: children.get(row.dossier) ?? children.get(clientOf.get(row.dossier)), more: row }, { ...((table === 'resident_file' || table === 'import_batch') && name && { [name]: 'name' as const }), ...Object.fromEntries(words.map((one) => [one, 'words' as const])) })
    }
  }
  for (const table of NETWORK) {
    for (const { row } of (await owner.query(`select to_jsonb(t) as row from ${table} t`)).rows) {
      const contract = table === 'contract' ? row.id : row.contract
      const places = table.startsWith('contract') ? (await owner.query('select place from contract_station where contract = $1 union select place from contract where id = $1', [contract])).rows.map((one) => Number(one.place)) : [row.place]
      add({ table, kind: 'network', id: row.id, place: row.place, dossier: row.id, protected: false, station: row.station ?? (table === 'station' ? row.id : null), file: null, name: row.name ?? null, version: row.version ?? 1, places,
        closed: row.closed_on != null, more: row }, Object.fromEntries([row.name, row.title, row.highlights, row.typical_cases, row.problems, row.next_month].filter(Boolean).map((text) => [text, 'title' as const])))
    }
  }
  for (const { row } of (await owner.query(`select to_jsonb(t) as row from account t`)).rows) {
    world.rows.push({ table: 'account', kind: 'account', id: row.id, place: row.place, dossier: row.id, protected: false, station: null, file: null, name: null, version: row.version, places: [row.place], closed: row.state !== 'active', more: row })
  }
}

/** Which tables the writes of a refused request would have touched. Traces of refusals, and kept writes with what tells the head of them, are meant to last. */
export async function digestOfAll(town: Town): Promise<string> {
  const { rows } = await town.owner.query(`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
    and table_name not in ('audit_leaf', 'undelivered', 'session', 'sign_in_try', 'history', 'audit_checkpoint') order by 1`)
  const parts: string[] = []
  for (const { name } of rows) {
    const { rows: [one] } = await town.owner.query(`select md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as d from ${name} t ${name === 'outbox' ? `where payload ->> 'kind' is distinct from 'undelivered'` : ''}`)
    parts.push(`${name} ${one.d}`)
  }
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}
