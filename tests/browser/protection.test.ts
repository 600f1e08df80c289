import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { openLog } from '#server/platform/log.ts'
import { deliverDue } from '#server/platform/outbox.ts'
import { listeners } from '#server/tasks.ts'
import { untilQuiet } from '#tests/support/quiet.ts'
import { PLACES } from '#tests/support/town.ts'
import { enrol, openHouse, TODAY, type House, type Listed, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

// A report of harm to a child: 110 first, then the clock that tells upwards without a name, until the police have it.
let house: House
let browser: Browser
let listener: Database
let li: Person
let head: Person
let county: Person
let child: Listed
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  listener = openDatabase({ url: house.town.listenerUrl, poolSize: 2 })
  li = await house.welcome(house.town.workers.east, '李思雨')
  head = await house.welcome(house.town.workers.head, '周敏')
  county = await house.welcome(house.town.workers.county, '赵股长')
  child = { id: randomUUID(), name: '小雨' }
  await house.must(li, 'PUT', `/residents/${child.id}`, { place: PLACES.eastVillage, name: child.name, sex: 2, birthOn: '2016-05-01', phone: '', address: '二组 9 号', whyServed: '留守', worker: li.account, openedOn: TODAY, risk: 'yellow' })
  await enrol(house, li, 1)
})
afterAll(async () => {
  await browser?.close()
  await listener?.destroy()
  await house?.close()
})

const clockAt = (time: string) => house.town.clock.set(`${TODAY}T${time}:00+08:00`)
/** What the service does each minute by itself. */
async function aMinutePasses() {
  await sql`select app.tell_clocks(${house.town.clock.now()})`.execute(listener)
  await untilQuiet(house.town.owner)
  await deliverDue({ database: listener, clock: house.town.clock, keys: house.town.keys, log: openLog('silent'), listeners })
}
/** After an hour on the clock a screen asks again who one is. */
async function signedIn(who: Person, on: 'desk' | 'phone', path: string): Promise<Visitor> {
  const me = await Visitor.arrive(browser, house, { on })
  await me.signIn(who, path)
  me.forget()
  return me
}
const theReport = async () => (await house.town.owner.query(`select id from service where method = 'child-report'`)).rows[0].id as string

test('who finds harm to a child sees 110 before a word is typed; the report is for its circle alone', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/new?client=${child.id}&method=child-report`)
  const call = me.page.getByRole('link', { name: '拨打110' })
  await call.waitFor()
  expect(await call.getAttribute('href')).toBe('tel:110')
  await me.page.getByText(child.name).first().waitFor()
  await me.type(me.page.getByLabel('为什么开'), '放学时看到手臂有几处瘀伤。')
  // The head and the county's supervisor are in unless somebody takes them out.
  expect(await me.page.getByRole('checkbox', { name: /周敏 · 站长/ }).isChecked()).toBe(true)
  await me.shot('protect-open')
  await me.fits()
  await me.accessible()
  clockAt('10:04')
  await me.tap(me.button('开始：侵害未成年人强制报告'))
  await me.page.waitForURL(/\/services\/[0-9a-f-]{36}$/)
  await me.settle()
  await me.page.getByText('立即向公安机关报告').first().waitFor()
  await me.page.getByRole('link', { name: '拨打110' }).waitFor()
  await me.shot('protect-report')
  await me.fits()
  await me.accessible()
  // Nothing goes on before the police have been told.
  expect(await me.button('进入已报告').isDisabled()).toBe(true)
  me.calm()
  await me.leave()
})

test('the aid says what the law asks for', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/${await theReport()}/fill/must-report`)
  await me.tap(me.page.getByRole('radio', { name: '未满18周岁' }))
  await me.tap(me.page.getByRole('group', { name: /^有没有伤害/ }).getByRole('radio', { name: '是' }))
  await me.page.getByText(/立即向公安机关报告，同时告知民政、教育/).waitFor()
  await me.shot('protect-aid')
  await me.fits()
  await me.accessible()
  me.calm()
  await me.leave()
})

test('it is handed to a colleague once he may know of it; what was said stays on its way', async () => {
  const id = await theReport()
  const tang = await house.hire('worker', PLACES.east, house.town.stations.east, '唐伟')
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, `/services/${id}`)
  const handOver = async (to: string, why: string) => {
    await me.tap(me.button('修改、交接'))
    await me.tap(me.page.getByRole('dialog').getByRole('radio', { name: to }))
    await me.type(me.page.getByLabel('交接说明'), why)
    await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '保存' }))
  }
  await handOver('唐伟', '明天起请假')
  await me.page.getByRole('alert').getByText(/唐伟还不在知悉范围内/).waitFor()
  await me.shot('protect-outside')
  // The words stay where they were typed.
  expect(await me.page.getByLabel('交接说明').inputValue()).toBe('明天起请假')
  await me.page.keyboard.press('Escape')
  await me.tap(me.button('调整'))
  await me.tap(me.page.getByRole('checkbox', { name: /唐伟/ }))
  await me.type(me.page.getByLabel('原因'), '由他接手')
  await me.shot('protect-circle')
  await me.fits()
  await me.accessible()
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '保存' }))
  await me.toast('知悉范围已调整')
  await handOver('唐伟', '明天起请假')
  await me.page.getByText('交接：李思雨 → 唐伟').waitFor()
  me.calm([/^422 /])
  await me.leave()
  await untilQuiet(house.town.owner)
  await deliverDue({ database: listener, clock: house.town.clock, keys: house.town.keys, log: openLog('silent'), listeners })
  const him = await Visitor.of(browser, house, tang, { on: 'phone' }, '/notices')
  await him.page.getByText('1 件服务换了负责人，和您有关').waitFor()
  await him.page.getByText('您可以看 1 件限定知悉的服务了').waitFor()
  await him.go(`/services/${id}`)
  await him.page.getByText('明天起请假').waitFor()
  await him.shot('protect-handed')
  await him.fits()
  await him.accessible()
  him.calm()
  await him.leave()
  const version = (await house.town.ask(li, 'GET', `/services/${id}`)).body.version
  await house.must(li, 'POST', `/services/${id}/change`, { version, worker: li.account, why: '不请假了' })
})

test('unreported it is told to head, supervisor and county, without a name; the county sees a kind, a station and a number', async () => {
  for (const time of ['10:12', '10:42', '11:12']) {
    clockAt(time)
    await aMinutePasses()
  }
  const me = await Visitor.of(browser, house, county, { on: 'desk' }, '/')
  await me.page.getByText('侵害未成年人强制报告').first().waitFor()
  await me.settle()
  await me.shot('protect-county')
  await me.accessible()
  const seen = await me.page.getByRole('main').innerText()
  expect(seen).toMatch(/报到本级 1 件/)
  expect(seen).toMatch(/强制报告\s*1\s*件/)
  expect(seen).not.toContain(child.name)
  const phone = await Visitor.of(browser, house, county, { on: 'phone' }, '/')
  await phone.settle()
  await phone.shot('protect-county')
  await phone.fits()
  await phone.go('/notices')
  await phone.page.getByText(/紧急报告提醒/).first().waitFor()
  await phone.shot('protect-told')
  expect(await phone.page.getByRole('main').innerText()).not.toContain(child.name)
  // The way in by its address is shut too.
  expect((await house.town.ask(county, 'GET', `/services/${await theReport()}`)).body.code).toBe('service.not-found')
  // The child's own file stands in the county's list as before, masked, and says nothing of the report.
  const { body } = await house.town.ask(county, 'GET', `/residents/${child.id}`)
  for (const word of [child.name, await theReport(), 'child-report']) expect(JSON.stringify(body)).not.toContain(word)
  for (const each of [me, phone]) {
    each.calm()
    await each.leave()
  }
})

test('the report is written with the receipt as a photo, the clock stops, and it is not closed without receipt', async () => {
  const id = await theReport()
  clockAt('11:20')
  const me = await signedIn(li, 'phone', `/services/${id}/fill/child-report`)
  const moment = (label: string, time: string) => me.page.getByLabel(label, { exact: true }).fill(`${TODAY}T${time}`)
  await moment('发现时间', '10:05')
  await me.page.getByLabel('情形', { exact: true }).selectOption('injuries')
  await me.type(me.page.getByLabel('观察到的事实（谁、什么、何时、何地）'), '左臂三处瘀伤，说是摔的。')
  await moment('报告时间', '11:15')
  await me.tap(me.page.getByRole('radio', { name: '拨打110' }))
  await me.page.getByRole('group', { name: '回执照片' }).locator('input[type=file]').setInputFiles({ name: 'r.jpg', mimeType: 'image/jpeg', buffer: await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#dcd6c8' } }).jpeg().toBuffer() })
  await me.page.getByRole('img', { name: '照片 1' }).waitFor()
  await me.shot('protect-r01')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('保存'))
  await me.page.waitForURL((url) => !url.pathname.includes('/fill/'))
  await me.settle()
  await me.go(`/services/${id}`)
  await me.page.getByText(/11:15.*办完|办完.*11:15/).first().waitFor()
  await me.tap(me.button('进入已报告'))
  await me.settle()
  // The picture is there to be seen, by the circle.
  await me.tap(me.page.getByRole('button', { name: /已完成/ }).first())
  await me.tap(me.page.locator('.filled').filter({ hasText: '李思雨' }).first())
  await me.page.getByRole('dialog').getByRole('img').first().waitFor()
  await me.shot('protect-r01-read')
  await me.accessible()
  await me.page.keyboard.press('Escape')
  await me.tap(me.button('结案'))
  await me.page.getByRole('dialog').getByText(/没有回执，也没有第二次报告的记录，不能结束/).waitFor()
  await me.shot('protect-locked')
  me.calm()
  await me.leave()
  const told = await signedIn(county, 'phone', '/')
  await told.settle()
  expect(await told.page.getByRole('main').innerText()).not.toContain('报到本级')
  await told.leave()
})

test('with the receipt number it is ended by the head; the month keeps one report', async () => {
  const id = await theReport()
  const me = await signedIn(head, 'desk', `/services/${id}`)
  await me.tap(me.page.getByRole('button', { name: /已完成/ }).first())
  await me.tap(me.page.locator('.filled').filter({ hasText: '李思雨' }).first())
  await me.tap(me.page.getByRole('dialog').getByRole('link', { name: /补填|更正/ }).first())
  await me.page.getByLabel('回执号（接警编号）').fill('演示-0001')
  await me.page.getByLabel('为什么更正').fill('派出所补了回执号')
  await me.tap(me.button('保存更正'))
  await me.page.waitForURL((url) => !url.pathname.includes('/fill/'))
  await me.settle()
  await me.go(`/services/${id}`)
  await me.tap(me.button('结案'))
  await me.page.getByRole('dialog').getByLabel('结案原因').selectOption('handled')
  await me.shot('protect-close')
  await me.accessible()
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '结案' }))
  await me.toast('已结案')
  me.calm()
  await me.leave()
})
