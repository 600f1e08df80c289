import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { openLog } from '#server/platform/log.ts'
import { deliverDue } from '#server/platform/outbox.ts'
import { listeners } from '#server/tasks.ts'
import { untilQuiet } from '#tests/support/quiet.ts'
import { furnish, type Furnished } from './furnish.ts'
import { day, openHouse, type House } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let listener: Database
let made: Furnished
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  made = await furnish(house)
  const { town, must } = house
  listener = openDatabase({ url: town.listenerUrl, poolSize: 2 })
  for (const [n, words] of ['想理发', '想有人陪着去医院'].entries()) {
    const id = randomUUID()
    await must(made.head, 'PUT', `/needs/${id}`, { words, foundOn: day(-1), file: made.people[n]!.id })
    await must(made.head, 'POST', `/needs/${id}/hand-over`, { version: 1, owner: made.li.account, dueOn: day(1) })
  }
  await untilQuiet(town.owner)
  await deliverDue({ database: listener, clock: town.clock, keys: town.keys, log: openLog('silent'), listeners })
})
afterAll(async () => {
  await browser?.close()
  await listener?.destroy()
  await house?.close()
})

test('the bell says how many, the list says what without a name, and a line leads to where it is done', async () => {
  const me = await Visitor.of(browser, house, made.li, { on: 'phone' }, '/')
  await me.tap(me.page.getByRole('link', { name: '2 条未读通知' }))
  await me.page.getByText('2 件需求转交给您').waitFor()
  await me.settle()
  await me.shot('notices')
  await me.fits()
  await me.accessible()
  expect(await me.page.getByRole('main').innerText()).not.toContain(made.people[0]!.name)
  await me.tap(me.page.getByRole('button', { name: /2 件需求转交给您/ }))
  await me.page.getByRole('heading', { name: '需求', level: 1 }).waitFor()
  await me.settle()
  expect(await me.page.getByRole('link', { name: '通知', exact: true }).count()).toBe(1)
  me.calm()
  await me.leave()
})

test.each(['desk', 'phone'] as const)('what is due stands on its day, for oneself and the station, on a %s', async (on) => {
  const me = await Visitor.of(browser, house, made.li, { on }, '/calendar')
  await me.tap(me.page.getByRole('button', { name: new RegExp(`${Number(day(1).slice(8))}日.*需求 2 件`) }))
  await me.settle()
  await me.shot('calendar-month')
  await me.fits()
  await me.accessible()
  expect(await me.page.getByRole('main').getByText('需求 2 件').count()).toBeGreaterThan(0)
  await me.tap(me.page.getByRole('radio', { name: '周', exact: true }))
  await me.tap(me.page.getByRole('radio', { name: '全站', exact: true }))
  await me.settle()
  await me.shot('calendar-week')
  await me.fits()
  await me.tap(me.page.getByRole('radio', { name: '日', exact: true }))
  await me.settle()
  await me.shot('calendar-day')
  await me.accessible()
  me.calm()
  await me.leave()
})

test('a private address is made, read by another calendar, and revoked', async () => {
  const me = await Visitor.of(browser, house, made.li, { on: 'desk' }, '/calendar')
  await house.town.owner.query('update session set stepped_up_at = $2 where account = $1', [made.li.account, house.town.clock.now()])
  await me.tap(me.button('生成地址'))
  const address = await me.page.getByLabel('订阅地址').inputValue()
  await me.settle()
  await me.shot('calendar-feed')
  await me.accessible()
  const read = await fetch(address)
  const text = await read.text()
  expect([read.status, text.includes(`DTSTART;VALUE=DATE:${day(1).replaceAll('-', '')}`), text.includes('需求 2 件')]).toEqual([200, true, true])
  await me.tap(me.button('停用'))
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '停用' }))
  await me.toast('已停用')
  expect((await fetch(address)).status).toBe(404)
  me.calm()
  await me.leave()
})
