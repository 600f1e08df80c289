import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// From door to door: nothing is typed but the visits.
let town: Town
let round: string
const files: Record<string, string> = {}
beforeAll(async () => {
  town = await startTown()
  for (const [name, address] of [['王一', '3组12号'], ['王二', '三组14号'], ['王三', '3组40号'], ['李四', '5组2号'], ['李五', '五组9号'], ['赵六', '河边']] as const) {
    const id = randomUUID()
    await must(town.workers.east, 'PUT', `/residents/${id}`, { place: PLACES.eastVillage, name, sex: 2, birthOn: '1950-02-03', address, openedOn: '2026-01-05' })
    files[name] = id
  }
  const home = randomUUID()
  await must(town.workers.east, 'PUT', `/households/${home}`, { file: files['李四'], relation: 'self' })
  await must(town.workers.east, 'POST', `/households/${home}/join`, { file: files['李五'], relation: 'spouse' })
  round = randomUUID()
  await must(town.workers.east, 'PUT', `/services/${round}`, { method: 'door-round', title: '冬季敲门行动', openedOn: '2026-05-01' })
})
afterAll(() => town.stop())

type Who = { account: string; post: string }
async function must(who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) {
  const answer = await town.ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
const visit = (name: string, result: string, occurredOn = town.clock.today()) => {
  town.clock.set(new Date(town.clock.now().getTime() + 60_000).toISOString())
  return must(town.workers.east, 'PUT', `/records/${randomUUID()}`, { kind: 'visit', files: [files[name]], occurredOn, minutes: 10, mode: 'home', result, words: '敲门' })
}
const coverage = () => must(town.workers.east, 'POST', `/services/${round}/round`, {})
const homes = async (query: object = {}) => (await must(town.workers.east, 'POST', `/services/${round}/round/homes`, query)).rows as { state: string; again: boolean; tries: number; address: string; people: { name: string }[] }[]
const namesOf = (rows: { people: { name: string }[] }[]) => rows.map(({ people }) => people.map(({ name }) => name).sort().join('+'))

test('every household stands under its group once, however the address was written', async () => {
  const { total, lines } = await coverage()
  expect(total).toMatchObject({ homes: 5, open: 5, reached: 0 })
  expect(lines.map(({ section, homes: n }: { section: string; homes: number }) => [section, n])).toEqual([['', 1], ['3组', 3], ['5组', 1]])
})

test('coverage follows from the visits: met once is met, else the last result; before the round began does not count', async () => {
  await visit('王一', 'nobody')
  await visit('王一', 'normal')
  await visit('王二', 'nobody')
  await visit('李五', 'refused')
  await visit('赵六', 'normal', '2026-04-20')
  expect((await coverage()).total).toEqual({ homes: 5, reached: 1, nobody: 1, vacant: 0, refused: 1, open: 2 })
  const rows = await homes({ states: ['refused'] })
  expect([namesOf(rows), rows[0]!.tries]).toEqual([['李五+李四'], 1])
  expect(await homes({ states: ['nobody'] })).toMatchObject([{ again: true, tries: 1, address: '三组14号' }])
  await visit('王二', 'nobody')
  await visit('王二', 'nobody')
  expect(await homes({ states: ['nobody'] })).toMatchObject([{ again: false, tries: 3 }])
})

test('the list begins with who is still to be visited, nearest to the last door', async () => {
  expect(namesOf(await homes()).slice(0, 3)).toEqual(['王二', '王三', '赵六'])
  expect(namesOf(await homes({ section: '3组' }))).toEqual(['王二', '王三', '王一'])
  // Also from a door that is done with, and so no longer on the list.
  await visit('王三', 'vacant')
  expect(namesOf(await homes({ states: ['open', 'nobody'] }))).toEqual(['王二', '赵六'])
})

test('a void visit counts for nothing, and a risk found at the door moves the next visit', async () => {
  const id = randomUUID()
  await must(town.workers.east, 'PUT', `/records/${id}`, { kind: 'visit', files: [files['王三']], occurredOn: town.clock.today(), minutes: 10, mode: 'home', result: 'normal', words: '' })
  expect((await coverage()).total.reached).toBe(2)
  await must(town.workers.east, 'POST', `/records/${id}/void`, { version: 1, why: '记错人了' })
  expect((await coverage()).total.reached).toBe(1)
  const due = async () => (await town.owner.query('select due_on::text from duty where file = $1 and closed_on is null', [files['王一']])).rows[0]?.due_on
  const before = await due()
  const { version } = await must(town.workers.east, 'GET', `/residents/${files['王一']}`)
  await must(town.workers.east, 'POST', `/residents/${files['王一']}/risk`, { version, risk: 'red', reason: '夜里摔倒，一个人' })
  expect((await due())! < (before ?? '9999')).toBe(true)
})

test('who is protected, gone or elsewhere is no home of it; another station finds no such round, and a case is none', async () => {
  await town.owner.query('update resident_file set protected = true where id = $1', [files['王三']])
  expect((await coverage()).total.homes).toBe(4)
  await town.owner.query('update resident_file set protected = false where id = $1', [files['王三']])
  expect((await town.ask(town.workers.west, 'POST', `/services/${round}/round`, {})).body.code).toBe('service.not-found')
  const other = randomUUID()
  await must(town.workers.east, 'PUT', `/services/${other}`, { method: 'casework', client: files['王一'], openedOn: town.clock.today() })
  expect((await town.ask(town.workers.east, 'POST', `/services/${other}/round`, {})).body.code).toBe('round.not-here')
})
