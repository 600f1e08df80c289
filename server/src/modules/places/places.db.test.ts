import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { loadDivisions } from './index.ts'

let town: Town
beforeAll(async () => {
  town = await startTown()
})
afterAll(() => town.stop())

const correct = (rows: object[], change = {}, who = town.workers.administrator) =>
  town.ask(who, 'POST', '/places/corrections', { within: PLACES.county, effectiveOn: '2026-06-01', preview: false, rows: rows.map((row, at) => ({ row: at + 2, ...row })), ...change })
const place = async (code: number) => (await town.ask(town.workers.east, 'GET', `/places/${code}`)).body

test('a worker looks a place up by its parent, its code or a part of its name', async () => {
  const rows = async (query: string) => (await town.ask(town.workers.east, 'GET', `/places?${query}`)).body.rows.map((row: { name: string }) => row.name)
  expect(await rows(`parent=${PLACES.east}`)).toEqual(['水塘村', '贤家村'])
  expect(await rows(`codes=${PLACES.far},${PLACES.east}`)).toEqual(['攀莲镇', '桐子林镇'])
  expect(await rows(`search=${encodeURIComponent('莲')}&within=${PLACES.county}`)).toEqual(['攀莲镇', '撒莲镇'])
  expect((await town.ask(town.workers.east, 'GET', '/places')).status).toBe(400)
  expect((await place(PLACES.eastVillage)).path.map(({ name }: { name: string }) => name)).toEqual(['四川省', '攀枝花市', '米易县', '攀莲镇'])
  expect((await town.ask(town.workers.east, 'GET', '/places/999999999999')).status).toBe(404)
})

test('a preview says what would change and changes nothing', async () => {
  const { status, body } = await correct([{ code: String(PLACES.eastVillage), name: '水塘社区' }, { code: '510421100205', name: '新建村' }], { preview: true })
  expect([status, body.applied, body.renames, body.additions]).toEqual([200, false, [{ code: PLACES.eastVillage, from: '水塘村', to: '水塘社区' }],
    [{ code: 510421100205, name: '新建村', level: 'village', parent: PLACES.east }]])
  expect((await place(PLACES.eastVillage)).name).toBe('水塘村')
})

test('one bad row and nothing is changed; each bad row says in words what is wrong', async () => {
  const { status, body } = await correct([{ code: String(PLACES.eastVillage), name: '水塘社区' }, { code: '5.10421E+11', name: '撒莲镇' }, { code: '510422100201', name: '别县的村' }])
  expect([status, body.code, body.details.count]).toEqual([422, 'place.list-has-errors', 2])
  expect(body.details.rows.map((row: { row: number; sentence: string }) => [row.row, row.sentence])).toEqual([
    [3, '代码被表格软件改成了科学计数法，请把该列设为文本后重填'], [4, '不在本次更正的区域内']])
  expect((await place(PLACES.eastVillage)).name).toBe('水塘村')
})

test('merged villages point to what came after them, and facts keep the code they were recorded with', async () => {
  const id = randomUUID()
  await town.owner.query(`insert into record (id, cell, place, station, served_place, dossier, kind, occurred_on, minutes, worker, worker_name, form_version, recorded_at, late, digest)
    values ($1, 510421, $2, $3, $4, $1, 'visit', '2026-05-20', 20, $5, '李思雨', 'visit.1', now(), false, '')`, [id, PLACES.east, town.stations.east.id, PLACES.eastVillage2, town.workers.east.account])
  const { status, body } = await correct([{ code: String(PLACES.eastVillage), name: '水塘村', formerCodes: [String(PLACES.eastVillage2)], redistricted: true }])
  expect([status, body.applied, body.merges]).toEqual([200, true, 1])
  const old = await place(PLACES.eastVillage2)
  expect([old.validTo, old.successors]).toEqual(['2026-06-01', [{ code: PLACES.eastVillage, name: '水塘村', on: '2026-06-01', kind: 'merged' }]])
  expect(await place(PLACES.eastVillage)).toMatchObject({ redistricted: true, validTo: null, formers: [{ code: PLACES.eastVillage2 }] })
  expect((await town.owner.query('select served_place from record where id = $1', [id])).rows[0].served_place).toBe(PLACES.eastVillage2)
  expect((await town.owner.query(`select rows, account from audit_leaf where act = 'places-corrected'`)).rows).toEqual([{ rows: 1, account: town.workers.administrator.account }])
})

test('living files of a merged village go along when the bureau says so: the new village sees them, and what was done stays where it was done', async () => {
  const copy = await startTown()
  const { east } = copy.stations
  const cadre = copy.workers.cadre
  const [living, closed] = [await copy.addFile(east, PLACES.eastVillage2, { name: '李在', tags: ['dibao'] }), await copy.addFile(east, PLACES.eastVillage2, { name: '王已' })]
  await copy.owner.query(`update resident_file set closed_on = '2026-05-01', closed_why = 'died' where id = $1`, [closed.id])
  const visit = randomUUID()
  expect((await copy.ask(copy.workers.east, 'PUT', `/records/${visit}`, { kind: 'visit', occurredOn: '2026-05-10', minutes: 10, files: [living.id], mode: 'home', result: 'normal', words: '好' })).status).toBe(200)
  const names = async () => (await copy.ask(cadre, 'POST', '/residents/list', { state: 'all' })).body.rows.map((row: { name: string }) => row.name)
  expect(await names()).toEqual([])
  const { status, body } = await copy.ask(copy.workers.administrator, 'POST', '/places/corrections', {
    within: PLACES.county, effectiveOn: '2026-06-01', preview: false, moveFiles: true, rows: [{ row: 2, code: String(PLACES.eastVillage), name: '水塘村', formerCodes: [String(PLACES.eastVillage2)] }],
  })
  expect([status, body.files]).toEqual([200, { moved: 1, leftBehind: 0 }])
  expect(await names()).toEqual(['李在'])
  const { owner } = copy
  expect((await owner.query('select place, station from resident_file where id = $1', [living.id])).rows).toEqual([{ place: PLACES.eastVillage, station: east.id }])
  expect((await owner.query('select place from resident_tag where file = $1', [living.id])).rows).toEqual([{ place: PLACES.eastVillage }])
  expect((await owner.query('select place from resident_file where id = $1', [closed.id])).rows).toEqual([{ place: PLACES.eastVillage2 }])
  expect((await owner.query('select served_place, place from record where id = $1', [visit])).rows).toEqual([{ served_place: PLACES.eastVillage2, place: PLACES.east }])
  await copy.stop()
})

test('only an administrator corrects, and only inside his own area', async () => {
  const row = [{ code: String(PLACES.far), name: '桐子林' }]
  expect((await correct(row, {}, town.workers.county)).status).toBe(403)
  expect((await correct(row, { within: PLACES.otherCounty })).status).toBe(404)
})

test('the database itself keeps an administrator inside his area', async () => {
  const careless = await startTown({ trustRoles: true })
  const visitor = careless.workers.east
  expect((await careless.ask(visitor, 'POST', '/places/corrections', { within: PLACES.east, effectiveOn: '2026-06-01', preview: false, rows: [{ row: 1, code: String(PLACES.eastVillage), name: '别名村' }] })).status).not.toBe(500)
  expect((await careless.owner.query('select name from place where code = $1', [PLACES.eastVillage])).rows[0].name).toBe('水塘村')
  await careless.stop()
})

test('the divisions of the city come in once, and a bureau\'s corrections survive the next start', async () => {
  const added = await loadDivisions(town.owner, '5104')
  expect(added).toBeGreaterThan(380)
  expect(await loadDivisions(town.owner, '5104')).toBe(0)
  expect((await place(PLACES.eastVillage)).name).toBe('水塘村')
  await expect(loadDivisions(town.owner, '99')).rejects.toThrow('no division')
})
