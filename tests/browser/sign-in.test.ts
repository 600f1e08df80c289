import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES } from '#tests/support/town.ts'
import { openHouse, PASSWORD, PIN, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let zhou: Person
let li: Person
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  zhou = await house.welcome(house.town.workers.head, '周敏')
  li = await house.welcome(house.town.workers.east, '李思雨')
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

test('a wrong password says so, the right one asks for the code, and a trusted device is not asked again', async () => {
  const me = await Visitor.arrive(browser, house, { on: 'desk' })
  await me.go('/')
  await me.accessible()
  await me.shot('sign-in')
  await me.page.getByLabel('用户名').fill(li.signInName)
  await me.page.getByLabel('密码').fill('wrong-password')
  await me.button('登录').click()
  await me.page.getByRole('alert').waitFor()
  me.calm([/^401 POST/])
  await me.page.getByLabel('密码').fill(PASSWORD)
  await me.button('登录').click()
  await me.page.getByLabel('验证码').waitFor()
  await me.accessible()
  await me.shot('second-factor')
  await me.giveCode(li, { trust: true })
  expect(await me.page.getByRole('heading', { level: 1 }).textContent()).toBe('今天')
  await me.button(/切换岗位或换人/).click()
  await me.button('换人使用').click()
  await me.page.getByLabel('用户名').fill(li.signInName)
  await me.page.getByLabel('密码').fill(PASSWORD)
  await me.button('登录').click()
  await me.page.getByRole('heading', { name: '今天', level: 1 }).waitFor()
  me.calm()
  await me.leave()
})

test('a locked screen shows whose it is and nothing else; the PIN opens it where one was', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'desk' }, '/needs')
  await me.button('锁定').click()
  await me.page.getByText('已锁定').waitFor()
  expect(await me.page.getByRole('navigation').count()).toBe(0)
  expect(await me.page.getByText('李思雨').isVisible()).toBe(true)
  await me.accessible()
  await me.shot('locked')
  await me.page.getByLabel('PIN').fill('1111')
  await me.button('解锁').click()
  await me.page.getByRole('alert').waitFor()
  me.calm([/unlock/])
  await me.page.getByLabel('PIN').fill(PIN)
  await me.button('解锁').click()
  await me.page.getByRole('heading', { name: '需求', level: 1 }).waitFor()
  me.calm()
  await me.leave()
})

test('the next person on a shared computer signs in from the locked screen under their own name', async () => {
  const me = await Visitor.arrive(browser, house, { on: 'desk' })
  await me.signIn(li)
  await me.button('锁定').click()
  await me.button('换人使用').click()
  await me.page.getByLabel('用户名').fill(zhou.signInName)
  await me.page.getByLabel('密码').fill(PASSWORD)
  await me.button('登录').click()
  await me.giveCode(zhou)
  await me.button(/^周敏/).waitFor()
  expect(await me.page.getByText('李思雨').count()).toBe(0)
  me.calm()
  await me.leave()
})

test('who holds two posts switches between them, and each shows its own work', async () => {
  const two = await house.hire('worker', PLACES.east, house.town.stations.east, '陈两岗')
  await house.town.owner.query(`insert into post (id, cell, place, account, role, station, title, reach, from_on) select $1, cell, $2, account, 'county_bureau', null, '县民政局', '{510421000000,510421999999}', from_on from post where id = $3`,
    [randomUUID(), PLACES.county, two.post])
  const me = await Visitor.of(browser, house, two, { on: 'phone' })
  await me.tap(me.button(/切换岗位或换人/))
  await me.shot('posts')
  await me.accessible()
  const wasWorker = await me.page.getByRole('button', { name: /当前/ }).getByText('worker').count() > 0
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: wasWorker ? /县民政局/ : /worker/ }))
  await me.toast(/已切换到/)
  await me.settle()
  expect(await me.page.getByText('今天要看望的人').count()).toBe(wasWorker ? 0 : 1)
  await me.fits()
  me.calm()
  await me.leave()
})
