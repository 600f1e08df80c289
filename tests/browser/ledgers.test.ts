import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES } from '#tests/support/town.ts'
import { addContract } from './furnish.ts'
import { day, enrol, monthOf, openHouse, type House, type Listed, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

// The ledgers of professional services, a sheet filled in on paper, and an evaluator's sample: walked as people walk them.
let house: House
let browser: Browser
let li: Person
let county: Person
let people: Listed[]
let contract: string
const ids = { case: randomUUID(), group: randomUUID(), activity: randomUUID(), look: randomUUID(), supervision: randomUUID() }
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
  county = await house.welcome(house.town.workers.county, '赵股长')
  const supervisor = await house.welcome(house.town.workers.supervisor, '陈督导')
  contract = await addContract(house, county, [house.town.stations.east.id])
  people = await enrol(house, li, 6)
  const child = randomUUID()
  await house.must(li, 'PUT', `/residents/${child}`, { place: PLACES.eastVillage, name: '小雨', sex: 2, birthOn: '2016-05-01', phone: '', address: '二组 9 号', whyServed: '留守', worker: li.account, openedOn: day(-60), risk: 'yellow', tags: [{ id: randomUUID(), tag: 'left-behind-child' }] })
  const visit = (file: string, n: number) => house.must(li, 'PUT', `/records/${randomUUID()}`, { kind: 'visit', occurredOn: day(-n), minutes: 20, files: [file], mode: 'home', result: 'normal', words: '作业写完了。' })
  await visit(child, 3)
  for (const [n, { id }] of people.entries()) await visit(id, n + 1)
  await house.must(li, 'PUT', `/services/${ids.look}`, { method: 'screening', client: child, openedOn: day(-4) })
  await fill(ids.look, 'child-situation', { registered: '本村', school: '镇中心小学四年级', parents: '父亲在浙江打工，每周视频一次', carer: '奶奶，67 岁', entrusted: false, allowances: '无' })
  await house.must(li, 'PUT', `/services/${ids.case}`, { method: 'casework', client: people[0]!.id, openedOn: day(-15), source: 'self', words: '夜里睡不着。' })
  await fill(ids.case, 'case-intake', { problem: '夜里睡不着', decision: 'accept', urgency: 'soon' })
  await move(ids.case, 'assessment', 'plan', 'intervention')
  for (const n of [8, 4]) await house.must(li, 'PUT', `/services/${ids.case}/records/${randomUUID()}`, { kind: 'session', occurredOn: day(-n), minutes: 40, mode: 'interview', words: '谈了睡眠。' })
  await house.must(li, 'PUT', `/services/${ids.group}`, { method: 'group-work', title: '爷爷奶奶会用手机', openedOn: day(-18) })
  for (const { id } of people) await house.must(li, 'PUT', `/service-people/${randomUUID()}`, { service: ids.group, file: id, role: 'member', state: 'in' })
  await move(ids.group, 'formation')
  const members = (await get(`/services/${ids.group}`)).people as { id: string }[]
  for (const n of [10, 3]) {
    const record = randomUUID()
    await house.must(li, 'PUT', `/services/${ids.group}/records/${record}`, { kind: 'session', occurredOn: day(-n), minutes: 90, mode: 'on-site', words: '学视频通话。' })
    await house.must(li, 'POST', `/services/${ids.group}/attendance`, { record, rows: members.map(({ id }, at) => ({ person: id, state: at === 0 ? 'absent' : 'present' })) })
  }
  await house.must(li, 'PUT', `/services/${ids.activity}`, { method: 'activity-plan', title: '冬至包饺子', openedOn: day(-10) })
  await house.must(li, 'PUT', `/services/${ids.activity}/records/${randomUUID()}`, { kind: 'activity', occurredOn: day(-2), minutes: 120, mode: 'health', title: '冬至包饺子', heads: 40, files: [] })
  await house.must(supervisor, 'PUT', `/services/${ids.supervision}`, { method: 'supervision', title: '下半年督导', openedOn: day(-9) })
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

const get = async (path: string) => (await house.town.ask(li, 'GET', path)).body
async function fill(service: string, form: string, answers: object) {
  const { formVersion } = await get(`/services/form/${form}?service=${service}`)
  await house.must(li, 'PUT', `/service-forms/${randomUUID()}`, { service, form, formVersion, filledOn: day(-4), answers })
}
async function move(service: string, ...stages: string[]) {
  for (const to of stages) await house.must(li, 'POST', `/services/${service}/move`, { version: (await get(`/services/${service}`)).version, to })
}

test.each([['cases', '夜里睡不着', 'T3'], ['groups', '爷爷奶奶会用手机', 'T4'], ['activities', '冬至包饺子', 'T5'], ['children', '镇中心小学四年级', 'T8'], ['staff', '李思雨', 'T12'], ['supervision', '督导台账', 'T12']])('the ledger of %s has its line, leads to it, prints and comes as a file', async (table, words) => {
  const me = await Visitor.of(browser, house, li, { on: 'desk' }, `/ledgers/${table}?month=${monthOf(0)}`)
  await me.settle()
  await me.shot(`ledger-${table}`)
  await me.fits()
  await me.accessible()
  const text = await me.page.getByRole('main').innerText()
  if (table !== 'cases') expect(text).toContain(words)
  if (table === 'cases' || table === 'groups' || table === 'activities') {
    await me.page.getByRole('main').getByRole('table').getByRole('link').first().click()
    await me.page.waitForURL(/\/(services|records)\//)
    await me.settle()
    await me.page.goBack()
    await me.settle()
  }
  const [file] = await Promise.all([me.page.waitForEvent('download'), me.page.getByRole('button', { name: /表格文件|导出|Excel|下载/ }).first().click()])
  expect(file.suggestedFilename()).toMatch(/\.xlsx$/)
  me.calm()
  await me.leave()
  const phone = await Visitor.of(browser, house, li, { on: 'phone' }, `/ledgers/${table}?month=${monthOf(0)}`)
  await phone.settle()
  await phone.shot(`ledger-${table}`)
  await phone.fits()
  // One box instead of eighteen buttons, and the month goes along.
  await phone.page.getByLabel('哪张台账').selectOption('training')
  await phone.page.waitForURL(new RegExp(`/ledgers/training\\?month=${monthOf(0)}`))
  phone.calm()
  await phone.leave()
})

test('how often somebody was met stands by year and kind, and each number opens to its contacts', async () => {
  const file = people[5]!.id
  for (let n = 0; n < 11; n++) await house.must(li, 'PUT', `/records/${randomUUID()}`, { kind: n % 4 === 3 ? 'call' : 'visit', occurredOn: day(-30 * n - 7), minutes: 15, files: [file], mode: n % 4 === 3 ? 'phone' : 'home', result: 'normal', words: '' })
  for (const on of ['phone', 'desk'] as const) {
    const me = await Visitor.of(browser, house, li, { on }, `/residents/${file}`)
    await me.tap(me.button('按年看次数'))
    const sheet = me.page.getByRole('dialog')
    await sheet.getByRole('table').waitFor()
    await me.shot('contact-years')
    await me.fits()
    await me.accessible()
    const cell = sheet.getByRole('button', { name: /走访 \d+ 次/ }).first()
    const number = Number(await cell.innerText())
    await me.tap(cell)
    await me.page.getByRole('dialog').getByRole('link').first().waitFor()
    expect(await me.page.getByRole('dialog').getByRole('link').count()).toBe(number)
    await me.shot('contact-year')
    me.calm()
    await me.leave()
  }
})

test('a blank sheet is printed, filled in by hand, and comes back as a photo with its key answers', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'desk' }, `/services/${ids.case}/print/case-assessment`)
  await me.page.getByRole('img', { name: /表格码 F/ }).waitFor()
  await me.shot('paper-blank')
  me.calm()
  await me.leave()
  // What the code on the sheet says, opened by the phone's camera.
  const phone = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/${ids.case}/fill/case-assessment?paper=1`)
  await phone.page.locator('input[type=file]').first().setInputFiles({ name: 'sheet.jpg', mimeType: 'image/jpeg', buffer: await sharp({ create: { width: 1200, height: 1700, channels: 3, background: '#f2efe6' } }).jpeg().toBuffer() })
  await phone.page.getByRole('img', { name: '照片 1' }).waitFor()
  await phone.type(phone.page.getByLabel(/预估结论|结论/).first(), '睡眠差，和担心有关。')
  await phone.page.evaluate(() => window.scrollTo(0, 0))
  await phone.shot('paper-back')
  await phone.fits()
  await phone.accessible()
  await phone.page.reload()
  await phone.settle()
  await phone.page.getByRole('img', { name: '照片 1' }).waitFor()
  await phone.tap(phone.button('保存'))
  await phone.page.waitForURL((url) => !url.pathname.includes('/fill/'))
  await phone.settle()
  await phone.go(`/services/${ids.case}`)
  await phone.tap(phone.page.getByRole('button', { name: /^预估/ }).first())
  await phone.tap(phone.page.locator('.filled').first())
  await phone.page.getByRole('dialog').getByRole('img').first().waitFor()
  await phone.settle()
  await phone.shot('paper-kept')
  phone.calm()
  await phone.leave()
})

test('the county draws a sample for an evaluator, who opens what was drawn and nothing besides', async () => {
  const evaluator = await house.hire('evaluator', PLACES.county, null, '周评估')
  const me = await Visitor.of(browser, house, county, { on: 'desk' }, `/contracts/${contract}`)
  await me.shot('contract')
  await me.accessible()
  await me.tap(me.page.getByRole('button', { name: /抽/ }).first())
  const sheet = me.page.getByRole('dialog')
  await sheet.waitFor()
  await me.settle()
  await me.shot('spot-check-draw')
  await me.accessible()
  await sheet.getByLabel('评估员').selectOption({ index: 1 })
  await me.tap(sheet.getByRole('button', { name: /^抽/ }).last())
  // What chance drew stands there at once.
  await me.page.getByRole('dialog').getByRole('list', { name: '评估抽查' }).getByRole('listitem').first().waitFor()
  await me.settle()
  await me.shot('spot-check-drawn')
  await me.accessible()
  me.calm()
  await me.leave()
  const other = await Visitor.of(browser, house, evaluator, { on: 'phone' }, `/contracts/${contract}`)
  await other.settle()
  await other.tap(other.page.getByRole('list', { name: '评估抽查' }).getByRole('button').first())
  const sample = other.page.getByRole('dialog')
  await sample.getByRole('link').first().waitFor()
  await other.shot('spot-check-evaluator')
  await other.fits()
  await other.accessible()
  await other.tap(sample.getByRole('link').first())
  await other.page.waitForURL(/\/records\//)
  await other.settle()
  await other.shot('spot-check-record')
  await other.fits()
  const seen = await other.page.getByRole('main').innerText()
  for (const { name } of people) expect(seen).not.toContain(name)
  expect(seen).not.toContain('作业写完了')
  other.calm()
  await other.leave()
})
