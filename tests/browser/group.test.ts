import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, enrol, openHouse, TODAY, type House, type Listed, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let li: Person
let people: Listed[]
let group: string
let activity: string
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
  people = await enrol(house, li, 8)
  group = randomUUID()
  await house.must(li, 'PUT', `/services/${group}`, { method: 'group-work', title: '爷爷奶奶会用手机', openedOn: day(-60) })
  for (const { id } of people) await house.must(li, 'PUT', `/service-people/${randomUUID()}`, { service: group, file: id, role: 'member', state: 'in' })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

const get = async (path: string) => (await house.town.ask(li, 'GET', path)).body

test('six sessions of a group: the attendance is marked by who is missing, and two misses in a row are seen', async () => {
  const sessions: string[] = []
  for (let n = 0; n < 5; n++) {
    const id = randomUUID()
    await house.must(li, 'PUT', `/services/${group}/records/${id}`, { kind: 'session', occurredOn: day(-40 + n * 7), minutes: 90, mode: (await get(`/services/${group}`)).definition.session.modes[0].key, words: `第 ${n + 1} 节` })
    sessions.push(id)
  }
  const { people: members } = await get(`/services/${group}`)
  for (const record of sessions) await house.must(li, 'POST', `/services/${group}/attendance`, { record, rows: members.map(({ id }: { id: string }, at: number) => ({ person: id, state: at === 0 && record === sessions[4] ? 'absent' : 'present' })) })
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/${group}`)
  await me.tap(me.button('记一次').first())
  await me.type(me.page.getByLabel('这次怎么样'), '第六节：视频通话，大家都学会了。')
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '保存' }))
  await me.toast('已记下')
  await me.settle()
  await me.tap(me.button(/^记第 6 节/))
  const sheet = me.page.getByRole('dialog')
  await me.tap(sheet.getByRole('button', { name: `${members[0].name}：缺席` }))
  await me.shot('attendance-mark')
  await me.fits()
  await me.accessible()
  await me.tap(sheet.getByRole('button', { name: '保存' }))
  await me.toast('出席已记下')
  await me.settle()
  await me.page.getByText('连续缺席 2 次').first().waitFor()
  const version = async () => (await get(`/services/${group}`)).version
  await house.must(li, 'POST', `/services/${group}/move`, { version: await version(), to: 'formation' })
  await me.go(`/services/${group}`)
  await me.page.getByText(`连续缺席后还没有跟进：1 人（${members[0].name}）`).waitFor()
  await me.page.getByText(/未在小组契约上签名：8 人（.+）/).waitFor()
  await me.shot('group')
  await me.fits()
  await me.accessible()
  await me.tap(me.page.getByRole('link', { name: '转开个案' }).first())
  await me.page.getByText(members[0].name).first().waitFor()
  await me.page.getByRole('heading', { name: '开一项专业服务' }).waitFor()
  await me.settle()
  me.calm()
  await me.leave()
  const desk = await Visitor.of(browser, house, li, { on: 'desk' }, `/services/${group}`)
  await desk.shot('group')
  await desk.accessible()
  desk.calm()
  await desk.leave()
})

test('an activity has a waiting list beyond its places, and people are checked in by their code, by the list, and once', async () => {
  const { rows } = await get('/services/methods')
  const method = rows.find((one: { signUp: boolean; counts: string; mayOpen: boolean }) => one.signUp && one.counts === 'activity' && one.mayOpen)
  activity = randomUUID()
  await house.must(li, 'PUT', `/services/${activity}`, { method: method.key, title: '重阳节义诊', openedOn: TODAY, capacity: 3, happensAt: `${TODAY}T14:00:00+08:00`, venue: '社区活动室' })
  for (const { id } of people.slice(0, 3)) await house.must(li, 'PUT', `/service-people/${randomUUID()}`, { service: activity, file: id, role: method.roles[0]?.key ?? 'client', state: 'signed-up' })
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/${activity}`)
  await me.tap(me.button('报名'))
  const sheet = me.page.getByRole('dialog')
  await me.type(sheet.getByLabel('没有档案，只记名字'), '路过的老张')
  await me.tap(sheet.getByRole('button', { name: '保存' }))
  await me.toast('已加入')
  await me.settle()
  await me.page.getByText('候补第 1 位').waitFor()
  await me.tap(me.button(`${people[0]!.name}签到`))
  await me.toast(`${people[0]!.name}已签到`)
  await me.settle()
  const { people: listed } = await get(`/services/${activity}`)
  const second = listed.find((one: { name: string }) => one.name === people[1]!.name)
  await me.go(`/services/${activity}?in=${second.id}`)
  await me.toast(`${people[1]!.name}已签到`)
  await me.settle()
  await me.type(me.page.getByLabel('扫签到码'), `${house.url}/services/${activity}?in=${second.id}`)
  await me.tap(me.page.getByRole('button', { name: '签到', exact: true }).first())
  await me.toast(`${people[1]!.name}已经签过了`)
  await me.shot('activity')
  await me.fits()
  await me.accessible()
  expect((await house.town.owner.query('select count(*)::int as n from service_person where service = $1 and checked_in_at is not null', [activity])).rows[0].n).toBe(2)
  await me.go('/services')
  await me.shot('services')
  await me.fits()
  await me.accessible()
  me.calm()
  await me.leave()
  const desk = await Visitor.of(browser, house, li, { on: 'desk' }, `/services/${activity}/codes`)
  await desk.page.getByRole('img', { name: people[2]!.name }).waitFor()
  await desk.shot('codes')
  await desk.go('/')
  await desk.shot('today-with-services')
  await desk.accessible()
  desk.calm()
  await desk.leave()
})
