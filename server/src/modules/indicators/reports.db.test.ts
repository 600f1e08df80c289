import { randomUUID } from 'node:crypto'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
let grandma: { id: string }
let contract: string
let evaluator: Town['workers']['east']
beforeAll(async () => {
  town = await startTown()
  grandma = await town.addFile(town.stations.east, PLACES.eastVillage, { tags: ['lives-alone', 'dibao'], risk: 'red', name: '=王秀英' })
  evaluator = await town.addPost('evaluator', PLACES.county)
  contract = randomUUID()
  const [buyer, agency] = [randomUUID(), randomUUID()]
  for (const [id, kind] of [[buyer, 'department'], [agency, 'agency']]) {
    await town.owner.query('insert into organisation (id, cell, place, name, kind) values ($1, 510421, $2, $3, $4)', [id, PLACES.east, `组织${kind}`, kind])
  }
  await town.owner.query(`insert into contract (id, cell, place, title, purchaser, agency, from_on, until_on, amount_fen) values ($1, 510421, $2, '攀莲镇社工服务', $3, $4, '2026-01-01', '2026-12-31', 20000000)`, [contract, PLACES.east, buyer, agency])
  await town.owner.query(`insert into contract_station (id, cell, place, contract, station, from_on, until_on) values ($1, 510421, $2, $3, $4, '2026-01-01', '2026-12-31')`, [randomUUID(), PLACES.east, contract, town.stations.east.id])
  for (const [position, indicator, target] of [[1, 'visits-all', 100], [2, 'people-served', 10], [3, 'activities', 4], [4, 'cases-opened', 3]] as const) {
    await town.owner.query(`insert into contract_indicator (id, cell, place, contract, position, indicator, title, unit, target) values ($1, 510421, $2, $3, $4, $5, '', 'time', $6)`,
      [randomUUID(), PLACES.east, contract, position, indicator, target])
  }
  for (let n = 0; n < 3; n++) await visit(`2026-05-1${n}`)
}, 60_000)
afterAll(() => town.stop())

async function visit(day: string, id = randomUUID()) {
  const answer = await town.ask(town.workers.east, 'PUT', `/records/${id}`, { kind: 'visit', occurredOn: day, minutes: 20, files: [grandma.id], mode: 'home', result: 'normal', words: '在家' })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return id
}
const url = (month: string) => `/reports/${town.stations.east.id}/${month}`
const texts = { highlights: '亮点', typicalCases: '', problems: '问题', nextMonth: '计划' }
const scope = () => ({ by: 'station', station: town.stations.east.id })

test('the report has every number typed by nobody, and says what is missing', async () => {
  const { status, body } = await town.ask(town.workers.head, 'GET', url('2026-05'))
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body.lines.find((line: any) => line.indicator === 'visits-all')).toMatchObject({ month: 3, year: 3, contract: 3, target: 100, share: 3 })
  expect(body.lines.find((line: any) => line.indicator === 'cases-opened')).toMatchObject({ month: 0, available: true, target: 3 })
  expect(body.missing.map((one: any) => [one.kind, one.count])).toEqual([['unclassified', 3], ['gaps', 3], ['text-highlights', 1], ['text-problems', 1], ['text-next-month', 1]])
  expect([body.state, body.late, body.due]).toEqual(['none', false, '2026-06-05'])
})

test('handed in, the figures stay; a correction is refused until the report is returned; a later record shows as a change', async () => {
  const id = await visit('2026-05-14')
  const draft = await town.ask(town.workers.east, 'PUT', url('2026-05'), { id: randomUUID(), version: 0, ...texts })
  expect(draft.status, JSON.stringify(draft.body)).toBe(200)
  expect((await town.ask(town.workers.east, 'POST', `${url('2026-05')}/submit`, { version: 1 })).status).toBe(403)
  expect((await town.ask(town.workers.head, 'POST', `${url('2026-05')}/submit`, { version: 1 })).body).toMatchObject({ version: 2 })
  const refused = await town.ask(town.workers.east, 'POST', `/records/${id}/amend`, { version: 1, why: '改时长', minutes: 30 })
  expect([refused.status, refused.body.code]).toEqual([409, 'record.month-reported'])
  await visit('2026-05-15')
  const { body } = await town.ask(town.workers.township, 'GET', url('2026-05'))
  expect(body.lines.find((line: any) => line.indicator === 'visits-all')).toMatchObject({ month: 4, since: 1 })
  expect((await town.ask(town.workers.head, 'PUT', url('2026-05'), { id: randomUUID(), version: 2, ...texts })).body.code).toBe('report.not-yours-now')
  expect((await town.ask(town.workers.township, 'POST', `${url('2026-05')}/return`, { version: 2, why: '请补照片' })).status).toBe(200)
  expect((await town.ask(town.workers.east, 'POST', `/records/${id}/amend`, { version: 1, why: '改时长', minutes: 30 })).status).toBe(200)
  expect((await town.ask(town.workers.head, 'POST', `${url('2026-05')}/submit`, { version: 3 })).status).toBe(200)
  expect((await town.ask(town.workers.county, 'POST', `${url('2026-05')}/accept`, { version: 4 })).status).toBe(200)
  expect((await town.ask(town.workers.county, 'GET', '/reports?month=2026-05')).body.rows.find((row: any) => row.station === town.stations.east.id)).toMatchObject({ state: 'accepted', late: false })
})

test('of a correction and a hand-in at the same moment either the report has it or the correction is refused', async () => {
  for (let round = 0; round < 6; round++) {
    const month = `2026-0${round % 2 ? 3 : 4}`
    const id = await visit(`${month}-1${round}`)
    const now = await town.ask(town.workers.head, 'GET', url(month))
    const saved = await town.ask(town.workers.head, 'PUT', url(month), { id: randomUUID(), version: now.body.version, ...texts, highlights: `第${round}次` })
    const before = now.body.lines.find((line: any) => line.indicator === 'visits-all').month
    const [amended, handedIn] = await Promise.all([
      town.ask(town.workers.east, 'POST', `/records/${id}/amend`, { version: 1, why: '没见到人', result: 'nobody' }),
      town.ask(town.workers.head, 'POST', `${url(month)}/submit`, { version: saved.body.version }),
    ])
    expect(handedIn.status, JSON.stringify(handedIn.body)).toBe(200)
    const { rows } = await town.owner.query('select figures from report where station = $1 and month = $2', [town.stations.east.id, `${month}-01`])
    const frozen = rows[0].figures.find((line: any) => line.indicator === 'visits-all').month
    expect([[200, before - 1], [409, before]]).toContainEqual([amended.status, frozen])
    const back = await town.ask(town.workers.township, 'POST', `${url(month)}/return`, { version: handedIn.body.version, why: '再核一遍' })
    expect(back.status).toBe(200)
  }
})

test('a village cadre of the room cannot correct a visit of a month that the station has handed in', async () => {
  const file = await town.addFile(town.stations.room, PLACES.eastVillage)
  const id = randomUUID()
  expect((await town.ask(town.workers.cadre, 'PUT', `/records/${id}`, { kind: 'visit', occurredOn: '2026-02-10', minutes: 10, files: [file.id], mode: 'home', result: 'normal' })).status).toBe(200)
  await town.ask(town.workers.head, 'PUT', url('2026-02'), { id: randomUUID(), version: 0, ...texts })
  expect((await town.ask(town.workers.head, 'POST', `${url('2026-02')}/submit`, { version: 1 })).status).toBe(200)
  expect((await town.ask(town.workers.cadre, 'POST', `/records/${id}/amend`, { version: 1, why: '写错了', minutes: 30 })).body.code).toBe('record.month-reported')
})

test('a figure opens to exactly its records, and who sees no person is told how many there are', async () => {
  const ask = { scope: scope(), period: { name: '2026-05' }, indicator: 'visits-all' }
  const mine = await town.ask(town.workers.head, 'POST', '/figures/rows', ask)
  expect([mine.status, mine.body.rows.length, mine.body.hidden]).toEqual([200, 5, 0])
  expect(mine.body.rows[0].names).toEqual(['=王秀英'])
  expect((await town.ask(town.workers.township, 'POST', '/figures/rows', ask)).body.rows[0].names[0]).not.toContain('秀英')
  expect((await town.ask(town.workers.manager, 'POST', '/figures/rows', ask)).body).toMatchObject({ rows: [], hidden: 5 })
})

test('the ledgers print: names and tags for the station, masked for the bureau, never a formula', async () => {
  const question = { scope: scope(), period: { name: '2026-05' } }
  for (const key of ['t1', 't2', 't6', 't7', 't13', 't15']) {
    const { status, body } = await town.ask(town.workers.head, 'POST', `/tables/${key}`, question)
    expect([key, status], JSON.stringify(body)).toEqual([key, 200])
    expect(body.rows.every((row: any) => row.cells.length === body.columns.length)).toBe(true)
  }
  const file = await town.app.inject({ method: 'POST', url: '/api/v1/tables/t2/xlsx', headers: await town.as(town.workers.head), payload: question })
  expect(file.statusCode, file.body).toBe(200)
  const sheet = (await readXlsx(new Uint8Array(file.rawPayload))).sheets[0]!
  const cells = sheet.rows.flat()
  expect(cells).toContain("'=王秀英")
  expect(cells.some((cell) => String(cell).startsWith('填报单位：攀莲镇'))).toBe(true)
  const { rows } = await town.owner.query(`select rows from audit_leaf where act = 'export' and subject = 'table t2'`)
  expect(rows).toEqual([{ rows: 5 }])
  const masked = await town.ask(town.workers.township, 'POST', '/tables/t2', question)
  expect(JSON.stringify(masked.body)).not.toContain('王秀英')
  expect(JSON.stringify(masked.body)).not.toContain('低保')
  expect((await town.ask(town.workers.manager, 'POST', '/tables/t2', question)).body).toMatchObject({ rows: [], hidden: 5 })
})

test('what was said, wanted and done at the door stands in the ledgers of those who serve, and in no masked copy', async () => {
  const [record, spot, later] = [randomUUID(), randomUUID(), randomUUID()]
  const zhang = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '张话多' })
  await town.ask(town.workers.east, 'PUT', `/records/${record}`, { kind: 'visit', occurredOn: '2026-01-12', minutes: 20, files: [zhang.id], mode: 'home', result: 'needs-attention', words: `膝盖疼，${'走不远，'.repeat(20)}` })
  for (const [id, words] of [[spot, '灯泡坏了'], [later, '想办残疾证']]) {
    expect((await town.ask(town.workers.east, 'PUT', `/needs/${id}`, { words, file: zhang.id, record, foundOn: '2026-01-12' })).status).toBe(200)
  }
  expect((await town.ask(town.workers.east, 'POST', `/needs/${spot}/answer-on-the-spot`, { version: 1, words: '当场换了灯泡', measure: '自带灯泡' })).status).toBe(200)
  const question = { scope: scope(), period: { name: '2026-01' } }
  const table = async (key: string, who = town.workers.head, more = {}) => (await town.ask(who, 'POST', `/tables/${key}`, { ...question, ...more })).body
  const under = (body: any, title: string) => body.rows.map((row: any) => row.cells[body.columns.findIndex((column: any) => column.title === title)])
  const traces = async () => (await town.owner.query(`select count(*)::int as n from audit_leaf where subject like 'table %'`)).rows[0].n
  const before = await traces()
  const t6 = await table('t6')
  expect(await traces()).toBe(before + 1)
  expect([under(t6, '主要困难／需求'), under(t6, '现场处理')]).toEqual([[expect.stringContaining('灯泡坏了')], ['自带灯泡；当场换了灯泡']])
  expect(under(t6, '身体及生活状况')[0]).toMatch(/^膝盖疼/)
  const t13 = await table('t13')
  expect(under(t13, '需求描述').sort()).toEqual(['想办残疾证', '灯泡坏了'].sort())
  expect(under(t13, '进展')).toContainEqual(expect.stringContaining('当场换了灯泡'))
  expect(under(await table('t2'), '服务内容')[0]).toMatch(/膝盖疼.*…/)
  for (const [who, more] of [[town.workers.township, {}], [town.workers.head, { masked: true }]] as const) {
    for (const key of ['t2', 't6', 't13']) expect(JSON.stringify(await table(key, who, more)), key).not.toMatch(/膝盖|灯泡|残疾证|需求描述/)
  }
  const now = await traces()
  const file = await town.app.inject({ method: 'POST', url: '/api/v1/tables/t6/xlsx', headers: await town.as(town.workers.head), payload: question })
  expect((await readXlsx(new Uint8Array(file.rawPayload))).sheets[0]!.rows.flat()).toContain('自带灯泡；当场换了灯泡')
  expect(await traces()).toBe(now + 1)
})

test('a screen that speaks English reads the titles of the packs in English; the official table stays Chinese', async () => {
  const ask = { scope: scope(), period: { name: '2026-05' }, indicators: ['people-served'] }
  const titles = async (language: string) => (await town.ask(town.workers.head, 'POST', '/figures', ask, { 'accept-language': language })).body.figures[0]
  expect((await titles('zh-CN')).title).toBe('服务人数')
  expect((await titles('en')).title).toMatch(/^[A-Za-z ,]+$/)
  expect((await titles('en')).definition).toMatch(/^[A-Za-z]/)
  const table = await town.ask(town.workers.head, 'POST', '/tables/t1', { scope: scope(), period: { name: '2026-05' } }, { 'accept-language': 'en' })
  expect(table.body.rows[0].cells[1]).toMatch(/[\u4e00-\u9fff]/)
  const facts = await town.ask(town.workers.head, 'POST', '/figures/rows', { scope: scope(), period: { name: '2026-05' }, indicator: 'visits-all' }, { 'accept-language': 'en' })
  expect(facts.body.rows[0].what).toMatch(/^Visit/)
})

test('more than 500 lines leave the service only after a fresh second factor', async () => {
  await town.owner.query(`insert into parameter_value (id, cell, place, key, value, from_on, why) values ($1, 510421, $2, 'export.step_up_rows', '2', '2026-01-01', '测试')`, [randomUUID(), PLACES.east])
  const ask = () => town.ask(town.workers.head, 'POST', '/tables/t6/xlsx', { scope: scope(), period: { name: '2026-05' } })
  expect((await ask()).body.code).toBe('session.step-up-needed')
  await town.owner.query(`delete from parameter_value where key = 'export.step_up_rows'`)
})

test('contract progress stands beside the time gone, the three worst first, without a name', async () => {
  const { status, body } = await town.ask(town.workers.manager, 'GET', `/contracts/${contract}/progress`)
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body.timeGone).toBe(38.3)
  expect(body.indicators.map((one: any) => [one.indicator, one.available])).toEqual([['visits-all', true], ['people-served', true], ['activities', true], ['cases-opened', true]])
  expect(body.worst[0]).toBe('activities')
  expect((await town.ask(town.workers.far, 'GET', `/contracts/${contract}/progress`)).status).toBe(404)
})

test('报一个数 gives a sentence for a chat; a small count of a sensitive group stays out of it', async () => {
  const plain = await town.ask(town.workers.east, 'POST', '/ask', { period: { name: '2026-05' } })
  expect(plain.body.sentence).toBe('攀莲镇社会工作服务站2026年5月：服务人数 1 人，服务总人次 5 人次，走访探访 5 人次。截至2026年5月20日。')
  const guarded = await town.ask(town.workers.east, 'POST', '/ask', { period: { name: '2026-05' }, tag: 'dibao' })
  expect(guarded.body.sentence).toContain('服务人数 不足 10 人')
  expect(guarded.body.figures[0].value).toBe(1)
})

test('who sees no person sees no small count of a group', async () => {
  const { body } = await town.ask(town.workers.manager, 'POST', '/figures', { scope: scope(), period: { name: '2026-05' }, indicators: ['people-served'], only: { tag: 'dibao' } })
  expect(body.figures[0]).toMatchObject({ value: null, guarded: true })
})

test('the county board shows five lights for each station and the city board its counties', async () => {
  const county = await town.ask(town.workers.county, 'GET', '/board')
  expect(county.status, JSON.stringify(county.body)).toBe(200)
  const east = county.body.rows.find((row: any) => row.station === town.stations.east.id)
  expect(east.lights.map((light: any) => [light.kind, light.done, light.of])).toEqual([['visit-rate', 1, 1], ['contract-progress', expect.any(Number), 38], ['staff', 2, 2], ['overdue-risk', 0, 1], ['report', 0, 1]])
  const city = await town.ask(town.workers.city, 'GET', '/board')
  expect(city.body.rows.map((row: any) => [row.place, row.stations])).toEqual([[PLACES.county, 3], [PLACES.otherCounty, 1]])
})

test('each post asks for what is its own: the administrator and the auditor for nothing, a township for no other', async () => {
  const figures = (who: Town['workers']['east'], at: object) => town.ask(who, 'POST', '/figures', { scope: at, period: { name: '2026-05' }, indicators: ['visits-all'] })
  const { administrator, auditor, township, west, manager } = town.workers
  for (const who of [administrator, auditor, town.workers.cadre]) expect((await figures(who, scope())).status).toBe(403)
  expect((await figures(township, { by: 'place', place: PLACES.west })).status).toBe(404)
  expect((await figures(west, scope())).status).toBe(404)
  expect((await figures(manager, { by: 'station', station: town.stations.west.id })).status).toBe(404)
  expect((await figures(evaluator, scope())).body.figures[0]).toMatchObject({ value: 5, hidden: 5 })
  const calls = [['GET', '/board'], ['GET', '/reports?month=2026-05'], ['GET', url('2026-05')], ['GET', `/contracts/${contract}/progress`], ['GET', '/figures/choices']] as const
  for (const [method, path] of calls) expect((await town.ask(administrator, method, path)).status, path).toBe(403)
  for (const path of ['/ask', '/figures', '/figures/rows', '/tables/t1', '/tables/t1/xlsx', `${url('2026-05')}/submit`, `${url('2026-05')}/return`, `${url('2026-05')}/accept`]) {
    const body = path === '/ask' ? { period: { name: '2026-05' } } : path.includes('/reports') ? { version: 1, why: '再看看' } : { scope: scope(), period: { name: '2026-05' }, indicators: ['visits-all'], indicator: 'visits-all' }
    expect([400, 403]).toContain((await town.ask(administrator, 'POST', path, body)).status)
  }
  expect((await town.ask(west, 'GET', url('2026-05'))).status).toBe(404)
  expect((await town.ask(township, 'GET', '/board')).status).toBe(403)
  expect((await town.ask(manager, 'POST', '/tables/t2/xlsx', { scope: scope(), period: { name: '2026-05' } })).status).toBe(403)
})
