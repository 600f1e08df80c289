import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, addMonths } from '#server/platform/days.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { walker } from '#tests/support/walk.ts'

// What counties and townships do about stations and agencies, each walked by the office it belongs to; the station reads it, and writes only what is its own.
let town: Town
let walk: ReturnType<typeof walker>
beforeAll(async () => {
  town = await startTown()
  walk = walker(town)
})
afterAll(() => town.stop())

type Who = { account: string; post: string }
const today = () => town.clock.today()
const on = (days: number) => addDays(today(), days)
const here = (title: string) => ({ title, station: town.stations.east.id })
const year = { name: '2026' }
/** What somebody is told who may not open it, find it, or write in it. */
const refused = async (who: Who, service: string, form: string) => {
  const { body } = await walk.ask('GET', `/services/form/${form}?service=${service}`, undefined, who)
  const formVersion = body.formVersion ?? 'x'.repeat(8)
  return (await walk.ask('PUT', `/service-forms/${randomUUID()}`, { service, form, formVersion, filledOn: today(), answers: {} }, who)).body.code
}
const cannotOpen = async (method: string, ...people: Who[]) => {
  for (const who of people) expect((await walk.ask('PUT', `/services/${randomUUID()}`, { method, openedOn: today(), ...here('不该有') }, who)).body.code, method).toBe('post.may-not')
}
/** Stations without a part in it find it by no address and in no ledger. */
const unseenElsewhere = async (service: string, ledger: string, words: string) => {
  const { west, far, cadre } = town.workers
  for (const who of [west, far, cadre]) {
    expect((await walk.ask('GET', `/services/${service}`, undefined, who)).body.code).toBe('service.not-found')
    const listed = await walk.ask('POST', '/services/list', { limit: 200 }, who)
    expect(JSON.stringify(listed.body)).not.toContain(service)
  }
  for (const who of [west, far]) expect(JSON.stringify((await walk.ask('POST', `/tables/${ledger}`, { limit: 200, scope: { by: 'place', place: PLACES.county }, period: year }, who)).body)).not.toContain(words)
}

test('a township founds an agency on what is there; each support it gets stands in a ledger by year with its kind, worth and giver', async () => {
  const { township, county } = town.workers
  const agency = await walk.begin('agency-growth', here('攀莲同心社工中心'), township)
  await agency.fill('agency-profile', { name: '攀莲同心社工中心', founded_by: 'township', resources: ['service-centre'], professionals: 0, clients: ['hardship', 'families'] })
  expect(await agency.gaps()).toEqual(['还没有社会工作专业人才'])
  await agency.amend('agency-profile', { professionals: 3 })
  expect([await agency.gaps(), (await agency.due()).review]).toEqual([[], addMonths(today(), 12)])
  await agency.move('supported')
  await agency.fill('agency-support', { on: today(), kind: 'premises', what: '便民服务中心二楼', by: '攀莲镇', area: 120, until_on: on(700) })
  await agency.by(county).fill('agency-support', { on: today(), kind: 'purchase', what: '困难家庭支持项目', by: '县民政局', money: 12_000_000, paper: '米民购〔2026〕3号' })
  await agency.by(county).fill('agency-support', { on: today(), kind: 'volunteers', what: '理工学院志愿服务队', volunteers: 30 })
  const rows = (await walk.ledger('agency-support', { period: year }, township)).toSorted((a, b) => ['提供服务场所', '政府购买服务', '组织志愿服务'].indexOf(String(a['措施'])) - ['提供服务场所', '政府购买服务', '组织志愿服务'].indexOf(String(b['措施'])))
  expect(rows).toMatchObject([
    { 机构: '攀莲同心社工中心', 措施: '提供服务场所', 具体内容: '便民服务中心二楼', 由谁给予: '攀莲镇', '场地（平方米）': 120, '机构专业人才（人）': 3 },
    { 措施: '政府购买服务', '金额（元）': 120_000, 文号或协议号: '米民购〔2026〕3号' }, { 措施: '组织志愿服务', '志愿者（人）': 30 },
  ])
  expect(await walk.ledger('agency-support', { period: { name: '2025' } }, township)).toEqual([])
  await agency.move('reviewed')
  await agency.fill('agency-review', { on: today(), professionals: 5, served: 900, result: '能独立承接项目。' })
  expect(Object.entries(await agency.due())[0]).toEqual(['review#2', addMonths(today(), 24)])
  await agency.close('goals-reached')
  expect(await walk.figures('agencies-supported')).toEqual({ 'agencies-supported': 1 })
  await unseenElsewhere(agency.id, 'agency-support', '便民服务中心二楼')
})

test('the county forms the list of service matters with finance from what each department buys; the station carries them out; next year has a list of its own', async () => {
  const { county, township, east, head } = town.workers
  await cannotOpen('service-matters', township, east, head)
  const list = await walk.begin('service-matters', here('2026年攀莲镇站服务事项'), county)
  await list.fill('matter-list', { year: 2026, in_force_on: on(-30), with_finance: false })
  await list.fill('service-matter', { department: 'women', matter: '妇女权益宣传', for_whom: '辖区妇女', money: 2_000_000 })
  await list.fill('service-matter', { department: 'veterans', matter: '困难退役军人走访', money: 1_500_000, measure: '每月两户' })
  expect(await list.gaps()).toEqual(['还没有会同财政部门'])
  await list.amend('matter-list', { with_finance: true })
  expect([await list.gaps(), await list.due()]).toEqual([[], { 'next-year': '2026-12-31' }])
  for (const who of [east, head, township]) expect(await refused(who, list.id, 'service-matter')).toBe('post.may-not')
  await list.move('carried-out')
  await list.by(east).fill('matter-done', { on: today(), matter: '困难退役军人走访', how: '五月走访两户。' })
  expect((await list.by(township).see()).stages[0].forms.map(({ mayFill }: any) => mayFill)).toEqual([false, false])
  expect((await walk.ledger('service-matters', { period: year }, county)).toSorted((a, b) => Number(b['购买资金（元）']) - Number(a['购买资金（元）']))).toMatchObject([
    { 清单: '2026年攀莲镇站服务事项', 年度: 2026, 会同财政: '是', 部门: '妇联', 事项: '妇女权益宣传', '购买资金（元）': 20_000 }, { 部门: '退役军人事务', 数量和要求: '每月两户' },
  ])
  await list.close('replaced')
  expect([await list.due(), await walk.figures('matter-lists')]).toEqual([{}, { 'matter-lists': 1 }])
  await unseenElsewhere(list.id, 'service-matters', '妇女权益宣传')
})

test('once each year the county evaluates a station: rules, group, on the spot, a result with the rate of needs met; the station only puts right', async () => {
  const { county, township, east, head } = town.workers
  await cannotOpen('station-evaluation', township, east, head)
  const one = await walk.begin('station-evaluation', here('2026年攀莲镇站评价'), county)
  await one.fill('evaluation-rules', { year: 2026, parts: ['facilities', 'staff', 'service', 'management', 'satisfaction'], weighs: ['benefit', 'talent'], points: [{ part: '服务内容', most: 40 }] })
  expect(await one.due()).toEqual({ 'this-year': '2026-12-31' })
  await one.move('group')
  await one.fill('evaluation-group', { members: [{ name: '龙老师', unit: '攀枝花学院', part: '服务内容' }] })
  expect(await one.gaps()).toEqual(['还没有核对评价小组里没有本站、本机构的人'])
  await one.amend('evaluation-group', { independent: true })
  await one.move('on-the-spot')
  await one.fill('evaluation-visit', { on: today(), part: 'service', points: 34, seen: '抽查十份个案，缺一次回访。' })
  await one.move('result')
  await one.fill('evaluation-result', { on: today(), points: 86, grade: 'good', put_right_by: on(30) })
  // What residents needed and got is the yardstick: without it the result is not whole.
  expect(await one.gaps()).toEqual(['评价结果：需求解决率（%）未填'])
  for (const form of ['evaluation-visit', 'evaluation-group']) for (const who of [east, head, township]) expect(await refused(who, one.id, form)).toBe('post.may-not')
  const sheet = (await one.by(east).see()).stages[3].forms[0].filled[0].id
  const better = { version: 1, why: '改分', answers: { on: today(), points: 99, grade: 'excellent' } }
  expect([(await walk.ask('GET', `/service-forms/${sheet}`, undefined, east)).body.answers.points, (await walk.ask('POST', `/service-forms/${sheet}/amend`, better, head)).body.code]).toEqual([86, 'post.may-not'])
  expect((await walk.ask('POST', `/service-forms/${sheet}/void`, { version: 1, why: '不要了' }, head)).body.code).toBe('post.may-not')
  expect([(await one.by(head).act('move', { to: 'put-right' })).body.code, (await one.by(head).act('close', { reason: 'done', on: today() })).body.code]).toEqual(['post.may-not', 'post.may-not'])
  await one.amend('evaluation-result', { needs_met: 91, content: 95 })
  expect(await one.due()).toEqual({ 'put-right': on(30), 'next-year': addMonths(today(), 12) })
  await one.move('put-right')
  await one.by(head).fill('evaluation-improved', { on: today(), done: true, how: '补了回访，定了到期提醒。' })
  expect((await one.see()).closeGaps.map(({ words }: any) => words.zh)).toEqual(['下一年度评价还没有开始；先不结束，到期会提醒'])
  expect(await walk.ledger('evaluations', { period: year }, county)).toMatchObject([{ 名称: '2026年攀莲镇站评价', 年度: 2026, 总分: 86, 等次: '良好', '需求解决率（%）': 91, 已整改: '是' }])
  expect(await walk.figures('station-evaluations', 'station-evaluations-in-time')).toEqual({ 'station-evaluations': 1, 'station-evaluations-in-time': 1 })
  await one.fill('evaluation-next', { begun_on: today() })
  const hand = { worker: town.workers.head.account, title: '优秀评价', why: '换人' }
  expect((await one.by(head).act('change', hand)).body.code).toBe('post.may-not')
  await one.close('done')
  expect([(await one.by(head).see()).mayReopen, (await one.by(head).act('reopen', { why: '分数不对' })).body.code, (await one.see()).state]).toEqual([false, 'post.may-not', 'closed'])
  expect(await one.due()).toEqual({})
  await unseenElsewhere(one.id, 'evaluations', '2026年攀莲镇站评价')
})

test('the rate of needs met follows from the needs themselves, opens to them, and is what an evaluation asks for', async () => {
  const { east } = town.workers
  for (const outcome of ['met', 'unmet']) {
    const id = randomUUID()
    await walk.must('PUT', `/needs/${id}`, { words: '楼道灯坏了', servedPlace: PLACES.eastVillage })
    await walk.must('POST', `/needs/${id}/close`, outcome === 'met' ? { version: 1, outcome } : { version: 1, outcome, why: 'no-resource' })
  }
  const { figures } = await walk.must('POST', '/figures', { scope: { by: 'station', station: town.stations.east.id }, period: year, indicators: ['needs-found', 'needs-met', 'needs-met-rate'] }, east)
  expect(figures.map(({ value }: any) => value)).toEqual([2, 1, 50])
  const { rows } = await walk.must('POST', '/figures/rows', { scope: { by: 'station', station: town.stations.east.id }, period: year, indicator: 'needs-met', limit: 10 }, east)
  expect(rows.map(({ kind }: any) => kind)).toEqual(['need'])
})

test('a township is assessed on the government’s targets in four parts, and the result says what it is used for', async () => {
  const { county, township, east, head } = town.workers
  await cannotOpen('area-evaluation', township, east, head)
  const one = await walk.begin('area-evaluation', here('2026年攀莲镇目标考评'), county)
  await one.fill('area-targets', { year: 2026, whom: 'township', name: '攀莲镇', assessor: 'county', in_targets: false, targets: [{ what: '持证社工', wanted: 4, done: 3 }] })
  expect(await one.gaps()).toEqual(['还没有纳入政府目标责任制'])
  await one.amend('area-targets', { in_targets: true })
  await one.move('parts')
  for (const part of ['talent', 'agencies', 'purchase']) await one.fill('area-part', { on: today(), part, points: 20, found: '按期完成。' })
  expect(await one.gaps()).toEqual(['四个方面还没有都评'])
  await one.fill('area-part', { on: today(), part: 'quality', points: 22, found: '满意率高。' })
  expect(await one.gaps()).toEqual([])
  await one.move('result')
  await one.fill('area-result', { on: today(), points: 82, grade: 'good' })
  expect(await one.due()).toEqual({ use: on(60), 'next-year': addMonths(today(), 12) })
  expect((await one.see()).closeGaps.map(({ words }: any) => words.zh)).toEqual(['还没有写明结果用在哪里'])
  await one.move('used')
  expect(await refused(township, one.id, 'area-use')).toBe('post.may-not')
  await one.fill('area-use', { on: today(), used_for: ['award', 'support'], what: '评为先进，优先购买服务' })
  expect((await walk.ledger('area-evaluations', { period: year }, township))).toMatchObject([{ 名称: '2026年攀莲镇目标考评', 考评谁: '街道（乡镇）', 由谁考评: '县级', 纳入目标责任制: '是', 结果用于: '评先选优、落实相关支持政策', 具体: '评为先进，优先购买服务' }])
  await one.close('done')
  expect(await walk.figures('area-evaluations')).toEqual({ 'area-evaluations': 1 })
  await unseenElsewhere(one.id, 'area-evaluations', '2026年攀莲镇目标考评')
})

test('a station keeps its rules with version, day and paper; which of the eight kinds are missing follows, also where a line has no kind', async () => {
  const { county, township, head } = town.workers
  await cannotOpen('rule-library', township, county)
  const library = await walk.begin('rule-library', { title: '攀莲镇站制度' }, head)
  const rule = (kind: string, more: object = {}) => ({ kind, name: `${kind}办法`, version: '1', adopted_on: '2025-03-01', ...more })
  const seven = ['daily', 'meetings', 'assessment', 'projects', 'archives', 'finance', 'oversight'].map((kind) => rule(kind))
  await library.fill('rule-list', { on: today(), documents: [...seven, { name: '未分类的通知' }] })
  expect(await library.gaps()).toEqual(['八类制度还不齐，看清单里的“还缺”'])
  expect(await walk.ledger('rule-library', { period: year }, township)).toMatchObject([{ 名称: '攀莲镇站制度', '现行制度（份）': 8, 八类: '不齐', 还缺: '信息公开', 最近核对: '未记录' }])
  expect((await library.due()).check).toBe(addMonths(today(), 12))
  await library.fill('rule-check', { on: today(), changed: true })
  expect(Object.entries(await library.due())[0]).toEqual(['check#2', addMonths(today(), 24)])
  await library.by(county).fill('rule-advice', { on: today(), advice: '信息公开请尽快定下。' })
  expect(await refused(county, library.id, 'rule-list')).toBe('post.may-not')
  await library.fill('rule-list', { on: today(), documents: [...seven, rule('disclosure', { version: '2', adopted_on: today() })] })
  expect(await library.gaps()).toEqual([])
  expect((await walk.ledger('rule-library', { period: year })).map((row) => [row['八类'], row['还缺'], row['最近核对']]).toSorted()).toEqual([['不齐', '信息公开', today()], ['齐全', '未记录', today()]])
  await library.close('replaced')
  await unseenElsewhere(library.id, 'rule-library', '攀莲镇站制度')
})

test('a resident with a skill is listed when he wishes it, and called upon for a case by its number beside other professions; the list names nobody', async () => {
  const { township } = town.workers
  const nurse = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '蒋护士' })
  const client = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '王秀英' })
  const skilled = await walk.begin('skilled-resident', { client: nurse.id })
  await skilled.fill('skill-listed', { skills: ['health', 'psychology'], what: '退休护士，会换药', when: ['weekdays'] })
  expect(await skilled.gaps()).toEqual(['还没有问本人愿不愿意被请去'])
  await skilled.amend('skill-listed', { agreed: true })
  const care = await walk.begin('casework', { client: client.id, words: '术后在家。' })
  await care.move('assessment')
  await care.fill('case-conference', { attending: [{ name: '蒋护士', unit: '居民' }, { name: '何医生', unit: '镇卫生院' }, { name: '邓律师', unit: '司法所' }] })
  const { number } = await care.see()
  await skilled.move('asked')
  await skilled.fill('skill-used', { on: today(), number, what: '换药三次，教家属', minutes: 90 })
  expect([await skilled.gaps(), (await skilled.due()).check]).toEqual([[], addMonths(today(), 12)])
  const rows = await walk.ledger('skills')
  expect(rows).toMatchObject([{ 会什么: '医护、心理', 具体: '退休护士，会换药', 愿意被请去: '是', 最近帮忙: today(), 做了什么: '换药三次，教家属' }])
  expect(JSON.stringify(rows)).not.toMatch(/蒋护士|王秀英/)
  expect(Object.keys((await walk.ledger('skills', {}, township))[0]!)).not.toContain('具体')
  await skilled.close('own-wish')
  expect(await walk.figures('skilled-residents')).toEqual({ 'skilled-residents': 1 })
  await unseenElsewhere(skilled.id, 'skills', '换药三次')
})

test('a brand is kept as a case of the station; any resident orders it by its name through the platform, and says how content he is', async () => {
  const { head } = town.workers
  const brand = await walk.begin('brand-case', { title: '银龄手机课堂' })
  await brand.fill('brand-case', { kind: 'brand', local: '年轻人一对一教', social: '老人敢用手机', nobody_named: true })
  expect(await brand.gaps()).toEqual([])
  const door = randomUUID()
  await walk.must('PUT', `/doors/${door}`, { method: 'service-order', door: 'order', untilOn: today() }, head)
  const { token } = (await walk.must('POST', '/doors/list', {}, head)).rows.find(({ id }: any) => id === door)
  const publicly = async (method: 'GET' | 'PUT', url: string, payload?: object) => JSON.parse((await town.app.inject({ method, url: `/api/v1/public${url}`, ...(payload && { payload }) })).body)
  const { formVersion } = await publicly('GET', `/doors/${token}`)
  const { code } = await publicly('PUT', `/doors/${token}/answers/${randomUUID()}`, { formVersion, answers: { kind: 'learning', brand: '银龄手机课堂', group: 'elders', words: '想学接视频。', phone: '13600000005' } })
  const [found] = (await walk.must('POST', '/services/list', { method: 'service-order', limit: 5 }, head)).rows
  const order = walk.over(found.id, head)
  await order.move('accepted')
  await order.fill('order-accepted', { decision: 'accept', agreed_on: today() })
  expect((await publicly('GET', `/receipts/${code}`)).answers.map(({ value }: any) => value)).toContain(today())
  await order.move('done')
  await order.fill('order-done', { done_on: today(), what: '教会了接视频', people: 1 })
  await order.move('confirmed')
  await order.fill('order-confirmed', { confirmed_on: today(), satisfied: 5 })
  await order.close('goals-reached')
  expect(await walk.figures('brand-cases', 'orders', 'orders-done')).toEqual({ 'brand-cases': 1, orders: 1, 'orders-done': 1 })
})
