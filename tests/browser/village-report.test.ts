import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { openLog } from '#server/platform/log.ts'
import { deliverDue } from '#server/platform/outbox.ts'
import { listeners } from '#server/tasks.ts'
import { untilQuiet } from '#tests/support/quiet.ts'
import { PLACES } from '#tests/support/town.ts'
import { enrol, openHouse, TODAY, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

// What is found in a village, and what a scale says that cannot wait: both reach whoever has to act, at once.
let house: House
let browser: Browser
let listener: Database
let director: Person
let head: Person
let li: Person
const child = { id: randomUUID(), name: '小禾' }
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  listener = openDatabase({ url: house.town.listenerUrl, poolSize: 2 })
  director = await house.hire('child_director', PLACES.eastVillage, house.town.stations.room, '吴桂芳')
  head = await house.welcome(house.town.workers.head, '周敏')
  li = await house.welcome(house.town.workers.east, '李思雨')
  await house.must(li, 'PUT', `/residents/${child.id}`, { place: PLACES.eastVillage, name: child.name, sex: 2, birthOn: '2017-05-01', phone: '', address: '三组 2 号', whyServed: '留守', worker: li.account, openedOn: TODAY, risk: 'yellow', tags: [] })
})
afterAll(async () => {
  await browser?.close()
  await listener?.destroy()
  await house?.close()
})

async function aMinutePasses() {
  await sql`select app.tell_clocks(${house.town.clock.now()})`.execute(listener)
  await untilQuiet(house.town.owner)
  await deliverDue({ database: listener, clock: house.town.clock, keys: house.town.keys, log: openLog('silent'), listeners })
}

test('a child director reports from her first page; the clock runs there, and the head of the guiding station hears and finds it', async () => {
  const me = await Visitor.of(browser, house, director)
  await me.tap(me.page.getByRole('link', { name: '报告侵害儿童' }))
  await me.page.getByRole('link', { name: '拨打110' }).waitFor()
  await me.shot('village-report-open')
  await me.fits()
  await me.accessible()
  await me.go(`/services/new?client=${child.id}&method=child-report`)
  await me.type(me.page.getByLabel('为什么开'), '几天没吃饱，手上有烫伤。')
  await me.tap(me.button('开始：侵害未成年人强制报告'))
  await me.page.waitForURL(/\/services\/[0-9a-f-]{36}$/)
  await me.settle()
  await me.go('/')
  // Above everything else that is due.
  await me.page.getByRole('heading', { name: '马上要办' }).waitFor()
  expect(await me.page.getByRole('heading', { level: 2 }).first().textContent()).toContain('马上要办')
  await me.page.getByText('立即向公安机关报告').first().waitFor()
  await me.shot('village-report-today')
  await me.fits()
  await me.accessible()
  me.calm()
  await me.leave()

  await aMinutePasses()
  const she = await Visitor.of(browser, house, head, { on: 'phone' }, '/notices')
  await she.page.getByText(/必须马上|马上|立即/).first().waitFor()
  await she.shot('village-report-bell')
  await she.go('/services')
  await she.page.getByText(child.name).first().waitFor()
  she.calm()
  await she.leave()
})

test('who says that he does not want to live is helped before the other questions are answered', async () => {
  const [elder] = await enrol(house, li, 1)
  const id = randomUUID()
  await house.must(li, 'PUT', `/services/${id}`, { method: 'screening', client: elder!.id, openedOn: TODAY, words: '夜里睡不着。' })
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/${id}/fill/mood-screen`)
  await me.tap(me.page.getByRole('group', { name: /不想活/ }).getByRole('radio', { name: '是' }))
  await me.page.getByText('有轻生念头：立即按危机处理').waitFor()
  await me.saveForm()
  await me.page.getByRole('link', { name: '立即开危机介入' }).waitFor()
  await me.shot('mood-alarm')
  await me.fits()
  await me.accessible()
  await me.tap(me.page.getByRole('link', { name: '立即开危机介入' }))
  await me.page.getByRole('link', { name: /拨打120/ }).waitFor()
  await me.page.getByText(elder!.name).first().waitFor()
  await me.tap(me.button('开始：危机介入'))
  await me.page.waitForURL((url) => /\/services\/[0-9a-f-]{36}$/.test(url.pathname) && !url.pathname.includes(id))
  await me.settle()
  // It is answered: the scale does not ask again.
  await me.go(`/services/${id}`)
  await me.page.getByText('有轻生念头：立即按危机处理').first().waitFor()
  expect(await me.page.getByRole('link', { name: '立即开危机介入' }).count()).toBe(0)
  me.calm()
  await me.leave()
})
