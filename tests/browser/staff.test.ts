import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, TODAY, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

// 人员台账: the head writes down what a panel asks for first; trainings add up by themselves.
let house: House
let browser: Browser
let head: Person
let li: Person
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  head = await house.welcome(house.town.workers.head, '周敏')
  li = await house.welcome(house.town.workers.east, '李思雨')
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

test('the head writes down contract, insurance and ban check of a colleague; what is due is said at once', async () => {
  const me = await Visitor.of(browser, house, head, { on: 'phone' }, '/accounts')
  await me.tap(me.page.getByRole('button', { name: /李思雨/ }))
  await me.tap(me.button('登记人员情况'))
  await me.tap(me.page.getByRole('dialog').getByRole('radio', { name: '助理社会工作师' }))
  await me.type(me.page.getByLabel('证书编号'), '演2021000')
  await me.type(me.page.getByLabel('学历专业'), '本科，社会工作')
  await me.page.getByLabel('劳动合同开始').fill('2025-07-01')
  await me.page.getByLabel('劳动合同到期').fill('2025-06-01')
  await me.tap(me.page.getByRole('group', { name: '参加社会保险' }).getByRole('radio', { name: '是' }))
  await me.page.getByLabel('从业禁止查询日期').fill('2024-03-01')
  await me.tap(me.button('保存'))
  await me.page.getByText('劳动合同的结束日期不能早于开始日期').waitFor()
  await me.page.getByLabel('劳动合同到期').fill('2026-06-30')
  await me.shot('staff-write')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('保存'))
  await me.toast('人员情况已登记')
  await me.page.getByText('上次从业禁止查询是 2024-03-01，该再查了').waitFor()
  await me.shot('staff-read')
  await me.fits()
  await me.accessible()
  me.calm([/^422 /])
  await me.leave()
})

test('a training is written once; its hours stand in the ledger of staff and open to it', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, '/services/new?method=training')
  await me.type(me.page.getByLabel('名称'), '老年抑郁的识别')
  await me.tap(me.button('开始：培训'))
  await me.page.waitForURL(/\/services\/[0-9a-f-]{36}$/)
  await me.tap(me.page.getByRole('link', { name: '填写' }).first())
  await me.tap(me.page.getByRole('radio', { name: '网络课程' }))
  await me.type(me.page.getByLabel('主题'), '老年抑郁的识别')
  await me.page.locator('input[inputmode=numeric]').first().fill('90')
  await me.tap(me.page.getByRole('checkbox', { name: /^李思雨/ }))
  await me.tap(me.page.getByRole('checkbox', { name: /^周敏/ }))
  await me.shot('training-fill')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('保存'))
  await me.page.waitForURL((url) => !url.pathname.includes('/fill/'))
  await me.settle()
  me.calm()
  await me.leave()
  const desk = await Visitor.of(browser, house, head, { on: 'desk' }, `/ledgers/staff?month=${TODAY.slice(0, 7)}`)
  await desk.page.getByText('演2021000').waitFor()
  await desk.settle()
  await desk.shot('staff-ledger')
  await desk.fits()
  await desk.accessible()
  await desk.tap(desk.page.getByRole('row', { name: /李思雨/ }).getByRole('link', { name: '1.5' }))
  await desk.tap(desk.button('1.5 小时').first())
  await desk.page.getByRole('dialog').getByText('老年抑郁的识别').waitFor()
  await desk.go(`/ledgers/training?month=${TODAY.slice(0, 7)}`)
  await desk.page.getByRole('cell', { name: '老年抑郁的识别' }).waitFor()
  await desk.shot('training-ledger')
  desk.calm()
  expect(desk.problems).toEqual([])
  await desk.leave()
})
