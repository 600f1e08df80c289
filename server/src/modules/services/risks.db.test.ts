import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, addMonths } from '#server/platform/days.ts'
import { startTown, type Town } from '#tests/support/town.ts'
import { walker } from '#tests/support/walk.ts'

// Risks, hazards and who goes out in an emergency: each followed until it is gone, with what is due and what is counted.
let town: Town
let walk: ReturnType<typeof walker>
beforeAll(async () => {
  town = await startTown()
  walk = walker(town)
})
afterAll(() => town.stop())
const today = () => town.clock.today()
const on = (days: number) => addDays(today(), days)
const openOnes = async (method: string) => (await walk.must('POST', '/services/list', { method, states: ['open'], limit: 50 })).rows.map(({ id }: any) => id)

test('a risk is weighed, has a measure and somebody responsible, and is looked at again – a high one every month – until it is gone', async () => {
  const risk = await walk.begin('risk', { title: '活动室楼梯没有扶手' })
  expect(await risk.gaps()).toEqual(['风险未填'])
  const { formVersion } = await walk.must('GET', `/services/form/risk-noted?service=${risk.id}`)
  const sheet = { service: risk.id, form: 'risk-noted', formVersion, filledOn: today() }
  for (const answers of [{ likelihood: 9 }, { severity: 0 }, { about: 'weather' }]) expect((await walk.ask('PUT', `/service-forms/${randomUUID()}`, { ...sheet, answers })).body.code).toBe('form.answer-wrong')
  await risk.fill('risk-noted', { risk: '活动室楼梯没有扶手', about: 'place', likelihood: 2, severity: 4 })
  expect((await risk.see()).stages[0].forms[0].filled).toMatchObject([{ score: 8, level: { key: 'medium' } }])
  expect(Object.keys(await risk.due()).filter((key) => key.startsWith('review'))).toHaveLength(8)
  expect((await risk.due()).review).toBe(addMonths(today(), 3))
  await risk.amend('risk-noted', { likelihood: 4 })
  const high = await risk.due()
  expect([high['review-high'], high.review, 'measures-high' in high]).toEqual([addMonths(today(), 1), undefined, true])
  await risk.move('measures')
  expect(await risk.gaps()).toEqual(['措施未填'])
  await risk.fill('risk-measures', { measure: '装扶手，贴防滑条', owner: '周站长', until_on: on(14) })
  expect('measures-high' in (await risk.due())).toBe(false)
  await risk.move('review')
  expect((await risk.see()).closeGaps.map(({ words }: any) => words.zh)).toEqual(['还没有复核'])
  await risk.fill('risk-review', { on: today(), now: 'gone' })
  expect((await risk.due())['review-high']).toBeUndefined()
  await risk.close('goals-reached')
  expect([await risk.due(), await openOnes('risk')]).toEqual([{}, []])
  expect(await walk.figures('risks', 'risks-settled')).toEqual({ risks: 1, 'risks-settled': 1 })
  expect(await walk.ledger('risk-register')).toMatchObject([{ 风险: '活动室楼梯没有扶手', 关于: '场地', 可能性: 4, 后果: 4, 措施: '装扶手，贴防滑条', 责任人: '周站长', 完成期限: on(14), 复核日期: today(), 现在: '没有了' }])
})

test('the risk plan of an activity may name each risk with its likelihood, severity, measure and who is responsible', async () => {
  const activity = await walk.begin('activity-plan', { title: '河边放风筝' })
  await activity.fill('activity-risk', { risks: ['water', 'minors'], each: [{ risk: '孩子跑到河边', likelihood: 3, severity: 5, measure: '拉警戒线，两人守', owner: '唐社工' }], children_per_adult: 5 })
  const [sheet] = (await activity.see()).stages[0].forms.find(({ key }: any) => key === 'activity-risk').filled
  expect((await walk.must('GET', `/service-forms/${sheet.id}`)).answers.each).toEqual([{ risk: '孩子跑到河边', likelihood: 3, severity: 5, measure: '拉警戒线，两人守', owner: '唐社工' }])
})

test('a hazard that is a danger now is told at once, has a day by which it is gone, and stays open until a check finds it gone', async () => {
  const hazard = await walk.begin('hazard', { title: '三号楼楼道堆满杂物' })
  expect((await hazard.see()).definition.first).toMatchObject({ phone: '119' })
  expect(Object.keys(await hazard.due())).toEqual(['tell'])
  await hazard.fill('hazard-found', { kind: 'fire', where: '三号楼二单元', grave: 'now' })
  expect([await hazard.due(), await hazard.gaps()]).toEqual([{ 'tell-at-once': today() }, ['还没有告诉负责的单位']])
  await hazard.amend('hazard-found', { told: '消防站', told_at: town.clock.now().toISOString() })
  expect(await hazard.due()).toEqual({})
  await hazard.move('removing')
  await hazard.fill('hazard-removing', { body: '安宁物业', until_on: on(3), until_then: '先清出一条路' })
  await hazard.move('checked')
  await hazard.fill('hazard-check', { on: today(), gone: false, notes: '还剩一半' })
  expect([await hazard.due(), await hazard.gaps()]).toEqual([{ remove: on(3) }, ['还没有消除']])
  expect(await openOnes('hazard')).toEqual([hazard.id])
  await hazard.fill('hazard-check', { on: today(), gone: true })
  expect([await hazard.due(), await hazard.gaps()]).toEqual([{}, []])
  await hazard.close('goals-reached')
  expect([await openOnes('hazard'), await walk.figures('hazards', 'hazards-gone')]).toEqual([[], { hazards: 1, 'hazards-gone': 1 }])
})

test('a cadre of the village enters a hazard and reads it again', async () => {
  const hazard = await walk.begin('hazard', { title: '井盖松动' }, town.workers.cadre)
  expect((await walk.must('GET', `/services/${hazard.id}`, undefined, town.workers.cadre)).title).toBe('井盖松动')
})

test('vanguard and volunteer teams stand in a roster with what they can do, who leads, how many can go and when they last went out', async () => {
  const team = await walk.begin('emergency-team', { title: '新河党员先锋队' })
  await team.fill('team-roster', { name: '新河党员先锋队', kind: 'vanguard', tasks: ['flood', 'evacuation'], contact: '赵队长 13600000006', size: 12, gear: '冲锋舟一艘' })
  expect(await team.gaps()).toEqual(['还没有队员名单'])
  await walk.must('PUT', `/service-people/${randomUUID()}`, { service: team.id, name: '赵队长', role: 'leader', state: 'in' })
  expect([await team.gaps(), (await team.due()).check, Object.keys(await team.due()).length]).toEqual([[], addMonths(today(), 6), 6])
  await team.move('ready')
  await team.fill('team-check', { on: today(), able: 10 })
  expect(Object.keys(await team.due())).toHaveLength(5)
  await team.fill('team-out', { on: today(), task: 'flood', people: 9, minutes: 300, what: '转移沿河住户' })
  expect(await team.gaps()).toEqual([])
  expect(await walk.ledger('emergency-teams')).toMatchObject([{ 队名: '新河党员先锋队', 队伍: '党员先锋队', 能做什么: '抗洪抢险、转移安置', 登记人数: 12, 队长和电话: '赵队长 13600000006', 能出动人数: 10, 最近核对: today(), 最近出动: today(), 任务: '抗洪抢险' }])
  // An office reads which teams there are, not whom to call.
  expect(JSON.stringify(await walk.ledger('emergency-teams', {}, town.workers.township))).not.toMatch(/13600000006|冲锋舟/)
  expect(await walk.figures('emergency-teams')).toEqual({ 'emergency-teams': 1 })
})

test('a class on fraud and abduction is an activity of safety under the care of children, planned, held and counted with the children who came', async () => {
  const { suggestions } = await walk.must('POST', '/needs/suggest', { words: '给孩子上一堂防骗防拐课' })
  const item = suggestions[0]?.item
  expect(item).toBe('pzh.3.2.3.3')
  const lesson = await walk.begin('activity-plan', { title: '防骗防拐，擦亮眼', item })
  await lesson.fill('activity-plan', { kind: 'safety', goals: '会说“不”，会找警察', held_on: today(), audience: '小学生' })
  await lesson.move('sign-up', 'hold')
  await walk.must('PUT', `/services/${lesson.id}/records/${randomUUID()}`, { kind: 'activity', occurredOn: today(), minutes: 60, mode: 'safety', title: '防骗防拐，擦亮眼', heads: 25, headGroups: { 'left-behind-child': 9 }, item, files: [] })
  expect(await walk.figures('activities', 'activity-attendance')).toEqual({ activities: 1, 'activity-attendance': 25 })
  const narrowed = async (only: object) => (await walk.must('POST', '/figures', { scope: { by: 'station', station: town.stations.east.id }, period: { name: today().slice(0, 7) }, indicators: ['activity-attendance'], only })).figures[0].value
  expect([await narrowed({ item }), await narrowed({ mode: 'safety' }), await narrowed({ mode: 'health' }), await narrowed({ tag: 'left-behind-child' })]).toEqual([25, 25, 0, 9])
})
