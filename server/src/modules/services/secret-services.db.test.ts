import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#server/platform/database/index.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// What is under 限定知悉 from the first moment, and what goes behind a circle with its client.
let town: Town
let child: { id: string }
beforeAll(async () => {
  town = await startTown()
  child = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '小雨', birthOn: '2016-05-01' })
})
afterAll(() => town.stop())

type Who = { account: string; post: string }
const must = async (who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => {
  const answer = await town.ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
const report = async (who: Who = town.workers.east) => {
  const id = randomUUID()
  await must(who, 'PUT', `/services/${id}`, { method: 'child-report', client: child.id, openedOn: town.clock.today(), words: '手臂有几处瘀伤。' })
  return id
}

test('a report of harm to a child is there for its circle – who wrote it, the head, the county\'s supervisor – and for nobody else', async () => {
  const other = await town.addPost('worker', PLACES.east, town.stations.east.id)
  const id = await report()
  for (const who of [town.workers.east, town.workers.head, town.workers.supervisor]) expect((await must(who, 'GET', `/services/${id}`)).words).toBe('手臂有几处瘀伤。')
  for (const who of [other, town.workers.west]) {
    expect((await town.ask(who, 'GET', `/services/${id}`)).body.code).toBe('service.not-found')
    expect(JSON.stringify(await must(who, 'POST', '/services/list', { limit: 200 }))).not.toContain(id)
  }
  expect((await must(town.workers.head, 'POST', '/services/list', { limit: 200 })).rows.map((row: any) => row.id)).toContain(id)
})

test('its clock runs in minutes, tells kind and station and no person, and goes on until the report is made', async () => {
  const id = await report()
  const clock = (await must(town.workers.east, 'GET', `/services/${id}`)).clocks[0]
  expect(clock.doneAt).toBeNull()
  const listener = openDatabase({ url: town.listenerUrl, poolSize: 1 })
  const tell = () => sql<{ told: number }>`select app.tell_clocks(${town.clock.now()}) as told`.execute(listener).then(({ rows }) => rows[0]!.told)
  const said = async () => (await town.owner.query(`select payload from outbox where event = 'clock.tells' and subject_id = $1 order by id`, [id])).rows.map(({ payload }) => payload)
  const start = town.clock.now().getTime()
  town.clock.set(new Date(start + 61_000).toISOString())
  await tell()
  const [first] = await said()
  expect(first).toMatchObject({ method: 'child-report', station: town.stations.east.id, who: expect.arrayContaining(['station_head']) })
  expect(JSON.stringify(first)).not.toContain(child.id)
  town.clock.set(new Date(start + 32 * 60_000).toISOString())
  await tell()
  expect((await said()).length).toBeGreaterThan(1)
  const notices = (await town.owner.query(`select payload from outbox where event = 'notice.asked' and subject_id = $1 and payload ->> 'kind' like 'clock-%' order by id`, [id])).rows
  expect(notices[0].payload.posts).toContain(town.workers.head.post)
  expect(notices.at(-1).payload.posts).toContain(town.workers.supervisor.post)
  // Somebody outside the circle learns that there is a clock, and nothing else.
  const due = await must(town.workers.supervisor, 'POST', '/services/due', {})
  expect(due.clocks.map((one: any) => one.service)).toContain(id)
  town.clock.set(new Date(start).toISOString())
  await listener.destroy()
})

test('contacts and people of a secret service stay behind its circle, and its figures stand at the county', async () => {
  const id = await report()
  const record = randomUUID()
  const { session } = (await must(town.workers.east, 'GET', `/services/${id}`)).definition
  const kind = session?.kinds.includes('visit') ? 'visit' : 'session'
  await must(town.workers.east, 'PUT', `/services/${id}/records/${record}`, kind === 'visit'
    ? { kind, occurredOn: town.clock.today(), minutes: 20, files: [child.id], mode: 'home', result: 'needs-attention', words: '看过伤处。' }
    : { kind, occurredOn: town.clock.today(), minutes: 20, files: [child.id], mode: session.modes[0].key, words: '看过伤处。' })
  const other = await town.addPost('worker', PLACES.east, town.stations.east.id)
  expect((await must(other, 'POST', '/records/list', { file: child.id, limit: 200 })).rows).toEqual([])
  expect((await town.ask(other, 'GET', `/records/${record}`)).status).toBe(404)
  const { rows } = await town.owner.query(`select distinct place, station from tally_tail where measure = $1`, [kind])
  expect(rows).toEqual([{ place: PLACES.county, station: null }])
})

test('a case goes behind the circle with its client and comes back with him; a secret one stays secret', async () => {
  const secret = await report()
  const id = randomUUID()
  await must(town.workers.east, 'PUT', `/services/${id}`, { method: 'casework', client: child.id, openedOn: town.clock.today(), words: '陪读。' })
  await must(town.workers.head, 'POST', `/residents/${child.id}/protect`, { members: [town.workers.head.post], why: '案件' })
  expect((await town.ask(town.workers.east, 'GET', `/services/${id}`)).body.code).toBe('service.not-found')
  expect((await must(town.workers.head, 'GET', `/services/${id}`)).words).toBe('陪读。')
  await must(town.workers.head, 'POST', `/residents/${child.id}/unprotect`, {})
  expect((await must(town.workers.east, 'GET', `/services/${id}`)).words).toBe('陪读。')
  const other = await town.addPost('worker', PLACES.east, town.stations.east.id)
  expect((await town.ask(other, 'GET', `/services/${secret}`)).body.code).toBe('service.not-found')
  const open = await town.owner.query('select 1 from service_person where service = $1 and not protected', [secret])
  expect(open.rowCount).toBe(0)
})

test('a referral carries its summary and nothing else, and tells the asking side how it was answered', async () => {
  const grown = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '王秀英' })
  const id = randomUUID()
  await must(town.workers.east, 'PUT', `/services/${id}`, { method: 'casework', client: grown.id, openedOn: town.clock.today(), words: '只在本站说的话。' })
  const without = await town.ask(town.workers.east, 'POST', `/services/${id}/refer`, { id: randomUUID(), toStation: town.stations.west.id, reason: '已搬去', summary: '王奶奶，独居' })
  expect([without.status, without.body.code]).toEqual([422, 'referral.needs-consent'])
  await must(town.workers.east, 'POST', `/services/${id}/refer`, { id: randomUUID(), toStation: town.stations.west.id, reason: '已搬去', summary: '王奶奶，独居，需要陪诊', basis: 'emergency' })
  const offered = (await must(town.workers.west, 'POST', '/services/due', {})).offered
  expect(offered).toMatchObject([{ fromStationName: town.stations.east.name }])
  const there = await must(town.workers.west, 'GET', `/services/${offered[0].id}`)
  expect(there.words).toBe('王奶奶，独居，需要陪诊')
  expect(JSON.stringify(there)).not.toContain('只在本站说的话')
  expect((await town.ask(town.workers.west, 'GET', `/services/${id}`)).status).toBe(404)
  const client = await town.addFile(town.stations.west, PLACES.westVillage, { name: '王秀英' })
  await must(town.workers.west, 'POST', `/services/${offered[0].id}/answer-referral`, { version: there.version, accept: true, client: client.id })
  expect((await must(town.workers.east, 'GET', `/services/${id}`)).referrals).toMatchObject([{ state: 'accepted' }])
  expect((await must(town.workers.west, 'GET', `/services/${offered[0].id}`)).state).toBe('open')
})

test('the county reads that there is one, however few; a town reads nothing, and neither learns of whom', async () => {
  const figure = async (who: Who, place: number) => (await must(who, 'POST', '/figures', { scope: { by: 'place', place }, period: { name: town.clock.today().slice(0, 7) }, indicators: ['mandatory-reports'] })).figures[0]
  const { rows } = await town.owner.query(`select count(*)::int as n from service where method = 'child-report'`)
  expect(await figure(town.workers.county, PLACES.county)).toMatchObject({ available: true, value: rows[0].n, hidden: rows[0].n })
  expect(await figure(town.workers.township, PLACES.east)).toMatchObject({ available: false, value: null, hidden: 0, opens: null })
  // In part of a month a protected fact stands nowhere; that is no nought.
  const day = (await must(town.workers.county, 'POST', '/figures', { scope: { by: 'place', place: PLACES.county }, period: { name: town.clock.today() }, indicators: ['mandatory-reports'] })).figures[0]
  expect(day).toMatchObject({ available: false, value: null })
  const told = await must(town.workers.county, 'POST', '/services/due', {})
  expect(told).toMatchObject({ approvals: [], offered: [] })
  expect(told.clocks.every(({ name, mine }: any) => name === '' && mine === false)).toBe(true)
})

test('who names nobody has the head and the supervisor beside him, who wants nobody is alone', async () => {
  const circle = async (change: object) => {
    const id = randomUUID()
    await must(town.workers.east, 'PUT', `/services/${id}`, { method: 'child-report', client: child.id, openedOn: town.clock.today(), words: '', ...change })
    return (await must(town.workers.east, 'GET', `/services/${id}`)).circle.map(({ post }: any) => post).sort()
  }
  const { head, east, supervisor, west } = town.workers
  expect(await circle({})).toEqual([head.post, east.post, supervisor.post].sort())
  // As a page of before sends it.
  expect(await circle({ circle: [] })).toEqual([head.post, east.post, supervisor.post].sort())
  expect(await circle({ alone: true })).toEqual([east.post])
  const { rows } = await must(east, 'GET', '/services/circle-choices')
  expect(rows.filter(({ usual }: any) => usual).map(({ post }: any) => post).sort()).toEqual([head.post, supervisor.post].sort())
  expect(rows.map(({ post }: any) => post)).not.toContain(west.post)
})

test('a report from a village room is told at minute nought to whoever made it and to the head of the station that guides the room, who find it', async () => {
  const { head, cadre, far } = town.workers
  const director = await town.addPost('child_director', PLACES.eastVillage, town.stations.room.id)
  const inVillage = await town.addFile(town.stations.room, PLACES.eastVillage, { name: '小禾', birthOn: '2017-03-01' })
  const listener = openDatabase({ url: town.listenerUrl, poolSize: 1 })
  for (const who of [director, cadre]) {
    const id = randomUUID()
    await must(who, 'PUT', `/services/${id}`, { method: 'child-report', client: inVillage.id, openedOn: town.clock.today(), words: '几天没吃饱。' })
    await sql`select app.tell_clocks(${new Date(town.clock.now().getTime() + 1000)})`.execute(listener)
    const asked = (await town.owner.query(`select payload from outbox where event = 'notice.asked' and subject_id = $1`, [id])).rows.map(({ payload }) => payload)
    const urgent = asked.find(({ kind }) => kind === 'clock-urgent')
    expect(urgent.posts.toSorted()).toEqual([who.post, head.post].toSorted())
    // Who was let into the circle is told of that as well; whoever let them in knows.
    expect(asked.find(({ kind }) => kind === 'circle-joined').posts).toContain(head.post)
    // The head's own list, as her page asks for it, and her day.
    expect((await must(head, 'POST', '/services/list', { station: town.stations.east.id, limit: 200 })).rows.map((row: any) => row.id)).toContain(id)
    const due = await must(head, 'POST', '/services/due', {})
    expect(due.clocks.find((one: any) => one.service === id)).toMatchObject({ name: '小禾', station: town.stations.room.id })
    expect((await must(far, 'POST', '/services/due', {})).clocks.map((one: any) => one.service)).not.toContain(id)
  }
  await listener.destroy()
})

test('what a village room begins in the open stands among the services of its station, for the head and not for another station', async () => {
  const { head, cadre, far } = town.workers
  const id = randomUUID()
  await must(cadre, 'PUT', `/services/${id}`, { method: 'hazard', title: '路灯坏了', openedOn: town.clock.today(), words: '' })
  expect((await must(head, 'POST', '/services/list', { station: town.stations.east.id, limit: 200 })).rows.map((row: any) => row.id)).toContain(id)
  expect((await must(far, 'POST', '/services/list', { limit: 200 })).rows.map((row: any) => row.id)).not.toContain(id)
})

test('the day of a village post shows his own clocks and no other of his village', async () => {
  const director = await town.addPost('child_director', PLACES.eastVillage, town.stations.room.id)
  const inVillage = await town.addFile(town.stations.room, PLACES.eastVillage, { name: '小麦', birthOn: '2017-03-01' })
  const id = randomUUID()
  await must(director, 'PUT', `/services/${id}`, { method: 'child-report', client: inVillage.id, openedOn: town.clock.today(), words: '' })
  const due = await must(director, 'POST', '/services/due', {})
  expect(due.clocks.map(({ service, mine, name }: any) => [service, mine, name])).toContainEqual([id, true, '小麦'])
  expect(new Set(due.clocks.map(({ service }: any) => service))).toEqual(new Set([id]))
  expect((await must(town.workers.cadre, 'POST', '/services/due', {})).clocks.map(({ service }: any) => service)).not.toContain(id)
})

test('whoever is in the circle of the report and in that of the child reads whose it is; who is in one of them only does not', async () => {
  const { head, east } = town.workers
  const hidden = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '小满', birthOn: '2015-05-01' })
  const id = randomUUID()
  await must(east, 'PUT', `/services/${id}`, { method: 'child-report', client: hidden.id, openedOn: town.clock.today(), words: '' })
  await must(head, 'POST', `/residents/${hidden.id}/protect`, { members: [head.post], why: '案件' })
  const traced = async () => (await town.owner.query(`select count(*)::int as n from audit_leaf where act = 'admission-refused' and subject_id = $1`, [hidden.id])).rows[0].n
  const before = await traced()
  expect((await must(head, 'GET', `/services/${id}`)).people.map(({ name }: any) => name)).toEqual(['小满'])
  expect(JSON.stringify(await must(east, 'GET', `/services/${id}`))).not.toContain('小满')
  expect(await traced()).toBe(before)
})
