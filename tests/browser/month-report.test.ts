import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hireFor } from './furnish.ts'
import { contact, day, enrol, monthOf, openHouse, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let head: Person
let office: Person
const month = monthOf(0)
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  const li = await house.welcome(house.town.workers.east, '李思雨')
  head = await house.welcome(house.town.workers.head, '周敏')
  office = await hireFor(house, 'township_office')
  for (const { id } of await enrol(house, li, 6)) await contact(house, li, id, { occurredOn: day(-8) })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})
const stateOf = async () => (await house.town.owner.query('select state from report')).rows[0]?.state
const path = () => `/reports/${house.town.stations.east.id}/${month}`

test('the head looks through, adds three texts and submits in eight taps without typing a number', async () => {
  const me = await Visitor.of(browser, house, head, { on: 'desk' })
  await me.tap(me.page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '报表' }))
  await me.settle()
  await me.shot('reports')
  await me.tap(me.page.getByRole('main').locator(`a[href="${path()}"]`).first())
  await me.settle()
  for (const [label, words] of [['本月工作亮点', '走访到户，六位老人都见到了'], ['存在问题', '人手少'], ['下月计划', '继续走访']] as const) await me.type(me.page.getByLabel(label), words)
  await me.tap(me.button('保存文字'))
  await me.toast('已保存')
  await me.settle()
  await me.shot('report')
  await me.accessible()
  await me.tap(me.button('上报'))
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '上报', exact: true }))
  await me.toast('已上报')
  const { taps, typed } = await me.effort()
  console.log(`month report: ${taps} taps, ${typed} texts`)
  expect(taps).toBeLessThanOrEqual(8)
  expect(typed).toBe(3)
  expect(await stateOf()).toBe('submitted')
  await me.settle()
  me.calm()
  await me.leave()
})

test('the township returns it with a reason, the head submits again, the township accepts', async () => {
  const town = await Visitor.of(browser, house, office, { on: 'desk' }, path())
  await town.tap(town.button('退回'))
  await town.type(town.page.getByLabel('退回原因'), '请补充下月活动安排')
  await town.shot('return')
  await town.tap(town.page.getByRole('dialog').getByRole('button', { name: '退回', exact: true }))
  await town.page.getByText('已退回').first().waitFor()
  expect(await stateOf()).toBe('returned')
  const me = await Visitor.of(browser, house, head, { on: 'phone' }, path())
  await me.page.getByText('请补充下月活动安排').waitFor()
  await me.shot('returned')
  await me.fits()
  await me.type(me.page.getByLabel('下月计划'), '继续走访；办一场端午活动')
  await me.tap(me.button('保存文字'))
  await me.toast('已保存')
  await me.settle()
  await me.tap(me.button('上报'))
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '上报', exact: true }))
  await me.toast('已上报')
  me.calm()
  await town.go(path())
  await town.tap(town.button('接收'))
  await town.page.getByText('已接收').first().waitFor()
  expect(await stateOf()).toBe('accepted')
  await town.settle()
  town.calm()
  await me.leave()
  await town.leave()
})
