import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, TODAY, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

// What offices do about stations and agencies, as they and the station meet it: an evaluation only the county writes, support in a ledger, rules with what is missing.
let house: House
let browser: Browser
let head: Person
let township: Person
let county: Person
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  head = await house.welcome(house.town.workers.head, '周敏')
  township = await house.welcome(house.town.workers.township, '杨经办')
  county = await house.welcome(house.town.workers.county, '赵股长')
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})
const latest = async (method: string) => (await house.town.owner.query('select id from service where method = $1 order by recorded_at desc limit 1', [method])).rows[0].id as string
async function fill(who: Person, service: string, form: string, answers: object) {
  const { formVersion } = (await house.town.ask(who, 'GET', `/services/form/${form}?service=${service}`)).body
  await house.must(who, 'PUT', `/service-forms/${randomUUID()}`, { service, form, formVersion, filledOn: TODAY, answers })
}
/** An office chooses which of its stations it is about. */
async function about(me: Visitor) {
  await me.tap(me.button('是哪个站的事'))
  await me.tap(me.page.getByRole('option', { name: /攀莲镇/ }).first())
}

test('the county opens an evaluation of a station and writes its rules; the station reads them and finds nothing to write in them', async () => {
  const me = await Visitor.of(browser, house, county, { on: 'desk' }, '/services/new')
  await about(me)
  await me.tap(me.page.getByRole('radio', { name: '站点年度评价' }))
  await me.type(me.page.getByLabel('名称'), '2026年攀莲镇站评价')
  await me.shot('evaluation-new')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('开始：站点年度评价'))
  await me.page.waitForURL(/\/services\/[0-9a-f-]{36}$/)
  await me.settle()
  const id = await latest('station-evaluation')
  await me.go(`/services/${id}/fill/evaluation-rules`)
  await me.page.getByRole('textbox', { name: '年度' }).fill('2026')
  await me.tap(me.page.getByRole('checkbox', { name: '服务内容' }))
  await me.shot('evaluation-rules')
  await me.fits()
  await me.accessible()
  await me.saveForm()
  await me.go(`/services/${id}`)
  await me.page.getByText('本年度评价出结果').first().waitFor()
  await me.shot('evaluation')
  await me.fits()
  await me.accessible()
  me.calm()
  await me.leave()
  for (const on of ['phone', 'desk'] as const) {
    const reader = await Visitor.of(browser, house, head, { on }, `/services/${id}`)
    await reader.page.getByText('评价细则').first().waitFor()
    expect(await reader.page.getByRole('link', { name: /^(填写|再填一份)$/ }).count()).toBe(0)
    expect(await reader.page.getByRole('button', { name: /^进入|^结案$/ }).count()).toBe(0)
    await reader.tap(reader.page.locator('button.filled').first())
    await reader.page.getByRole('dialog').getByText('服务内容').waitFor()
    await reader.shot('evaluation-read')
    expect(await reader.page.getByRole('dialog').getByRole('link', { name: /更正|补/ }).count()).toBe(0)
    await reader.fits()
    await reader.accessible()
    reader.calm()
    await reader.leave()
  }
})

test('a township writes down what an agency gets; the ledger of support reads at both widths', async () => {
  const me = await Visitor.of(browser, house, township, { on: 'phone' }, '/services/new')
  await about(me)
  await me.tap(me.page.getByRole('radio', { name: '机构创建与扶持' }))
  await me.type(me.page.getByLabel('名称'), '攀莲同心社工中心')
  await me.tap(me.button('开始：机构创建与扶持'))
  await me.page.waitForURL(/\/services\/[0-9a-f-]{36}$/)
  await me.settle()
  const id = await latest('agency-growth')
  await fill(township, id, 'agency-profile', { name: '攀莲同心社工中心', founded_by: 'township', professionals: 3, clients: ['hardship'] })
  await me.go(`/services/${id}/fill/agency-support`)
  await me.page.getByLabel('日期', { exact: true }).fill(TODAY)
  await me.tap(me.page.getByRole('radio', { name: '提供服务场所' }))
  await me.type(me.page.getByLabel('具体内容'), '便民服务中心二楼')
  await me.page.getByRole('textbox', { name: /^场地/ }).fill('120')
  await me.shot('agency-support')
  await me.fits()
  await me.accessible()
  await me.saveForm()
  me.calm()
  await me.leave()
  for (const on of ['phone', 'desk'] as const) {
    const reader = await Visitor.of(browser, house, township, { on }, '/ledgers/agencies')
    await reader.page.getByText('便民服务中心二楼').waitFor()
    await reader.shot('ledger-agencies')
    await reader.fits()
    await reader.accessible()
    reader.calm()
    await reader.leave()
  }
})

test('the head lists the rules of the station and sees at once which kinds are still missing', async () => {
  const me = await Visitor.of(browser, house, head, { on: 'phone' }, '/services/new?method=rule-library')
  await me.type(me.page.getByLabel('名称'), '攀莲镇站制度')
  await me.tap(me.button('开始：制度库'))
  await me.page.waitForURL(/\/services\/[0-9a-f-]{36}$/)
  await me.settle()
  const id = await latest('rule-library')
  await fill(head, id, 'rule-list', { on: TODAY, documents: ['daily', 'finance'].map((kind) => ({ kind, name: '办法', version: '1', adopted_on: TODAY })) })
  await me.go(`/services/${id}/fill/rule-list`)
  await me.page.getByText('现行制度').first().waitFor()
  await me.shot('rule-list')
  await me.fits()
  await me.go(`/services/${id}`)
  await me.page.getByText(/八类制度还不齐/).first().waitFor()
  await me.tap(me.page.locator('button.filled').first())
  await me.page.getByRole('dialog').getByText(/会议培训、工作考核/).waitFor()
  await me.shot('rule-list-read')
  await me.accessible()
  me.calm()
  await me.leave()
  for (const on of ['phone', 'desk'] as const) {
    const reader = await Visitor.of(browser, house, county, { on }, '/ledgers/rules')
    await reader.page.getByText(/会议培训、工作考核/).waitFor()
    await reader.shot('ledger-rules')
    await reader.fits()
    await reader.accessible()
    reader.calm()
    await reader.leave()
  }
})
