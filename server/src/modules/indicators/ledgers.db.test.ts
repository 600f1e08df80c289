import { randomUUID } from 'node:crypto'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// The ledgers of professional services, through the door.
let town: Town
let lonely: { id: string }
let child: { id: string }
const ids = { case: randomUUID(), group: randomUUID(), activity: randomUUID(), secret: randomUUID() }
type Who = { account: string; post: string }
const must = async (who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => {
  const answer = await town.ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
const east = () => town.workers.east
const fill = async (service: string, form: string, answers: object, more: object = {}) => {
  const { formVersion } = await must(east(), 'GET', `/services/form/${form}?service=${service}`)
  await must(east(), 'PUT', `/service-forms/${randomUUID()}`, { service, form, formVersion, filledOn: '2026-05-18', answers, ...more })
}
const move = async (id: string, to: string) => must(east(), 'POST', `/services/${id}/move`, { version: (await must(east(), 'GET', `/services/${id}`)).version, to })
const session = async (service: string, occurredOn: string, more: object) => {
  const record = randomUUID()
  await must(east(), 'PUT', `/services/${service}/records/${record}`, { kind: 'session', occurredOn, minutes: 60, files: [], ...more })
  return record
}

beforeAll(async () => {
  town = await startTown()
  lonely = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '王秀英', tags: ['lives-alone'], birthOn: '1948-02-03' })
  child = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '李小雨', tags: ['left-behind-child'], birthOn: '2016-05-01' })
  await must(east(), 'PUT', `/services/${ids.case}`, { method: 'casework', client: lonely.id, openedOn: '2026-04-10', source: 'self' })
  await fill(ids.case, 'case-assessment', { main_problem: 'care', conclusion: '需要照护' })
  await move(ids.case, 'intervention')
  await session(ids.case, '2026-05-02', { mode: 'interview' })
  await session(ids.case, '2026-05-09', { mode: 'interview' })
  await must(east(), 'PUT', `/services/${ids.case}/records/${randomUUID()}`, { kind: 'visit', occurredOn: '2026-05-10', minutes: 30, mode: 'home', result: 'normal', files: [lonely.id] })
  await fill(ids.case, 'case-closure', { summary: '能按时吃饭了', remaining_risk: 'none' })
  await must(east(), 'PUT', `/services/${ids.group}`, { method: 'group-work', title: '夕阳互助小组', openedOn: '2026-05-01' })
  await fill(ids.group, 'group-plan', { kind: 'mutual-aid', background: '独居老人多', sessions: [{ number: 1 }, { number: 2 }, { number: 3 }] })
  for (const file of [lonely.id, child.id]) await must(east(), 'PUT', `/service-people/${randomUUID()}`, { service: ids.group, file, role: 'member', state: 'in' })
  const { people } = await must(east(), 'GET', `/services/${ids.group}`)
  for (const [n, day] of ['2026-05-05', '2026-05-12'].entries()) {
    const record = await session(ids.group, day, { mode: 'on-site' })
    await must(east(), 'POST', `/services/${ids.group}/attendance`, { record, rows: people.map((one: any, at: number) => ({ person: one.id, state: n === 1 && at === 1 ? 'absent' : 'present' })) })
  }
  await must(east(), 'PUT', `/services/${ids.activity}`, { method: 'activity-plan', title: '端午包粽子', openedOn: '2026-05-01' })
  await fill(ids.activity, 'activity-plan', { kind: 'health', goals: '邻里相识', held_on: '2026-05-15', host: '新河社区' })
  await must(east(), 'PUT', `/services/${ids.activity}/records/${randomUUID()}`, { kind: 'activity', occurredOn: '2026-05-15', minutes: 120, mode: 'health', title: '端午包粽子', heads: 40, headGroups: { 'lives-alone': 12 }, files: [] })
  for (const satisfied of [5, 4]) await fill(ids.activity, 'activity-feedback', { satisfied })
  await must(town.workers.head, 'PUT', `/services/${ids.secret}`, { method: 'violence', client: lonely.id, openedOn: '2026-05-01', circle: [town.workers.head.post] })
}, 60_000)
afterAll(() => town.stop())

const table = async (key: string, who: Who = east(), more: object = {}) => must(who, 'POST', `/tables/${key}`, { limit: 200, scope: { by: 'station', station: town.stations.east.id }, period: { name: '2026-Q2' }, ...more })
const rowsOf = (found: any) => found.rows.map((row: any) => Object.fromEntries(found.columns.map((column: any, at: number) => [column.title, row.cells[at]])))
const asked = async (who: Who, indicators: string[], more: object = {}) =>
  (await must(who, 'POST', '/figures', { scope: { by: 'station', station: town.stations.east.id }, period: { name: '2026-05' }, indicators, ...more })).figures

test('the summary of cases has each case that ran in the quarter, with what its forms say; what nobody wrote says so', async () => {
  const found = await table('t3')
  expect(found.title).toBe('个案汇总表')
  const [row] = rowsOf(found)
  expect(row).toMatchObject({ 服务对象: '王秀英', 年龄: 78, 类别: '独居', 主要问题: '照护', 服务次数: expect.stringContaining('面谈 2'), 结案日期: '在办', 目标达成小结: '能按时吃饭了', 计划批准日期: '未记录', 督导: '未记录' })
  expect(row.服务次数).toContain('走访 1')
  expect(row.个案编号).toMatch(/^510421100-C2026-/)
  expect(row.档案是否齐全).toMatch(/^缺 \d+ 项$/)
  expect(found.rows[0].page).toEqual({ kind: 'service', id: ids.case })
  expect(found.sums.map((sum: any) => `${sum.label}${sum.value}`)).toEqual(['个案（新开）1 个', '个案（在办）1 个', '个案（结案）0 个', '个案服务节次2 次'])
})

test('for an office and in a masked copy the name is masked and no free words leave the station', async () => {
  for (const found of [await table('t3', town.workers.township), await table('t3', east(), { masked: true })]) {
    expect(JSON.stringify(found.rows)).not.toContain('王秀英')
    expect(JSON.stringify(found.rows)).not.toContain('能按时吃饭了')
    expect(rowsOf(found)[0]).toMatchObject({ 服务对象: '王＊＊', 主要问题: '照护' })
    expect(found.masked).toBe(true)
  }
  expect((await table('t3', town.workers.township)).rows[0].page).toBeUndefined()
  expect((await table('t3', town.workers.manager)).rows).toEqual([])
})

test('the summary of groups counts sessions, members and attendance from the attendance itself', async () => {
  expect(rowsOf(await table('t4'))).toMatchObject([{ 小组名称: '夕阳互助小组', 小组性质: '互助', 计划节次: 3, 实际节数: 2, 组员人数: 2, 总人次: 3, '平均出席率（%）': 75, 首节: '2026-05-05', 末节: '2026-05-12', '满意度（1–5）': '未记录' }])
  const figures = Object.fromEntries((await asked(east(), ['group-sessions', 'group-attendance', 'group-people', 'case-contacts', 'service-heads'])).map((figure: any) => [figure.key, figure.value]))
  expect(figures).toEqual({ 'group-sessions': 2, 'group-attendance': 3, 'group-people': 2, 'case-contacts': 2, 'service-heads': 2 + 1 + 3 + 40 })
})

test('the ledger of activities names host, heads and satisfaction', async () => {
  expect(rowsOf(await table('t5'))).toMatchObject([{ 活动日期: '2026-05-15', 活动名称: '端午包粽子', 主办单位: '新河社区', 参与人数: 40, 其中: '独居 12', '满意度（1–5）': '4.5（2 份）', 志愿者人数: '未记录' }])
})

test('children in difficulty are listed at their station, and for whom names are masked nobody of them is', async () => {
  await must(east(), 'PUT', `/records/${randomUUID()}`, { kind: 'visit', occurredOn: '2026-05-16', minutes: 20, files: [child.id], mode: 'home', result: 'normal' })
  expect(rowsOf(await table('t8'))).toMatchObject([{ 姓名: '李小雨', 出生年月: '2016-05', 类别: '留守儿童', 就读学校年级: '未记录', 走访日期和方式: '2026-05-16 上门' }])
  const look = randomUUID()
  await must(east(), 'PUT', `/services/${look}`, { method: 'screening', client: child.id, openedOn: '2026-05-16' })
  await fill(look, 'child-situation', { school: '镇中心小学四年级', carer: '奶奶，67 岁' })
  expect(rowsOf(await table('t8'))).toMatchObject([{ 就读学校年级: '镇中心小学四年级', 实际照料人: '奶奶，67 岁' }])
  expect((await table('t8', town.workers.township)).rows).toEqual([])
  expect((await table('t8', east(), { masked: true })).rows).toEqual([])
})

test('who works at the station stands in the ledger of staff, and each supervision in that of supervision, advice only inside', async () => {
  const id = randomUUID()
  await must(east(), 'PUT', `/services/${id}`, { method: 'supervision', title: '季度督导', openedOn: '2026-05-01' })
  await fill(id, 'supervision-agreement', { supervisor: '陈老师', workers: [{ name: '李思雨' }] })
  await fill(id, 'supervision-record', { on: '2026-05-18', form: 'individual', minutes: 90, topics: ['case'], advice: '先听再问' })
  await session(id, '2026-05-18', { mode: 'face' })
  expect(rowsOf(await table('t12s'))).toMatchObject([{ 日期: '2026-05-18', 形式: '个别督导', 主题: '个案', 督导者: '陈老师', '时长（分钟）': 90, 建议: '先听再问', 参加人数: '未记录' }])
  expect((await table('t12s')).sums[0]).toEqual({ label: '督导次数', value: '1 次' })
  expect(JSON.stringify(await table('t12s', town.workers.township))).not.toMatch(/先听再问|陈老师/)
  const staff = rowsOf(await table('t12'))
  expect(staff.length).toBeGreaterThan(1)
  expect(staff.every((row: any) => row.姓名 && row.到岗日期 && ['未记录', '不显示'].includes(row.学历专业))).toBe(true)
})

test('a figure of cases opens to the cases; a protected service is in no ledger and in no row', async () => {
  const open = { scope: { by: 'station', station: town.stations.east.id }, period: { name: '2026-05' }, limit: 50 }
  const { rows } = await must(east(), 'POST', '/figures/rows', { ...open, indicator: 'cases-open' })
  expect(rows).toMatchObject([{ kind: 'service', id: ids.case, names: ['王秀英'] }])
  for (const key of ['t3', 't4', 't5', 't8']) expect(JSON.stringify(await table(key, town.workers.head)), key).not.toContain(ids.secret)
})

test('a summary leaves as a file with its heading', async () => {
  const file = await town.app.inject({ method: 'POST', url: '/api/v1/tables/t4/xlsx', headers: await town.as(east()), payload: { scope: { by: 'station', station: town.stations.east.id }, period: { name: '2026-Q2' } } })
  expect(file.statusCode, file.body).toBe(200)
  const cells = (await readXlsx(new Uint8Array(file.rawPayload))).sheets[0]!.rows.flat()
  for (const words of ['小组活动汇总表', '填报单位', '审核人（站长）', '夕阳互助小组', '未记录']) expect(cells.join('\n'), words).toContain(words)
})

test('the ledger of needs for charity has those charity answers, with words inside and without them outside; of an area each line says whose it is', async () => {
  const need = randomUUID()
  const other = randomUUID()
  await must(east(), 'PUT', `/needs/${need}`, { words: '想要一张护理床', foundOn: '2026-05-18', file: lonely.id })
  await must(east(), 'POST', `/needs/${need}/change`, { version: 1, actors: ['social-worker', 'charity-resource'], measure: '请县慈善会捐一张', owner: east().account })
  await must(east(), 'PUT', `/needs/${other}`, { words: '想学跳舞', foundOn: '2026-05-18', file: lonely.id })
  const inside = await table('charity-needs')
  expect(inside.rows.map((row: any) => row.page)).toEqual([{ kind: 'need', id: need }])
  expect(rowsOf(inside)[0]).toMatchObject({ 需求: '想要一张护理床', 拟链接的资源或措施: '请县慈善会捐一张', 联动主体: '社会工作者、社会慈善资源', 对象: '王秀英' })
  expect(inside.columns.map(({ title }: any) => title)).not.toContain('站点')
  const county = await table('charity-needs', town.workers.county, { scope: { by: 'place', place: PLACES.county } })
  expect(rowsOf(county)[0]).toMatchObject({ 站点: town.stations.east.name, 对象: '王＊＊', 需求: '不显示', 拟链接的资源或措施: '不显示' })
  expect(JSON.stringify(county)).not.toContain('护理床')
  expect([county.withheld, (await table('t8', town.workers.county, { scope: { by: 'place', place: PLACES.county } })).withheld, (await table('t8')).withheld]).toEqual([null, expect.stringContaining('只在站内'), null])
  expect((await table('t13')).rows.map((row: any) => row.key)).toEqual(expect.arrayContaining([need, other]))
})
