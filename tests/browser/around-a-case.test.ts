import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol, openHouse, TODAY, type House, type Listed, type Person } from './house.ts'
import { PLACES } from '#tests/support/town.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let li: Person
let wu: Person
let client: Listed
let service: string
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
  wu = await house.welcome(house.town.workers.west, '吴桂花')
  client = (await enrol(house, li, 1, { name: () => '王秀英' }))[0]!
  service = randomUUID()
  await house.must(li, 'PUT', `/services/${service}`, { method: 'casework', client: client.id, openedOn: TODAY, words: '夜里睡不着。' })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

const get = async (path: string) => (await house.town.ask(li, 'GET', path)).body
const one = async (sql: string, values: unknown[] = []) => (await house.town.owner.query(sql, values)).rows[0]

/** Fills a form through the door, as on the screen. */
async function fill(form: string, answers: object): Promise<string> {
  const id = randomUUID()
  const { formVersion } = await get(`/services/form/${form}?service=${service}`)
  await house.must(li, 'PUT', `/service-forms/${id}`, { service, form, formVersion, filledOn: TODAY, answers })
  return id
}

test('without consent a referral is refused in words and nothing typed is lost; with it the other station hears, takes it and answers', async () => {
  const station = (await one('select name from station where id = $1', [house.town.stations.west.id])).name as string
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/${service}`)
  await me.tap(me.button('转介到别的站'))
  const sheet = me.page.getByRole('dialog')
  await me.tap(sheet.getByRole('button', { name: '转给哪个站' }))
  await me.tap(me.page.getByRole('option', { name: station }).first())
  await me.type(sheet.getByLabel('为什么转'), '搬到女儿家住')
  await me.type(sheet.getByLabel('要让对方知道的情况'), '一个人住过三年，夜里睡不着。')
  await me.shot('refer')
  await me.fits()
  await me.accessible()
  await me.tap(sheet.getByRole('button', { name: '发出转介' }))
  await sheet.getByRole('alert').waitFor()
  me.calm([/^422 POST .*refer$/])
  expect((await one('select count(*)::int as n from referral where service = $1', [service])).n).toBe(0)
  await house.must(li, 'POST', `/residents/${client.id}/consents`, { id: randomUUID(), purpose: 'referral', medium: 'thumbprint' })
  await me.page.reload()
  await me.settle()
  await me.tap(me.button('转介到别的站'))
  expect(await sheet.getByLabel('为什么转').inputValue()).toBe('搬到女儿家住')
  await sheet.getByLabel('本人同意（单独同意）').selectOption({ index: 1 })
  await me.tap(sheet.getByRole('button', { name: '发出转介' }))
  await me.toast('已发出')
  const other = await Visitor.of(browser, house, wu, { on: 'phone' }, '/')
  await other.tap(other.page.getByRole('link', { name: /转来一个个案/ }))
  await other.page.getByText('一个人住过三年，夜里睡不着。').first().waitFor()
  await other.settle()
  await other.shot('offered')
  await other.fits()
  await other.accessible()
  await other.tap(other.button('答复').first())
  await other.type(other.page.getByLabel('原因'), '下周一上门')
  expect(await other.page.getByRole('dialog').getByRole('button', { name: '发出答复' }).isDisabled()).toBe(true)
  await other.shot('answer')
  await other.accessible()
  await enrol(house, wu, 1, { first: 40, village: PLACES.westVillage, name: () => '王秀英' })
  await other.type(other.page.getByRole('dialog').getByRole('searchbox'), 'wxy')
  await other.tap(other.page.getByRole('dialog').getByRole('button', { name: /王秀英/ }).first())
  await other.tap(other.page.getByRole('dialog').getByRole('button', { name: '发出答复' }))
  await other.toast('已接收')
  await other.settle()
  await other.shot('taken')
  await me.go(`/services/${service}`)
  await me.page.getByText(/下周一上门/).waitFor()
  await me.shot('answered')
  for (const each of [me, other]) {
    each.calm()
    await each.leave()
  }
})

test('what the head approved on paper is closed with a photo of the stamped sheet', async () => {
  for (const to of ['assessment', 'plan']) await house.must(li, 'POST', `/services/${service}/move`, { version: (await get(`/services/${service}`)).version, to })
  await fill('case-plan', { measures: [{ measure: '联系女儿', frequency: '每周' }] })
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/${service}`)
  await me.tap(me.button('提交计划审批'))
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '提交', exact: true }))
  await me.toast('已提交')
  await me.settle()
  await me.tap(me.button('线下已批'))
  const sheet = me.page.getByRole('dialog')
  expect(await sheet.getByRole('button', { name: '办完' }).isDisabled()).toBe(true)
  await sheet.locator('input[type=file]').setInputFiles({ name: 'stamp.jpg', mimeType: 'image/jpeg', buffer: await sharp({ create: { width: 900, height: 1200, channels: 3, background: '#eeeae0' } }).jpeg().toBuffer() })
  await sheet.getByRole('img').waitFor()
  await me.shot('stamped')
  await me.fits()
  await me.tap(sheet.getByRole('button', { name: '办完' }))
  await me.toast('已记为线下已批')
  await me.settle()
  expect(await one('select decision, photo is not null as photo from approval where service = $1', [service])).toEqual({ decision: 'offline', photo: true })
  await me.shot('approved-on-paper')
  me.calm()
  await me.leave()
})

test('a filled form is printed with its answers and its code, and is void only with a reason', async () => {
  const form = await fill('case-intake', { problem: '邻居张姐说他夜里睡不着' })
  const me = await Visitor.of(browser, house, li, { on: 'desk' }, `/services/${service}/print/case-intake?filled=${form}`)
  await me.page.getByRole('img', { name: /表格码 F01/ }).waitFor()
  await me.page.getByText('邻居张姐说他夜里睡不着').first().waitFor()
  await me.shot('print-filled')
  await me.accessible()
  await me.go(`/services/${service}`)
  await me.tap(me.button(/接案登记表/).first())
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '作废' }))
  const sheet = me.page.getByRole('dialog')
  expect(await sheet.getByRole('button', { name: '作废' }).isDisabled()).toBe(true)
  await me.type(sheet.getByLabel('作废原因'), '填到别人名下了')
  await me.shot('void')
  await me.tap(sheet.getByRole('button', { name: '作废' }))
  await me.toast('已作废')
  expect((await one('select void_why from service_form where id = $1', [form])).void_why).toBe('填到别人名下了')
  me.calm()
  await me.leave()
})

test('the family and who stands around are drawn from the assessment', async () => {
  const form = await fill('case-assessment', {
    family: [{ name: '奶奶', relation: 'grandparent', years: 67, bond: 'close' }, { name: '父亲', relation: 'parent', years: 36, bond: 'distant' }, { name: '母亲', relation: 'parent', bond: 'cut-off' }, { name: '弟弟', relation: 'sibling', years: 6, bond: 'close' }, { name: '继子', relation: 'son', bond: 'conflict' }],
    network: [{ who: '班主任', gives: '了解学习', bond: 'strong' }, { who: '二婶', gives: '临时照看', bond: 'weak' }, { who: '村委会', gives: '低保', bond: 'tense' }],
  })
  for (const on of ['phone', 'desk'] as const) {
    const me = await Visitor.of(browser, house, li, { on }, `/services/${service}`)
    await me.tap(me.page.getByRole('button', { name: /^预估/ }).first())
    await me.tap(me.page.locator('.filled').first())
    await me.page.getByRole('img', { name: /关系图：.*奶奶 亲近/ }).waitFor()
    await me.settle()
    await me.shot('relations')
    await me.fits()
    await me.accessible()
    me.calm()
    await me.leave()
  }
  expect(form).toBeDefined()
})

test('a closed case is opened again with its reason', async () => {
  await fill('case-closure', { remaining_risk: 'none', told_on: TODAY })
  await house.must(li, 'POST', `/services/${service}/close`, { version: (await get(`/services/${service}`)).version, reason: 'goals-reached', on: TODAY })
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/${service}`)
  await me.tap(me.button('重新开案'))
  const sheet = me.page.getByRole('dialog')
  await me.type(sheet.getByLabel('原因'), '又摔了一跤')
  await me.shot('reopen')
  await me.tap(sheet.getByRole('button', { name: '重新开案' }))
  await me.toast('已重新开案')
  await me.settle()
  expect((await one('select state from service where id = $1', [service])).state).toBe('open')
  await me.shot('reopened')
  await me.fits()
  me.calm()
  await me.leave()
})

test('the agency\'s manager approves the plan of an activity on his phone: he reads the plan and finds nobody in it', async () => {
  const agency = randomUUID()
  await house.must(await house.welcome(house.town.workers.county, '赵股长'), 'PUT', `/organisations/${agency}`, { name: '攀枝花市同行社会工作服务中心', kind: 'agency' })
  await house.town.owner.query('update station set operator = $2 where id = $1', [house.town.stations.east.id, agency])
  const manager = await house.hire('agency_manager', PLACES.county, null, '孙丽')
  await house.town.owner.query('update post set organisation = $2 where id = $1', [manager.post, agency])
  const activity = randomUUID()
  await house.must(li, 'PUT', `/services/${activity}`, { method: 'activity-plan', title: '重阳节出游', openedOn: TODAY })
  const { formVersion } = await get(`/services/form/activity-plan?service=${activity}`)
  await house.must(li, 'PUT', `/service-forms/${randomUUID()}`, { service: activity, form: 'activity-plan', formVersion, filledOn: TODAY, answers: {} })
  await house.must(li, 'PUT', `/service-approvals/${randomUUID()}`, { service: activity, key: 'plan-approved', note: '请批' })
  const me = await Visitor.of(browser, house, manager, { on: 'phone' }, '/approvals')
  await me.page.getByText('重阳节出游').first().waitFor()
  await me.shot('agency-approves')
  await me.fits()
  await me.accessible()
  await me.tap(me.page.getByRole('list', { name: '待审批' }).getByRole('button', { name: /计划/ }).first())
  await me.page.getByRole('dialog').waitFor()
  await me.settle()
  await me.shot('agency-reads')
  await me.page.keyboard.press('Escape')
  await me.tap(me.button(/^同意/))
  await me.toast('已同意')
  await me.settle()
  expect((await one('select decision from approval where service = $1', [activity])).decision).toBe('approved')
  me.calm()
  await me.leave()
})
