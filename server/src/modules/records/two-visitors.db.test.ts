import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// Two at a door: the place says for which visits, and nothing of it stops a visit from being saved.
let town: Town
let red: { id: string }
let calm: { id: string }
beforeAll(async () => {
  town = await startTown()
  red = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '红一' })
  await town.owner.query(`update resident_file set risk = 'red' where id = $1`, [red.id])
  calm = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '蓝一' })
})
afterAll(() => town.stop())

async function must(who: { account: string; post: string }, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) {
  const answer = await town.ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
const visit = async (file: string, change = {}): Promise<string> =>
  (await must(town.workers.east, 'PUT', `/records/${randomUUID()}`, { kind: 'visit', occurredOn: '2026-05-18', minutes: 20, files: [file], mode: 'home', result: 'normal', words: '', ...change })).id
const alone = async (id: string): Promise<boolean> => (await town.owner.query(`select 'companion' = any (gaps) as alone from record where id = $1`, [id])).rows[0].alone
const visitors = async () => {
  const { columns, rows } = await must(town.workers.head, 'POST', '/tables/t6', { scope: { by: 'station', station: town.stations.east.id }, period: { name: '2026-05' } })
  const at = columns.findIndex(({ title }: { title: string }) => title === '走访人（两人）')
  return new Map<string, string>(rows.map(({ page, cells }: { page: { id: string }; cells: string[] }) => [page.id, cells[at]]))
}

test('at red a second visitor is asked for in words, and naming one settles it', async () => {
  const id = await visit(red.id)
  expect([await alone(id), await alone(await visit(calm.id)), await alone(await visit(red.id, { withWhom: '吴主任' }))]).toEqual([true, false, false])
  expect((await visitors()).get(id)).toMatch(/（待补同行人）$/)
  await must(town.workers.east, 'POST', `/records/${id}/amend`, { version: 1, why: '补同行人', withWhom: '志愿者何师傅' })
  expect(await alone(id)).toBe(false)
  expect((await visitors()).get(id)).toMatch(/、志愿者何师傅$/)
})

test('a visit to several people asks for two when any of them does', async () => {
  expect(await alone(await visit(calm.id, { files: [calm.id, red.id] }))).toBe(true)
})

test('a county that asks for two at a first visit gets it from its own day on, on a sheet too; red no longer asks when it says one', async () => {
  const set = (key: string, value: number) => must(town.workers.county, 'PUT', `/parameters/${randomUUID()}`, { key, value, fromOn: '2026-05-20', why: '县里会议纪要' })
  await set('visit.min_visitors_first', 2)
  await set('visit.min_visitors_red', 1)
  const fresh = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '新来的' })
  expect(await alone(await visit(fresh.id, { occurredOn: '2026-05-19' }))).toBe(false)
  const other = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '又一个' })
  const [known, first] = [randomUUID(), randomUUID()]
  await must(town.workers.east, 'PUT', `/records/sheets/${randomUUID()}`, {
    kind: 'visit', occurredOn: '2026-05-20', mode: 'home', minutesEach: 10, withWhom: '', rows: [{ id: known, file: red.id, result: 'normal', words: '' }, { id: first, file: other.id, result: 'normal', words: '' }],
  })
  expect([await alone(known), await alone(first)]).toEqual([false, true])
  expect((await must(town.workers.east, 'GET', '/standards/choices')).twoVisitors).toEqual([])
})
