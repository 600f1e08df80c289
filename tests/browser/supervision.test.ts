import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, TODAY, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let supervisor: Person
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  supervisor = await house.welcome(house.town.workers.supervisor, '陈静')
  await house.welcome(house.town.workers.east, '李思雨')
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

test('a supervisor writes down who was there and how long; the hours of each stand above the list and open to the session', async () => {
  const id = randomUUID()
  await house.must(supervisor, 'PUT', `/services/${id}`, { method: 'supervision', title: '下半年督导', openedOn: TODAY })
  const me = await Visitor.of(browser, house, supervisor, { on: 'phone' }, `/services/${id}/fill/supervision-record`)
  await me.tap(me.page.getByRole('radio', { name: '个别督导' }))
  await me.tap(me.page.getByRole('checkbox', { name: /^李思雨/ }))
  await me.page.locator('input[inputmode=numeric]').first().fill('90')
  await me.tap(me.page.getByRole('group', { name: /^涉及的个案/ }).getByRole('button', { name: '加一行' }))
  await me.type(me.page.getByLabel('个案编号'), '何秀珍的个案')
  await me.page.getByText('只写编号，例如', { exact: false }).waitFor()
  await me.type(me.page.getByLabel('个案编号'), '510421100-c2026-0099')
  await me.page.getByText('您能看到的个案里没有这个编号', { exact: false }).waitFor()
  await me.page.getByText('您能看到的个案里没有这个编号', { exact: false }).evaluate((one) => one.scrollIntoView({ block: 'center' }))
  await me.shot('supervision-number')
  await me.shot('supervision-fill')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('保存'))
  // The page leaves by itself after saving; an address opened meanwhile would be cut off.
  await me.page.waitForURL((url) => !url.pathname.includes('/fill/'))
  await me.settle()
  await me.go('/services?method=supervision')
  await me.tap(me.button('1.5 小时'))
  await me.page.getByRole('dialog').getByText('下半年督导').waitFor()
  await me.shot('supervision-hours')
  await me.accessible()
  await me.page.keyboard.press('Escape')
  const desk = await Visitor.of(browser, house, supervisor, { on: 'desk' }, '/services?method=supervision')
  await desk.page.getByText('1.5 小时').waitFor()
  await desk.settle()
  await desk.shot('supervision')
  await desk.fits()
  await me.calm()
  expect(desk.problems).toEqual([])
})
