import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, enrol, openHouse, TODAY, type House, type Listed, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

// Ways of serving that the policies ask for, as people meet them: a wish, a service on order, a risk, and the ledgers they stand in.
let house: House
let browser: Browser
let li: Person
let head: Person
let client: Listed
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
  head = await house.welcome(house.town.workers.head, '周敏')
  client = (await enrol(house, li, 1, { name: () => '王秀英' }))[0]!
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})
const latest = async (method: string) => (await house.town.owner.query('select id from service where method = $1 order by recorded_at desc limit 1', [method])).rows[0].id as string
async function fill(service: string, form: string, answers: object) {
  const { formVersion } = (await house.town.ask(li, 'GET', `/services/form/${form}?service=${service}`)).body
  await house.must(li, 'PUT', `/service-forms/${randomUUID()}`, { service, form, formVersion, filledOn: TODAY, answers })
}
const move = async (service: string, to: string) => house.must(li, 'POST', `/services/${service}/move`, { version: (await house.town.ask(li, 'GET', `/services/${service}`)).body.version, to })

test('among all ways of serving the one wanted is found under for whom it is, or by a word of it', async () => {
  for (const on of ['phone', 'desk'] as const) {
    const me = await Visitor.of(browser, house, li, { on }, `/services/new?client=${client.id}`)
    await me.tap(me.page.getByRole('button', { name: '用什么方式' }))
    const sheet = me.page.getByRole('dialog')
    await sheet.getByText('个案、小组与活动').waitFor()
    expect(await sheet.getByRole('option').first().innerText()).toBe('个案')
    await me.shot('ways-list')
    await me.fits()
    await me.accessible()
    await sheet.getByText('社区和站点的事').scrollIntoViewIfNeeded()
    await me.shot('ways-list-further')
    await me.type(sheet.getByRole('combobox'), '心愿')
    await sheet.getByRole('option', { name: '微心愿' }).waitFor()
    await me.page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 1)
    await me.shot('ways-found')
    me.calm()
    await me.leave()
  }
})

test('a wish is told, put up only when nobody can be made out, claimed and brought; on the list for the wall nobody who wishes is named', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/new?client=${client.id}`)
  await me.tap(me.page.getByRole('button', { name: '用什么方式' }))
  await me.tap(me.page.getByRole('dialog').getByRole('option', { name: '微心愿' }))
  await me.type(me.page.getByLabel('为什么开'), '灶台太高，想要一张矮凳。')
  await me.tap(me.button('开始：微心愿'))
  await me.page.getByText(/^说出心愿待补：/).waitFor()
  const id = await latest('wish')
  await me.go(`/services/${id}/fill/wish-told`)
  await me.type(me.page.getByLabel('想要什么'), '灶台太高，想要一张矮凳。')
  await me.tap(me.page.getByRole('radio', { name: '生活用品' }))
  await me.shot('wish-told')
  await me.fits()
  await me.accessible()
  await me.saveForm()
  await move(id, 'published')
  await me.go(`/services/${id}/fill/wish-published`)
  await me.type(me.page.getByLabel(/^公开的话/), '一位独居老人想要一张结实的矮凳')
  await me.page.getByLabel('公开日期').fill(TODAY)
  await me.saveForm()
  await me.go(`/services/${id}`)
  await me.page.getByText(/还没有核对公开的话里没有姓名、住址、电话/).first().waitFor()
  await me.shot('wish-locked')
  await me.fits()
  await me.accessible()
  await fill(id, 'wish-claim', { kind: 'property', claimer: '安宁物业', by_on: day(3) })
  await me.go(`/services/${id}`)
  await me.page.getByText('按约定送达').waitFor()
  me.calm()
  await me.leave()
  for (const on of ['phone', 'desk'] as const) {
    const reader = await Visitor.of(browser, house, li, { on }, '/ledgers/wishes')
    await reader.page.getByText('一位独居老人想要一张结实的矮凳').waitFor()
    expect(await reader.page.getByRole('main').innerText()).not.toContain('王秀英')
    await reader.shot('ledger-wishes')
    await reader.fits()
    await reader.accessible()
    reader.calm()
    await reader.leave()
  }
})

test('a resident orders a service by a code on the wall; the worker agrees on a day, and the resident reads it', async () => {
  const me = await Visitor.of(browser, house, head, { on: 'phone' }, '/doors')
  await me.tap(me.button('生成二维码'))
  await me.page.getByRole('dialog').getByRole('combobox').first().selectOption({ label: '预约服务' })
  await me.shot('order-door')
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '生成二维码' }))
  await me.toast('已生成')
  const resident = await Visitor.arrive(browser, house, { on: 'phone' })
  await resident.go(`/p/${(await house.town.ask(head, 'POST', '/doors/list', {})).body.rows[0].token}`)
  await resident.tap(resident.page.getByRole('radio', { name: '陪同就医、办事' }))
  await resident.tap(resident.page.getByRole('radio', { name: '老年人' }))
  await resident.type(resident.page.getByLabel('具体说说'), '周三去县医院复查，没人陪。')
  await resident.type(resident.page.getByLabel('联系电话'), '13600000005')
  await resident.shot('order-made')
  await resident.fits()
  await resident.accessible()
  await resident.tap(resident.button('提交'))
  const code = (await resident.page.locator('.receipt-code').textContent())!
  const id = await latest('service-order')
  await me.go(`/services/${id}/fill/order-accepted`)
  await me.tap(me.page.getByRole('radio', { name: '接单' }))
  await me.page.getByLabel('约定日期').fill(day(3))
  await me.saveForm()
  await me.go(`/services/${id}`)
  await me.page.getByText('按约定服务').waitFor()
  await me.shot('order')
  await me.fits()
  await me.accessible()
  await resident.go('/q')
  await resident.type(resident.page.getByLabel('查询码'), code)
  await resident.tap(resident.button('查询'))
  await resident.page.getByText('约定日期').waitFor()
  await resident.shot('order-standing')
  await resident.accessible()
  for (const each of [me, resident]) { each.calm(); await each.leave() }
})

test('a risk is weighed on a desk; its level, its clocks and its line in the register follow', async () => {
  const me = await Visitor.of(browser, house, head, { on: 'desk' }, '/services/new?method=risk')
  await me.type(me.page.getByLabel('名称'), '活动室楼梯没有扶手')
  await me.tap(me.button('开始：风险登记'))
  await me.page.waitForURL(/\/services\/[0-9a-f-]{36}$/)
  await me.settle()
  const id = await latest('risk')
  await me.go(`/services/${id}/fill/risk-noted`)
  await me.tap(me.page.getByRole('radio', { name: '场地' }))
  for (const name of [/^可能性/, /^后果/]) await me.page.getByRole('textbox', { name }).fill('4')
  await me.shot('risk-noted')
  await me.fits()
  await me.accessible()
  await me.saveForm()
  await me.go(`/services/${id}`)
  await me.page.getByText('高风险定措施').waitFor()
  await me.shot('risk')
  await me.accessible()
  await me.go('/ledgers/risks')
  await me.page.getByText('活动室楼梯没有扶手').first().waitFor()
  await me.shot('ledger-risks')
  await me.fits()
  await me.accessible()
  me.calm()
  await me.leave()
})
