import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
beforeAll(async () => { town = await startTown() })
afterAll(() => town.stop())

const read = async (query = '') => {
  const answer = await town.app.inject({ method: 'GET', url: `/api/v1/public/figures${query}` })
  return { status: answer.statusCode, body: JSON.parse(answer.body) }
}
const complain = async (who: Town['workers']['east'], openedOn: string) =>
  expect((await town.ask(who, 'PUT', `/services/${randomUUID()}`, { method: 'complaint', title: '王秀英说的事', openedOn })).status).toBe(200)

test('anybody reads the counties that have stations, and of one what its packs call public, month by month', async () => {
  const { threshold } = (await read(`?place=${PLACES.county}`)).body
  for (let n = 0; n < threshold + 1; n++) await complain(n % 2 ? town.workers.east : town.workers.west, '2026-05-10')
  await complain(town.workers.east, '2026-04-10')
  const whole = await read()
  expect(whole.body.counties.map(({ place }: { place: number }) => place)).toEqual([PLACES.county, PLACES.otherCounty])
  const { status, body } = await read(`?place=${PLACES.county}`)
  expect([status, body.year, body.months.at(-1)]).toEqual([200, '2026', '2026-05'])
  const { cells } = body.figures.find(({ key }: { key: string }) => key === 'complaints')
  expect(cells.slice(-3)).toEqual([{ month: '2026-03', value: 0 }, { month: '2026-04', value: null }, { month: '2026-05', value: threshold + 1 }])
  expect(body.figures.map(({ key }: { key: string }) => key)).toEqual(['complaints', 'complaints-settled', 'complaints-in-time', 'complaints-appealed'])
  expect(JSON.stringify(body)).not.toMatch(/王秀英|攀莲镇/)
})

test('the other county has its own, and what is no county with stations is not there', async () => {
  const other = (await read(`?place=${PLACES.otherCounty}`)).body.figures.find(({ key }: { key: string }) => key === 'complaints')
  expect(other.cells.every(({ value }: { value: number }) => value === 0)).toBe(true)
  for (const place of [PLACES.east, 110101000000, 5]) expect((await read(`?place=${place}`)).body.code).toBe('place.not-found')
  expect((await read('?place=x')).status).toBe(400)
})

test('answered in time, late, with an extension, and appealed: counted on the day it was written down, small numbers hidden, each opening to its complaints for those who may', async () => {
  const { east, west, county } = town.workers
  const must = async (method: 'GET' | 'PUT' | 'POST', url: string, body?: object, who = east) => {
    const answer = await town.ask(who, method, url, body)
    expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
    return answer.body
  }
  const open = async (title: string) => {
    const id = randomUUID()
    await must('PUT', `/services/${id}`, { method: 'complaint', title, openedOn: town.clock.today() })
    return id
  }
  const fill = async (service: string, form: string, answers: object) => {
    const { formVersion } = await must('GET', `/services/form/${form}?service=${service}`)
    return must('PUT', `/service-forms/${randomUUID()}`, { service, form, formVersion, filledOn: town.clock.today(), answers })
  }
  const reply = (service: string) => fill(service, 'complaint-reply', { replied_on: town.clock.today(), text: '已查明，致歉。', appeal_told: true })
  const ask = (key: string, who = east) => must('POST', '/figures', { indicators: [key], scope: { by: 'place', place: PLACES.east }, period: { name: '2026-06' }, only: {} }, who).then((answer) => answer.figures[0].value)
  const rows = (key: string, who = east) => must('POST', '/figures/rows', { indicator: key, scope: { by: 'place', place: PLACES.east }, period: { name: '2026-06' }, only: {}, limit: 20 }, who).then((answer) => answer.rows)

  town.clock.set('2026-06-01T10:00:00+08:00')
  const inTime: string[] = []
  for (let n = 0; n < 3; n++) inTime.push(await open(`按期${n}`))
  const [late, longer] = [await open('超期'), await open('延期')]
  await fill(longer, 'complaint-extension', { from_on: '2026-06-24', why: '等检测结果' })
  town.clock.set('2026-06-02T10:00:00+08:00')
  for (const id of inTime) await reply(id)
  town.clock.set('2026-06-29T10:00:00+08:00')
  await reply(late)
  const answer = await reply(longer)
  await fill(late, 'complaint-appeal-township', { asked_on: town.clock.today(), reason: '不服' })
  await fill(late, 'complaint-appeal-county', { asked_on: town.clock.today(), reason: '还不服' })
  expect([await ask('complaints-answered'), await ask('complaints-in-time'), await ask('complaints-appealed')]).toEqual([5, 4, 1])
  expect((await rows('complaints-in-time')).map(({ id }: { id: string }) => id).toSorted()).toEqual([...inTime, longer].toSorted())
  expect(await rows('complaints-appealed')).toMatchObject([{ kind: 'service', id: late, day: '2026-06-29', result: '申诉' }])
  expect((await rows('complaints-appealed', county)).map(({ id }: { id: string }) => id)).toEqual([late])
  const next = await town.ask(west, 'POST', '/figures/rows', { indicator: 'complaints-appealed', scope: { by: 'place', place: PLACES.east }, period: { name: '2026-06' }, only: {}, limit: 20 })
  expect([next.status, JSON.stringify(next.body)]).toEqual([404, expect.not.stringContaining(late)])

  const { figures, threshold } = (await read(`?place=${PLACES.county}`)).body
  const june = (key: string) => figures.find((one: { key: string }) => one.key === key).cells.find(({ month }: { month: string }) => month === '2026-06').value
  expect([june('complaints-in-time'), june('complaints-appealed')]).toEqual([4 < threshold ? null : 4, null])

  await must('POST', `/service-forms/${answer.id}/void`, { version: 1, why: '填错了' })
  expect([await ask('complaints-answered'), await ask('complaints-in-time')]).toEqual([4, 3])
  await reply(longer)
  expect([await ask('complaints-answered'), await ask('complaints-in-time')]).toEqual([5, 4])
})
