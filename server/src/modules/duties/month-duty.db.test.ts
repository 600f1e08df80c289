import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
const people: Record<string, string> = {}
const contact = async (file: string, occurredOn: string, change = {}, who = town.workers.east) => {
  const answer = await town.ask(who, 'PUT', `/records/${randomUUID()}`, { kind: 'visit', occurredOn, minutes: 10, files: [file], mode: 'home', result: 'normal', ...change })
  expect(answer.status).toBe(200)
}
const month = async (query: object, who = town.workers.head) => (await town.ask(who, 'POST', '/duties/month', query)).body
const row = (page: any, name: string) => page.rows.find((one: any) => one.file === people[name])

beforeAll(async () => {
  town = await startTown()
  const add = async (name: string, change: object) => { people[name] = (await town.addFile(town.stations.east, PLACES.eastVillage, { name, tags: ['lives-alone'], ...change })).id }
  await add('seen at home', {})
  await add('seen by phone', {})
  await add('refused', {})
  await add('never', {})
  await add('too young', { birthOn: '1970-01-01' })
  await add('turns 60 on the 15th', { birthOn: '1966-04-15' })
  await add('no group', { tags: [] })
  await add('died on the 10th', {})
  await add('moved in June', {})
  await contact(people['seen at home']!, '2026-04-03')
  await contact(people['seen at home']!, '2026-04-20', { kind: 'call', mode: 'phone' }, town.workers.supervisor)
  await contact(people['seen at home']!, '2026-02-03')
  await contact(people['seen by phone']!, '2026-04-05', { kind: 'call', mode: 'phone' })
  await contact(people['refused']!, '2026-04-06', { result: 'nobody' })
  await contact(people['refused']!, '2026-04-09', { result: 'refused' })
  await contact(people['turns 60 on the 15th']!, '2026-04-02', { mode: 'video' })
  await contact(people['died on the 10th']!, '2026-04-01')
  await town.owner.query(`update resident_file set closed_on = '2026-04-10', closed_why = 'died' where id = $1`, [people['died on the 10th']])
})
afterAll(() => town.stop())

test('on duty in a month is who is 60 or older and in one of the six groups on its last day', async () => {
  const page = await month({ month: '2026-04' })
  expect(page.rows.map((one: any) => one.name).sort()).toEqual(['moved in June', 'never', 'refused', 'seen at home', 'seen by phone', 'turns 60 on the 15th'])
  expect(page).toMatchObject({ due: 6, done: 3, rate: 50, homeShare: 33 })
})

test('each month of the year shows the days and modes of all contacts, whoever made them', async () => {
  const { marks } = row(await month({ month: '2026-04' }), 'seen at home')
  expect([marks[1], marks[2], marks[3]]).toEqual([[{ on: '2026-02-03', mode: 'home' }], [], [{ on: '2026-04-03', mode: 'home' }, { on: '2026-04-20', mode: 'phone' }]])
})

test('names not seen come with the reason', async () => {
  const page = await month({ month: '2026-04' })
  expect([row(page, 'refused').notSeenWhy, row(page, 'never').notSeenWhy, row(page, 'seen at home').notSeenWhy]).toEqual(['refused', 'not-visited', null])
})

test('who died is out of the count from that day, named among those who left, and still counts in the month before', async () => {
  const april = await month({ month: '2026-04' })
  expect(april.left).toEqual([{ file: people['died on the 10th'], name: 'died on the 10th', villageName: '水塘村', on: '2026-04-10', why: 'died' }])
  expect(row(await month({ month: '2026-03' }), 'died on the 10th')).toBeDefined()
})

test('who leaves a group leaves the round with it', async () => {
  await town.owner.query(`update resident_tag set until_on = '2026-05-10' where file = $1`, [people['moved in June']])
  const may = await month({ month: '2026-05' })
  expect(row(may, 'moved in June')).toBeUndefined()
  expect(may.left).toContainEqual(expect.objectContaining({ file: people['moved in June'], on: '2026-05-11', why: 'category-changed' }))
  expect(row(await month({ month: '2026-04' }), 'moved in June')).toBeDefined()
})

test('the bureau of the city gets the figures without a name, the township names masked', async () => {
  expect(await month({ month: '2026-04', place: PLACES.county }, town.workers.city)).toMatchObject({ due: 6, done: 3, rate: 50, rows: [], left: [] })
  const township = await month({ month: '2026-04', place: PLACES.east }, town.workers.township)
  expect(township.due).toBe(6)
  expect(township.rows.every((one: any) => one.name.endsWith('＊＊') && one.identityTail === null)).toBe(true)
})

test('a worker of the next town sees none of it, and a month to come is refused', async () => {
  expect(await month({ month: '2026-04', station: town.stations.east.id }, town.workers.west)).toMatchObject({ due: 0, done: 0, rate: null, rows: [] })
  expect((await month({ month: '2026-06' })).code).toBe('report.month-not-begun')
})

test('a protected elder counts in the county and is named nowhere', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, { tags: ['lives-alone'], isProtected: true })
  expect((await month({ month: '2026-04' })).due).toBe(6)
  const county = await month({ month: '2026-04', place: PLACES.county }, town.workers.county)
  expect(county.due).toBe(7)
  expect(county.rows.some((one: any) => one.file === id)).toBe(false)
})
