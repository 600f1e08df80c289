import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES } from '#tests/support/town.ts'
import { LONG } from './furnish.ts'
import { contact, enrol, openHouse, type House, type Listed, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let li: Person
let people: Listed[]
beforeAll(async () => {
  house = await openHouse({ demo: true })
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
  people = await enrol(house, li, 2, { name: (n) => (n === 0 ? LONG : `Alexandrina-Konstantinopoulou-Weatherby${n}`.slice(0, 40)) })
  for (const { id } of people) await contact(house, li, id, { occurredOn: house.town.clock.today(), words: '在家。' })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

test('names of forty letters stay inside the screen', async () => {
  expect(LONG.length).toBeLessThanOrEqual(40)
  await house.town.owner.query('update account set name = $2 where id = $1', [li.account, LONG])
  const me = await Visitor.of(browser, house, li)
  for (const path of ['/', '/residents', `/residents/${people[0]!.id}`, `/residents/${people[1]!.id}`, '/record/batch', '/ledgers/service']) {
    await me.follow(path)
    await me.fits()
    await me.shot(`long-name${path.replaceAll('/', '-').slice(0, 14)}`)
  }
  await house.town.owner.query('update account set name = $2 where id = $1', [li.account, '李思雨'])
  me.calm()
  await me.leave()
})

test('a station without anything says what to do instead of showing nothing', async () => {
  const head = await house.welcome(await house.town.addPost('station_head', PLACES.west, house.town.stations.west.id), '新站长')
  const me = await Visitor.of(browser, house, head)
  for (const path of ['/', '/residents', '/needs', '/lists', '/unclassified', '/ledgers/visits', '/ledgers/elders', '/reports', '/contracts', '/undelivered', '/accounts']) {
    await me.follow(path)
    expect((await me.page.getByRole('main').innerText()).length, path).toBeGreaterThan(20)
    await me.fits()
    await me.accessible()
    await me.shot(`empty${path.replaceAll('/', '-')}`)
  }
  me.calm()
  await me.leave()
}, 180_000)

test('five hundred people come a page at a time, on a desk and on a phone', async () => {
  const { stations, addFile, addPost } = house.town
  const worker = await house.welcome(await addPost('worker', PLACES.far, stations.far.id), '远站社工')
  for (let n = 0; n < 500; n++) await addFile(stations.far, PLACES.far, { name: `白果${n}`, tags: ['lives-alone'] })
  const me = await Visitor.of(browser, house, worker, { on: 'desk' }, '/residents')
  const began = Date.now()
  await me.follow('/residents?again=1')
  expect(Date.now() - began).toBeLessThan(10_000)
  expect(await me.page.getByText(/^白果\d+/).count()).toBeLessThanOrEqual(200)
  await me.shot('many')
  await me.page.setViewportSize({ width: 390, height: 844 })
  await me.settle()
  await me.fits()
  await me.follow('/ledgers/elders')
  await me.fits()
  me.calm()
  await me.leave()
}, 180_000)

test('on a slow line the frame stands first, and a save is sent once however often one taps', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, '/record/consultation')
  await me.tap(me.page.getByRole('group', { name: '问什么' }).getByRole('radio').first())
  const line = await me.page.context().newCDPSession(me.page)
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 1500, downloadThroughput: 30_000, uploadThroughput: 15_000 })
  const save = me.button('保存')
  await me.tap(save)
  await me.page.getByRole('main').click({ position: { x: 5, y: 5 } })
  expect(await save.isDisabled()).toBe(true)
  await me.shot('slow')
  await me.toast(/^已保存/)
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  await me.settle()
  expect((await house.town.owner.query(`select count(*)::int as n from record where kind = 'consultation'`)).rows[0].n).toBe(1)
  me.calm()
  await me.leave()
})
