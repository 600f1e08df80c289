import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, enrol, openHouse, TODAY, type House, type Listed, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

// A case of violence at home and a crisis: what is asked first, which days stand in the calendar afterwards, and who sees none of it.
let house: House
let browser: Browser
let head: Person
let li: Person
let client: Listed
let violence: string
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  head = await house.welcome(house.town.workers.head, '周敏')
  li = await house.welcome(house.town.workers.east, '李思雨')
  client = (await enrol(house, li, 1, { name: () => '王秀英' }))[0]!
  violence = randomUUID()
  await house.must(head, 'PUT', `/services/${violence}`, { method: 'violence', client: client.id, openedOn: TODAY, words: '丈夫酒后打人。', circle: [] })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

const get = async (who: Person, path: string) => (await house.town.ask(who, 'GET', path)).body
async function fill(service: string, form: string, answers: object) {
  const { formVersion } = await get(head, `/services/form/${form}?service=${service}`)
  await house.must(head, 'PUT', `/service-forms/${randomUUID()}`, { service, form, formVersion, filledOn: TODAY, answers })
}
const clocks = async (service: string) => (await house.town.owner.query(`select key, to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as on from clock where service = $1 and done_at is null order by due_at, key`, [service])).rows as { key: string; on: string }[]

test('danger is asked about first; an incident keeps its photo; nothing of it is there for a colleague', async () => {
  const me = await Visitor.of(browser, house, head, { on: 'phone' }, `/services/${violence}/fill/violence-intake`)
  await me.tap(me.page.getByRole('group', { name: /^受害人的民事行为能力/ }).getByRole('radio', { name: '完全民事行为能力' }))
  await me.tap(me.page.getByRole('group', { name: /^眼下有危险/ }).getByRole('radio', { name: '否' }))
  await me.type(me.page.getByLabel('受害人本人的意愿'), '先不离开，想要一份保护令。')
  await me.shot('violence-intake')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('保存'))
  await me.page.waitForURL((url) => !url.pathname.includes('/fill/'))
  await me.settle()
  await me.go(`/services/${violence}/fill/violence-incident`)
  await me.page.getByRole('group', { name: /^证据/ }).locator('input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await sharp({ create: { width: 900, height: 700, channels: 3, background: '#cfc4b8' } }).jpeg().toBuffer() })
  await me.page.getByRole('img', { name: '照片 1' }).waitFor()
  await me.shot('violence-incident')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('保存'))
  await me.page.waitForURL((url) => !url.pathname.includes('/fill/'))
  await me.settle()
  await me.go(`/services/${violence}`)
  await me.page.getByRole('link', { name: '拨打110' }).waitFor()
  await me.shot('violence')
  await me.fits()
  await me.accessible()
  me.calm()
  await me.leave()
  const other = await Visitor.of(browser, house, li, { on: 'phone' }, '/services')
  await other.settle()
  await other.page.getByText('没有进行中的专业服务').waitFor()
  await other.go(`/services/${violence}`)
  await other.page.getByText(/没有这个服务/).first().waitFor()
  await other.leave()
})

test('a warning letter brings its visits, a protection order its last days, each into the calendar', async () => {
  await fill(violence, 'violence-safety-plan', {})
  await fill(violence, 'warning-letter', { issued_on: TODAY })
  await fill(violence, 'protection-order', { applied_at: `${TODAY}T09:00:00+08:00`, decided_on: TODAY, valid_from: TODAY, valid_until: day(150) })
  const due = await clocks(violence)
  expect(due.filter(({ key }) => key.startsWith('warning-visits')).map(({ on }) => on)[0]).toBe(day(7))
  const me = await Visitor.of(browser, house, head, { on: 'desk' }, `/services/${violence}`)
  await me.shot('violence-clocks')
  await me.accessible()
  await me.page.getByText('告诫后回访双方').first().waitFor()
  await me.page.getByText(/保护令将到期/).first().waitFor()
  expect(due.find(({ key }) => key.startsWith('order-expires'))?.on).toBe(day(120))
  await me.go('/')
  await me.shot('violence-today')
  me.calm()
  await me.leave()
})

test('a crisis is followed up after a day, three days and a week', async () => {
  const crisis = randomUUID()
  await house.must(head, 'PUT', `/services/${crisis}`, { method: 'crisis', client: client.id, openedOn: TODAY, words: '说活着没意思。' })
  const me = await Visitor.of(browser, house, head, { on: 'phone' }, `/services/${crisis}/fill/crisis-screening`)
  await me.page.getByText('提示（不代替您和督导的判断）').waitFor()
  await me.shot('crisis-screening')
  await me.fits()
  await me.accessible()
  await me.go(`/services/${crisis}`)
  await me.page.getByRole('link', { name: /拨打120/ }).waitFor()
  await me.shot('crisis')
  await me.fits()
  await me.accessible()
  const seen: string[] = []
  for (let n = 0; n < 3; n++) {
    seen.push((await clocks(crisis)).find(({ key }) => key.startsWith('follow-up'))!.on)
    await fill(crisis, 'crisis-follow-up', { danger: 'low' })
  }
  expect(seen).toEqual([day(1), day(3), day(7)])
  expect((await clocks(crisis)).some(({ key }) => key.startsWith('follow-up'))).toBe(false)
  me.calm()
  await me.leave()
})
