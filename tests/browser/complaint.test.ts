import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { openHouse, TODAY, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

// A complaint at a station, handled by somebody else than it is about, answered, appealed to the township and then to the county.
let house: House
let browser: Browser
let listener: Database
let head: Person
let township: Person
let county: Person
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  listener = openDatabase({ url: house.town.listenerUrl, poolSize: 1 })
  head = await house.welcome(house.town.workers.head, '周敏')
  township = await house.welcome(house.town.workers.township, '杨经办')
  county = await house.welcome(house.town.workers.county, '赵股长')
})
afterAll(async () => {
  await browser?.close()
  await listener?.destroy()
  await house?.close()
})
const theComplaint = async () => (await house.town.owner.query(`select id from service where method = 'complaint' order by opened_on, id limit 1`)).rows[0].id as string
const aMinutePasses = async () => {
  house.town.clock.set(new Date(house.town.clock.now().getTime() + 61_000).toISOString())
  await sql`select app.tell_clocks(${house.town.clock.now()})`.execute(listener)
}
/** Saves the form that is open, and waits until its page has left. */
async function save(me: Visitor, name = '保存') {
  await me.tap(me.button(name))
  await me.page.waitForURL((url) => !url.pathname.includes('/fill/'))
  await me.settle()
}

test('the head writes a complaint down, who handled it is not whom it is about, and answers it', async () => {
  const me = await Visitor.of(browser, house, head, { on: 'phone' }, '/services/new?method=complaint')
  await me.type(me.page.getByLabel('名称'), '上门不敲门')
  await me.tap(me.button('开始：投诉处理'))
  await me.page.waitForURL(/\/services\/[0-9a-f-]{36}$/)
  await me.settle()
  const id = await theComplaint()
  await me.go(`/services/${id}/fill/complaint-received`)
  await me.tap(me.page.getByRole('radio', { name: '工作人员行为' }))
  await me.type(me.page.getByLabel('投诉内容（原话）'), '进屋不敲门，还翻柜子。')
  await me.type(me.page.getByLabel('被投诉人'), '李思雨')
  await me.tap(me.page.getByRole('group', { name: '匿名' }).getByRole('radio', { name: '是' }))
  await me.shot('complaint-received')
  await me.fits()
  await me.accessible()
  await save(me)
  await me.go(`/services/${id}/fill/complaint-handling`)
  await me.type(me.page.getByLabel('经办人', { exact: true }), '周敏')
  await me.tap(me.page.getByRole('group', { name: /^经办人不是被投诉人/ }).getByRole('radio', { name: '是' }))
  await me.type(me.page.getByLabel('查明的情况'), '邻居说确实没有敲门。')
  await me.tap(me.page.getByRole('radio', { name: '部分属实' }))
  await save(me)
  await me.go(`/services/${id}/fill/complaint-reply`)
  await me.tap(me.page.getByRole('radio', { name: '公示栏（匿名）' }))
  await me.type(me.page.getByLabel('答复内容'), '已批评教育，以后先敲门。')
  await me.tap(me.page.getByRole('group', { name: /^已告知可向/ }).getByRole('radio', { name: '是' }))
  await me.page.getByLabel('答复日期').fill(TODAY)
  await save(me)
  await me.go(`/services/${id}`)
  await me.shot('complaint-answered')
  await me.fits()
  await me.accessible()
  // Conduct and privacy have the shorter time, and it has stopped.
  await me.page.getByText('行为、隐私类投诉办结并答复').waitFor()
  expect((await house.town.owner.query('select key from clock where service = $1 and done_at is null', [id])).rows).toEqual([{ key: 'accept' }])
  await me.go(`/services/${id}/fill/complaint-appeal-township`)
  await me.page.getByLabel('申诉日期').fill(TODAY)
  await me.type(me.page.getByLabel('理由'), '柜子的事没有答复。')
  await save(me)
  me.calm()
  await me.leave()
})

test('the township finds the appeal on its first page, reads the complaint and decides; it may do nothing else', async () => {
  await aMinutePasses()
  const me = await Visitor.of(browser, house, township, { on: 'desk' }, '/')
  await me.tap(me.page.getByRole('link', { name: /投诉处理/ }).first())
  await me.page.getByRole('heading', { name: '上门不敲门' }).waitFor()
  await me.settle()
  await me.shot('complaint-township')
  await me.accessible()
  expect(await me.button('修改、交接').count()).toBe(0)
  await me.tap(me.page.getByRole('button', { name: /向乡镇（街道）申诉/ }).first())
  await me.tap(me.page.locator('.filled').filter({ hasText: '周敏' }).first())
  await me.tap(me.page.getByRole('dialog').getByRole('link', { name: /补填|更正/ }))
  await me.page.getByLabel('答复日期').fill(TODAY)
  await me.tap(me.page.getByRole('radio', { name: '改变' }))
  await me.type(me.page.getByLabel('答复内容'), '已查实，向本人当面道歉。')
  await me.type(me.page.getByLabel('为什么更正'), '乡镇答复')
  await me.shot('complaint-decide')
  await me.accessible()
  await save(me, '保存更正')
  await me.go('/services')
  await me.page.getByText('上门不敲门').waitFor()
  await me.shot('complaint-list')
  await me.accessible()
  await me.go('/')
  expect(await me.page.getByRole('main').innerText()).not.toContain('投诉处理')
  me.calm()
  await me.leave()
})

test('the county decides the second appeal on a phone; the head ends it', async () => {
  const id = await theComplaint()
  const me = await Visitor.of(browser, house, head, { on: 'phone' }, `/services/${id}/fill/complaint-appeal-county`)
  await me.page.getByLabel('申诉日期').fill(TODAY)
  await me.type(me.page.getByLabel('理由'), '道歉没有兑现。')
  await save(me)
  await aMinutePasses()
  const other = await Visitor.of(browser, house, county, { on: 'phone' }, '/')
  await other.tap(other.page.getByRole('link', { name: /投诉处理/ }).first())
  await other.page.getByRole('heading', { name: '上门不敲门' }).waitFor()
  await other.settle()
  await other.shot('complaint-county')
  await other.fits()
  await other.accessible()
  await other.tap(other.page.getByRole('button', { name: /县级民政申诉/ }).first())
  await other.tap(other.page.locator('.filled').filter({ hasText: '周敏' }).first())
  await other.tap(other.page.getByRole('dialog').getByRole('link', { name: /补填|更正/ }))
  await other.page.getByLabel('答复日期').fill(TODAY)
  await other.tap(other.page.getByRole('radio', { name: '维持' }))
  await other.type(other.page.getByLabel('为什么更正'), '县里答复')
  await save(other, '保存更正')
  await me.go(`/services/${id}`)
  await me.tap(me.button('结案'))
  await me.page.getByRole('dialog').getByLabel('结案原因').selectOption('appeal-decided')
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '结案' }))
  await me.toast('已结案')
  expect((await house.town.owner.query('select count(*)::int as n from clock where service = $1 and done_at is null', [id])).rows).toEqual([{ n: 0 }])
  for (const each of [me, other]) {
    each.calm()
    await each.leave()
  }
})

test('who complains to the township is written down there, about one of its stations', async () => {
  const me = await Visitor.of(browser, house, township, { on: 'phone' }, '/services/new')
  await me.tap(me.button('是哪个站的事'))
  await me.tap(me.page.getByRole('option').first())
  await me.tap(me.page.getByRole('radio', { name: '投诉处理' }))
  await me.type(me.page.getByLabel('名称'), '活动收了钱')
  await me.shot('complaint-office-open')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('开始：投诉处理'))
  await me.page.waitForURL(/\/services\/[0-9a-f-]{36}$/)
  await me.page.getByRole('heading', { name: '活动收了钱' }).waitFor()
  await me.settle()
  await me.shot('complaint-office')
  await me.fits()
  me.calm()
  await me.leave()
})
