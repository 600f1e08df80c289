import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol, openHouse, TODAY, type House, type Listed, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let li: Person
let people: Listed[]
const round = randomUUID()
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
  people = await enrol(house, li, 5)
  await house.must(li, 'PUT', `/services/${round}`, { method: 'door-round', title: '冬季敲门行动', openedOn: TODAY })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

const due = async (file: string) => (await house.town.owner.query('select due_on::text as day from duty where file = $1 and closed_on is null', [file])).rows[0]?.day as string

test('a round of visits: three taps at a door, coverage that counts itself, and a risk found at a door that moves the next visit', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/${round}`)
  await me.page.getByText('已见到的户数').waitFor()
  await me.shot('round')
  await me.fits()
  await me.accessible()
  me.forget()
  await me.tap(me.page.getByRole('link', { name: '去走访' }))
  await me.page.getByText('这一轮还没去过').first().waitFor()
  await me.settle()
  await me.shot('round-doors')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('在家').first())
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '保存' }))
  await me.page.getByRole('dialog').waitFor({ state: 'detached' })
  await me.settle()
  expect((await me.effort()).taps).toBeLessThanOrEqual(3)
  await me.tap(me.button('无人').first())
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '保存' }))
  await me.page.getByRole('dialog').waitFor({ state: 'detached' })
  await me.page.getByText('再去一次').first().waitFor()

  const met = (await house.town.owner.query('select q.file from record_person q where q.result = $1', ['normal'])).rows[0].file as string
  const before = await due(met)
  await me.tap(me.page.getByRole('radio', { name: '已见到' }))
  await me.settle()
  await me.tap(me.button('有情况').first())
  const sheet = me.page.getByRole('dialog')
  await me.type(sheet.getByLabel('一句话说清楚'), '昨夜摔倒，一个人起不来。')
  await me.tap(sheet.getByRole('radio', { name: '红', exact: false }))
  await me.shot('round-risk')
  await me.tap(sheet.getByRole('button', { name: '保存' }))
  await sheet.waitFor({ state: 'detached' })
  await me.settle()
  expect(await due(met) < before).toBe(true)

  await me.go(`/services/${round}`)
  await me.page.getByText(/1 \/ 5/).first().waitFor()
  await me.calm()

  // A village without network: the doors stay, a visit waits, and the round counts it once the network is back.
  await me.go(`/services/${round}/round`)
  await me.page.getByText('这一轮还没去过').first().waitFor()
  await me.settle()
  await me.page.context().setOffline(true)
  await me.tap(me.page.getByRole('radio', { name: '空置' }))
  await me.tap(me.page.getByRole('radio', { name: '要去的' }))
  await me.page.getByText('没有网络：这是', { exact: false }).waitFor()
  await me.tap(me.button('在家').first())
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '保存' }))
  await me.page.getByText('已记下，等网络恢复后发送').first().waitFor()
  await me.shot('round-offline')
  const visits = async () => Number((await house.town.owner.query(`select count(*) as n from record where kind = 'visit'`)).rows[0].n)
  const before2 = await visits()
  await me.page.context().setOffline(false)
  await expect.poll(visits, { timeout: 40_000 }).toBe(before2 + 1)
  await me.page.getByText('已记下，等网络恢复后发送').first().waitFor({ state: 'detached' })
  await expect.poll(() => me.page.getByText('没有网络：这是', { exact: false }).count(), { timeout: 20_000 }).toBe(0)
  me.calm([/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/])
  const desk = await Visitor.of(browser, house, li, { on: 'desk' }, `/services/${round}`)
  await desk.page.getByText('已见到的户数').waitFor()
  await desk.settle()
  await desk.shot('round')
  await desk.fits()
  await desk.go(`/services/${round}/round?state=todo`)
  await desk.shot('round-doors')
  await desk.fits()
  expect(people.length).toBe(5)
})
