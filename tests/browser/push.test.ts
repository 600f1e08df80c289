import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

// The browser's own push service cannot be reached from here: what it would give is given by hand, everything else is real.
const GIVEN = { endpoint: 'https://fcm.googleapis.com/fcm/send/story', keys: { p256dh: `BO${'a'.repeat(85)}`, auth: 'b'.repeat(22) } }
let house: House
let browser: Browser
let li: Person
beforeAll(async () => {
  house = await openHouse({ push: { contact: 'mailto:it@example.org', services: [] } })
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

test('a phone is asked to wake its owner, says a number and nothing else, and stops when told to', async () => {
  const me = await Visitor.arrive(browser, house, { on: 'phone' })
  const context = me.page.context()
  await context.grantPermissions(['notifications'])
  await me.page.addInitScript((given) => {
    let now: object | null = null
    const subscription = { ...given, toJSON: () => given, unsubscribe: async () => { now = null; return true } }
    Object.assign(PushManager.prototype, { subscribe: async () => (now = subscription), getSubscription: async () => now })
  }, GIVEN)
  await me.signIn(li, '/notices')
  await me.page.evaluate(() => navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => undefined))
  await me.page.getByRole('heading', { name: '在这台设备上提醒' }).scrollIntoViewIfNeeded()
  await me.shot('push-off')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('开始提醒'))
  await me.toast('已设好')
  await me.page.getByLabel('安静时间从').selectOption('22')
  await me.toast('已设好')
  await me.settle()
  await me.shot('push-on')
  await me.fits()
  await me.accessible()
  expect((await house.town.owner.query('select quiet_from, quiet_until from push_subscription')).rows).toEqual([{ quiet_from: 22, quiet_until: 8 }])

  // What a push service would deliver, delivered by the browser's own tools.
  const tools = await context.newCDPSession(me.page)
  const registered = new Promise<string>((resolve) => {
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => { if (registrations[0]) resolve(registrations[0].registrationId) })
  })
  await tools.send('ServiceWorker.enable')
  const registrationId = await registered
  for (const letter of [{ title: '五联', body: '有 3 条新通知', urgent: false }, { title: '五联', body: '有不能等的事，请马上看', urgent: true }]) await tools.send('ServiceWorker.deliverPushMessage', { origin: house.url, registrationId, data: JSON.stringify(letter) })
  const shown = () => me.page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body }) => [title, body]))
  await expect.poll(shown).toEqual([['五联', '有不能等的事，请马上看']])

  await me.tap(me.button('不再提醒'))
  await me.toast('这台设备不再提醒')
  await me.button('开始提醒').waitFor()
  expect((await house.town.owner.query('select 1 from push_subscription')).rowCount).toBe(0)
  me.calm()
  await me.leave()
})

test('a browser that may not, says why and keeps the bell', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, '/notices')
  await me.page.evaluate(() => { Notification.requestPermission = async () => 'denied' })
  await me.tap(me.button('开始提醒'))
  await me.page.getByText(/浏览器没有允许通知/).waitFor()
  await me.shot('push-denied')
  me.calm()
  await me.leave()
})
