import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
let grandma: { id: string }
beforeAll(async () => {
  town = await startTown()
  grandma = await town.addFile(town.stations.east, PLACES.eastVillage, { tags: ['lives-alone', 'dibao'] })
})
afterAll(() => town.stop())

const save = async (change = {}, who = town.workers.east) => {
  const id = randomUUID()
  const answer = await town.ask(who, 'PUT', `/needs/${id}`, { words: '浴室太滑，想装扶手', file: grandma.id, ...change })
  expect(answer.status).toBe(200)
  return id
}
const act = (id: string, what: string, body: object, who = town.workers.east) => town.ask(who, 'POST', `/needs/${id}/${what}`, body)
const open = async (id: string, who = town.workers.east) => (await town.ask(who, 'GET', `/needs/${id}`)).body
const tally = async (measure: string, tag = '') => (await town.owner.query('select coalesce(sum(n), 0)::int as n from tally_tail where measure = $1 and tag = $2', [measure, tag])).rows[0].n
const item = async (at: number) => (await town.ask(town.workers.east, 'POST', '/needs/suggest', { words: ['想申请低保补助', '孩子心理压力大', '请志愿者帮忙'][at] })).body.suggestions[0].item as string

test('a need is written down with its words alone, nobody named', async () => {
  const id = randomUUID()
  expect((await town.ask(town.workers.east, 'PUT', `/needs/${id}`, { words: '微信群里转来：三组路灯坏了' })).body).toEqual({ id, version: 1 })
  expect(await open(id)).toMatchObject({ words: '微信群里转来：三组路灯坏了', file: null, name: null, foundOn: '2026-05-20', state: 'open', urgency: 'normal', servedPlace: PLACES.east })
  expect((await town.ask(town.workers.east, 'PUT', `/needs/${randomUUID()}`, { words: ' ' })).status).toBe(400)
})

test('groups and village are frozen on the day it was found, and it counts at once, once for each group', async () => {
  const before = [await tally('need-found'), await tally('need-found', 'lives-alone')]
  const id = await save({ source: 'visit', foundOn: '2026-05-12' })
  expect([await tally('need-found'), await tally('need-found', 'lives-alone')]).toEqual([before[0] + 1, before[1] + 1])
  const { rows } = await town.owner.query('select tags, served_place, place, words_sealed from need where id = $1', [id])
  expect(rows[0]).toMatchObject({ tags: ['dibao', 'lives-alone'], served_place: PLACES.eastVillage, place: PLACES.east })
  expect(rows[0].words_sealed.includes(Buffer.from('扶手'))).toBe(false)
})

test('sending a need twice means once; other words under its id are refused', async () => {
  const id = await save()
  const before = await tally('need-found')
  expect((await town.ask(town.workers.east, 'PUT', `/needs/${id}`, { words: '浴室太滑，想装扶手', file: grandma.id })).status).toBe(200)
  expect((await town.ask(town.workers.east, 'PUT', `/needs/${id}`, { words: '别的话', file: grandma.id })).body.code).toBe('need.changed-since')
  expect(await tally('need-found')).toBe(before)
})

test('the day it is due follows from its urgency by the standards', async () => {
  const due = async (urgency: string) => (await open(await save({ urgency, foundOn: '2026-05-20' }))).dueOn
  expect([await due('emergency'), await due('urgent'), await due('normal'), await due('wish')]).toEqual(['2026-05-20', '2026-05-21', '2026-05-27', null])
  expect((await town.ask(town.workers.east, 'PUT', `/needs/${randomUUID()}`, { words: '急', urgency: 'very' })).body.code).toBe('code.unknown')
})

test('a measure, actors and an owner of the station put it in hand; an owner from elsewhere is refused', async () => {
  const id = await save()
  expect((await act(id, 'change', { version: 1, owner: town.workers.west.account })).body.code).toBe('worker.not-here')
  expect((await act(id, 'change', { version: 1, actors: ['martians'] })).body.code).toBe('code.unknown')
  const answer = await act(id, 'change', { version: 1, owner: town.workers.head.account, measure: '链接爱心企业装扶手', actors: ['social-worker', 'charity-resource'], answer: 'resource', urgency: 'urgent' })
  expect(answer.body).toEqual({ id, version: 2 })
  expect(await open(id)).toMatchObject({ state: 'in-hand', ownerName: 'station_head', measure: '链接爱心企业装扶手', actors: ['social-worker', 'charity-resource'], dueOn: '2026-05-21', earlier: [{ version: 1, state: 'open' }] })
  const late = await act(id, 'change', { version: 1, measure: '晚了一步' }, town.workers.head)
  expect([late.status, late.body.code, late.body.details.now.measure]).toEqual([409, 'need.changed-since', '链接爱心企业装扶手'])
})

test('a need met counts as met on that day; reopened, the figure takes it back and the reason is kept', async () => {
  const id = await save()
  const before = await tally('need-met')
  expect((await act(id, 'confirm', { version: 1, by: '王秀英', how: 'said' })).body.code).toBe('need.not-closed')
  expect((await act(id, 'close', { version: 1, outcome: 'met', words: '扶手装好了' })).body.version).toBe(2)
  expect(await tally('need-met')).toBe(before + 1)
  expect((await act(id, 'change', { version: 2, measure: '再改' })).body.code).toBe('need.closed')
  expect((await act(id, 'confirm', { version: 2, by: '王秀英', how: 'thumbprint' })).status).toBe(200)
  expect(await open(id)).toMatchObject({ state: 'closed', outcome: 'met', outcomeWords: '扶手装好了', confirmedBy: '王秀英', confirmedHow: 'thumbprint', confirmedOn: '2026-05-20' })
  expect((await act(id, 'reopen', { version: 3, why: '扶手松了' })).status).toBe(200)
  expect(await tally('need-met')).toBe(before)
  expect(await open(id)).toMatchObject({ state: 'open', outcome: null, confirmedOn: null, reopenWhy: '扶手松了' })
})

test('an unmet need says why; partly met counts apart', async () => {
  const id = await save()
  expect((await act(id, 'close', { version: 1, outcome: 'unmet' })).body.code).toBe('need.reason-needed')
  expect((await act(id, 'close', { version: 1, outcome: 'unmet', why: 'bad-mood' })).body.code).toBe('code.unknown')
  expect((await act(id, 'close', { version: 1, outcome: 'unmet', why: 'no-resource' })).status).toBe(200)
  const other = await save()
  await act(other, 'close', { version: 1, outcome: 'partly', why: 'waiting' })
  expect([await tally('need-unmet'), await tally('need-partly')]).toEqual([1, 1])
})

test('answered on the spot, handed over, and kept for a case', async () => {
  const [spot, handed, kept] = [await save(), await save(), await save()]
  await act(spot, 'answer-on-the-spot', { version: 1, words: '当场讲清了政策' })
  expect(await open(spot)).toMatchObject({ state: 'closed', outcome: 'met', answer: 'on-the-spot', ownerName: 'worker', outcomeWords: '当场讲清了政策' })
  await act(handed, 'hand-over', { version: 1, owner: town.workers.head.account, dueOn: '2026-06-01' })
  expect(await open(handed)).toMatchObject({ state: 'in-hand', ownerName: 'station_head', dueOn: '2026-06-01' })
  await act(kept, 'keep', { version: 1 })
  expect((await open(kept)).state).toBe('kept')
})

test('a voided need leaves lists and figures', async () => {
  const id = await save()
  const before = await tally('need-found')
  expect((await act(id, 'void', { version: 1, why: '重复登记' })).status).toBe(200)
  expect(await tally('need-found')).toBe(before - 1)
  expect((await town.ask(town.workers.east, 'POST', '/needs/list', { limit: 200 })).body.rows.some((row: any) => row.id === id)).toBe(false)
  expect((await act(id, 'close', { version: 2, outcome: 'met' })).body.code).toBe('need.voided')
})

test('the need of a visit belongs to that visit and its person', async () => {
  const record = randomUUID()
  await town.ask(town.workers.east, 'PUT', `/records/${record}`, { kind: 'visit', occurredOn: '2026-05-20', minutes: 5, files: [grandma.id], mode: 'home', result: 'needs-attention', words: '滑' })
  expect((await open(await save({ record }))).record).toBe(record)
  const other = await town.addFile(town.stations.east, PLACES.eastVillage)
  const wrong = await town.ask(town.workers.east, 'PUT', `/needs/${randomUUID()}`, { words: '别人的', file: other.id, record })
  expect([wrong.status, wrong.body.code]).toEqual([202, 'record.not-found'])
})

test('the four lists are read off the needs: problem, service, resource, and a project where five people need the same', async () => {
  const common = await item(0)
  for (let n = 0; n < 5; n++) {
    const file = await town.addFile(town.stations.east, PLACES.eastVillage, { name: `邻居${n}` })
    await save({ file: file.id, item: common, words: '想申请低保' })
  }
  const resource = await save()
  await act(resource, 'change', { version: 1, answer: 'resource', measure: '装扶手', owner: town.workers.head.account, dueOn: '2026-05-25' })
  const list = async (kind: string, query = {}) => (await town.ask(town.workers.east, 'POST', `/lists/${kind}`, { limit: 200, ...query })).body
  const line = (await list('resource')).rows.find((one: any) => one.need === resource)
  expect(line).toMatchObject({ measure: '装扶手', ownerName: 'station_head', dueOn: '2026-05-25', state: 'in-hand', overdue: false, name: '王秀英' })
  expect((await list('service')).rows.every((one: any) => one.need !== resource)).toBe(true)
  expect((await list('service')).rows.some((one: any) => one.state === 'done')).toBe(true)
  expect((await list('problem')).count).toBe((await town.owner.query('select count(*)::int as n from need where voided_at is null')).rows[0].n)
  expect((await list('problem', { openOnly: true })).rows.every((one: any) => ['open', 'in-hand', 'kept'].includes(one.state))).toBe(true)
  expect((await list('project')).rows).toEqual([expect.objectContaining({ need: null, item: common, needs: 5, people: 5, state: 'open' })])
})

test('needs are found by state, owner, overdue and person, page after page without a gap', async () => {
  const list = async (query: object) => (await town.ask(town.workers.east, 'POST', '/needs/list', query)).body
  expect((await list({ owner: town.workers.head.account })).rows.every((row: any) => row.ownerName === 'station_head')).toBe(true)
  const late = await save({ foundOn: '2026-05-01' })
  expect((await list({ overdueOnly: true })).rows.map((row: any) => row.id)).toContain(late)
  const ids: string[] = []
  let after: string | null = null
  do {
    const page: any = await list({ limit: 3, ...(after && { after }) })
    ids.push(...page.rows.map((row: any) => row.id))
    after = page.next
  } while (after)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBe((await list({ limit: 200 })).rows.length)
})

test('a worker of the next town finds no need, the township sees names masked and no words, the city nothing', async () => {
  const id = await save()
  for (const answer of [await town.ask(town.workers.west, 'GET', `/needs/${id}`), await act(id, 'close', { version: 1, outcome: 'met' }, town.workers.west)]) {
    expect([answer.status, answer.body.code]).toEqual([404, 'need.not-found'])
  }
  expect(await open(id, town.workers.township)).toMatchObject({ name: '王＊＊', words: '', measure: '' })
  expect((await town.ask(town.workers.city, 'POST', '/needs/list', {})).status).toBe(403)
  expect((await act(id, 'close', { version: 1, outcome: 'met' }, town.workers.township)).status).toBe(403)
})

test('a village cadre reports a need of his own village and of no other', async () => {
  const id = await save({}, town.workers.cadre)
  expect((await open(id, town.workers.cadre)).words).toBe('浴室太滑，想装扶手')
  expect((await town.ask(town.workers.head, 'POST', '/needs/list', { limit: 200 })).body.rows.map((row: any) => row.id)).toContain(id)
  const other = await town.addFile(town.stations.east, PLACES.eastVillage2)
  const refused = await town.ask(town.workers.cadre, 'PUT', `/needs/${randomUUID()}`, { words: '邻村的', file: other.id })
  expect([refused.status, refused.body.code]).toEqual([202, 'resident.not-found'])
  const byWorker = await save()
  expect((await town.ask(town.workers.cadre, 'GET', `/needs/${byWorker}`)).status).toBe(404)
})

test('a protected person\'s need is there for the circle only, and its figure at the county', async () => {
  const child = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '小雨', isProtected: true })
  await town.owner.query(`insert into circle_member (id, cell, place, dossier, post, kind, from_at, why) values ($1, 510421, $2, $3, $4, 'circle', '2026-01-01', '主责')`,
    [randomUUID(), PLACES.east, child.id, town.workers.east.post])
  const id = await save({ file: child.id, words: '受保护的需求' })
  expect((await open(id)).words).toBe('受保护的需求')
  expect((await act(id, 'close', { version: 1, outcome: 'met' })).status).toBe(200)
  expect((await town.ask(town.workers.head, 'GET', `/needs/${id}`)).status).toBe(404)
  const { rows } = await town.owner.query(`select distinct place, station from tally_tail where measure = 'need-met' and place = $1`, [PLACES.county])
  expect(rows).toEqual([{ place: PLACES.county, station: null }])
})

test('who reads the words of a need leaves a trace, a list leaves none', async () => {
  const id = await save()
  const leaves = async () => (await town.owner.query(`select count(*)::int as n from audit_leaf where act = 'view' and subject = 'need'`)).rows[0].n
  const before = await leaves()
  await town.ask(town.workers.east, 'POST', '/needs/list', {})
  await town.ask(town.workers.east, 'POST', '/lists/problem', {})
  expect(await leaves()).toBe(before)
  await open(id)
  expect(await leaves()).toBe(before + 1)
})
