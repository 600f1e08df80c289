import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contact, day, enrol, openHouse, type House, type Listed, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let li: Person
let people: Listed[]
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
  people = await enrol(house, li, 6)
  await contact(house, li, people[5]!.id, { occurredOn: day(-2) })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})
const count = async (words: string, given: unknown[] = []) => (await house.town.owner.query(`select count(*)::int as n from ${words}`, given)).rows[0].n as number

test('a half-typed need survives a reload and is gone once it is saved', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, '/record/need')
  await me.type(me.page.getByLabel('需要什么'), '想在卫生间装扶手')
  await me.page.waitForTimeout(100)
  await me.page.reload()
  await me.settle()
  expect(await me.page.getByLabel('需要什么').inputValue()).toBe('想在卫生间装扶手')
  await me.shot('draft')
  await me.tap(me.button('保存'))
  await me.toast('需求已保存')
  await me.go('/record/need')
  expect(await me.page.getByLabel('需要什么').inputValue()).toBe('')
  me.calm()
  await me.leave()
})

test('a refused form keeps every word and says what is wrong', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, '/record/activity')
  await me.type(me.page.getByLabel('名称'), '端午节包粽子')
  await me.type(me.page.getByLabel('过程和效果'), '来了很多人')
  // As a server would say no: the month was handed in meanwhile.
  await me.page.route('**/api/v1/records/*', (route) => route.fulfill({ status: 409, contentType: 'application/json', body: JSON.stringify({ code: 'record.month-locked', sentence: '这个月的报表已上报锁定。', details: {} }) }), { times: 1 })
  await me.tap(me.button('保存'))
  await me.page.getByText('这个月的报表已上报锁定。').waitFor()
  me.calm([/^409/])
  await me.page.reload()
  await me.settle()
  expect(await me.page.getByLabel('名称').inputValue()).toBe('端午节包粽子')
  expect(await me.page.getByLabel('过程和效果').inputValue()).toBe('来了很多人')
  await me.tap(me.button('保存'))
  await me.toast(/^已保存/)
  await me.settle()
  me.calm()
  await me.leave()
})

test('three visits without network wait on the phone and are there once when it is back', async () => {
  const me = await Visitor.of(browser, house, li)
  const context = me.page.context()
  // The forms are fetched a moment after the page is open, so that they are there when the network goes.
  await me.page.waitForTimeout(4_000)
  await me.page.waitForLoadState('networkidle')
  await context.setOffline(true)
  for (const { name } of people.slice(0, 3)) {
    await me.tap(me.button(`${name}正常`))
    await me.tap(me.button('保存'))
    await me.toast(/没有网络，已存在本机/)
  }
  await me.page.getByRole('link', { name: '3 条待发送' }).waitFor()
  await me.page.getByText('已记下，等网络发送').nth(2).waitFor()
  await me.shot('waiting')
  await me.fits()
  expect(await count('record where occurred_on = $1', [day(0)])).toBe(1)
  await context.setOffline(false)
  await me.page.getByRole('link', { name: '3 条待发送' }).waitFor({ state: 'detached' })
  await me.settle()
  for (const { id, name } of people.slice(0, 3)) {
    expect(await count('record r join record_person p on p.record = r.id where p.file = $1', [id])).toBe(1)
    expect(await me.button(`${name}正常`).count()).toBe(0)
  }
  me.calm([/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/])
  await me.leave()
})

test('an answer that never arrives does not make a second record', async () => {
  const me = await Visitor.of(browser, house, li)
  const { id, name } = people[3]!
  // The server has it, the phone does not know.
  await me.page.route('**/api/v1/records/*', async (route) => { await route.fetch(); await route.abort('connectionreset') }, { times: 1 })
  await me.tap(me.button(`${name}正常`))
  await me.tap(me.button('保存'))
  await me.toast(/没有网络，已存在本机/)
  await me.go('/unsent')
  await me.page.getByRole('heading', { name: '全部已送达' }).waitFor()
  expect(await count('record_person where file = $1', [id])).toBe(1)
  me.calm([/ERR_CONNECTION_RESET/])
  await me.leave()
})
