import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { staffDue } from './rules/staff-due.ts'

// 人员台账 (T12): what a head writes down of his colleagues, who reads it, and the hours they learned.
let town: Town
let wang: Town['workers']['head']
beforeAll(async () => {
  town = await startTown()
  wang = await town.addPost('worker', PLACES.east, town.stations.east.id)
})
afterAll(() => town.stop())

const NONE = { version: 0, certificateLevel: null, certificateNo: '', registered: null, education: '', contractFrom: null, contractUntil: null, insured: null, checkedOn: null }
const FACTS = { ...NONE, certificateLevel: 'middle', certificateNo: '演2021000', registered: 'registered', education: '本科，社会工作', contractFrom: '2025-07-01', contractUntil: '2026-06-30', insured: true, checkedOn: '2025-03-01' }
const save = (who: Town['workers']['head'], facts: object, account = wang.account) => town.ask(who, 'POST', `/accounts/${account}/staff`, facts)
const read = (who: Town['workers']['head'], account = wang.account) => town.ask(who, 'GET', `/accounts/${account}/staff`)
const lineOf = async (who: Town['workers']['head'], account = wang.account) => {
  const { body } = await town.ask(who, 'POST', '/tables/t12', { limit: 200, scope: { by: 'place', place: PLACES.east }, period: { name: '2026-05' } })
  const row = body.rows.find(({ key }: any) => key.startsWith(account))
  return { ...Object.fromEntries(body.columns.map(({ title }: any, n: number) => [title, row.cells[n]])), page: row.page }
}

test('the head writes it down, T12 shows it to those who keep staff, each reads his own, and a colleague sees that it is kept from him', async () => {
  expect((await save(town.workers.head, FACTS)).body).toMatchObject({ version: 1 })
  expect((await read(town.workers.head)).body).toEqual({ ...FACTS, version: 1, due: ['contract-ends', 'check-over'] })
  const whole = { 证书级别: '社会工作师', 证书编号: '演2021000', 登记状态: '已登记', 学历专业: '本科，社会工作', 劳动合同期限: '2025-07-01 至 2026-06-30', 社保: '已参保', 从业禁止查询日期: '2025-03-01' }
  for (const who of [town.workers.head, wang]) expect(await lineOf(who)).toMatchObject(whole)
  expect(await lineOf(town.workers.east)).toMatchObject({ 证书级别: '社会工作师', 证书编号: '不显示', 学历专业: '不显示', 劳动合同期限: '不显示', 社保: '不显示', 从业禁止查询日期: '不显示' })
  expect(await lineOf(town.workers.head, town.workers.east.account)).toMatchObject({ 证书编号: '未记录', 社保: '未记录' })
})

test('only who gives posts writes, nobody about himself, about a stranger or over what another wrote meanwhile', async () => {
  for (const [who, facts, account, code] of [
    [town.workers.east, FACTS, wang.account, 'post.may-not'], [town.workers.township, FACTS, wang.account, 'post.may-not'], [town.workers.head, FACTS, town.workers.west.account, 'account.not-found'],
    [town.workers.head, NONE, wang.account, 'account.changed-since'], [town.workers.head, NONE, town.workers.head.account, 'post.not-to-oneself'],
    [town.workers.head, { ...FACTS, version: 1, checkedOn: '2026-05-21' }, wang.account, 'staff.checked-ahead'], [town.workers.head, { ...FACTS, version: 1, contractUntil: '2025-06-30' }, wang.account, 'staff.contract-backwards'],
    [town.workers.head, { ...FACTS, version: 1, education: '长'.repeat(61) }, wang.account, 'request.malformed'], [town.workers.head, { ...FACTS, version: 1, checkedOn: '2026-02-30' }, wang.account, 'request.malformed'],
  ] as const) expect([code, (await save(who, facts, account)).body.code]).toEqual([code, code])
  expect((await read(town.workers.east)).body.code).toBe('post.may-not')
  expect((await read(town.workers.head, town.workers.west.account)).body.code).toBe('account.not-found')
  expect((await read(town.workers.head)).body).toEqual({ ...FACTS, version: 1, due: ['contract-ends', 'check-over'] })
})

test('what is due follows from the days and from nothing else', () => {
  const due = (contractUntil: string | null, checkedOn: string | null) => staffDue({ contractUntil, checkedOn }, '2026-05-20', { contractDays: 60, checkMonths: 12 })
  expect([due(null, null), due('2026-05-19', null), due('2026-05-20', null), due('2026-07-19', null), due('2026-07-20', null), due(null, '2025-05-20'), due(null, '2025-05-19')])
    .toEqual([[], ['contract-over'], ['contract-ends'], ['contract-ends'], [], [], ['check-over']])
})

test('trainings are written once; the hours of each colleague in the year follow, and their ledger', async () => {
  const { east, head } = town.workers
  const hold = async (on: string, minutes: number, attended: string[], topic: string) => {
    const id = randomUUID()
    expect((await town.ask(east, 'PUT', `/services/${id}`, { method: 'training', title: topic, openedOn: on })).status).toBe(200)
    const { formVersion } = (await town.ask(east, 'GET', `/services/form/training-record?service=${id}`)).body
    expect((await town.ask(east, 'PUT', `/service-forms/${randomUUID()}`, { service: id, form: 'training-record', formVersion, filledOn: on, answers: { on, form: 'online', topic, trainer: '市社工协会', minutes, attended, record_number: 'P-1' } })).status).toBe(200)
  }
  await hold('2026-05-06', 90, [wang.account, east.account], '老年抑郁的识别')
  await hold('2026-05-12', 60, [wang.account], '访谈')
  expect(await lineOf(head)).toMatchObject({ 年度继续教育学时: 2.5, page: { kind: 'training', id: wang.account } })
  expect(await lineOf(head, east.account)).toMatchObject({ 年度继续教育学时: 1.5 })
  expect(await lineOf(head, head.account)).toMatchObject({ 年度继续教育学时: 0 })
  const { body } = await town.ask(head, 'POST', '/services/tally/rows', { method: 'training', from: '2026-01-01', to: '2026-05-31', account: wang.account })
  expect(body.rows.map(({ title, sum }: any) => [title, sum])).toEqual([['访谈', 60], ['老年抑郁的识别', 90]])
  const ledger = (await town.ask(head, 'POST', '/tables/t12t', { limit: 200, scope: { by: 'place', place: PLACES.east }, period: { name: '2026-05' } })).body
  const rows = ledger.rows.map(({ cells }: any) => Object.fromEntries(ledger.columns.map(({ title }: any, n: number) => [title, cells[n]])))
  expect(rows).toMatchObject([{ 日期: '2026-05-06', 形式: '网络课程', 主题: '老年抑郁的识别', 讲师或主办单位: '市社工协会', 参加人数: 2, '时长（分钟）': 90, 记录编号: 'P-1' }, { 主题: '访谈', 参加人数: 1 }])
  expect(ledger.sums).toEqual([{ label: '培训次数', value: '2 次' }])
})
