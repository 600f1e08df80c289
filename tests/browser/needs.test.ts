import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { furnish, type Furnished } from './furnish.ts'
import { openHouse, type House } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let made: Furnished
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  made = await furnish(house)
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})
const need = async (id: string) => (await house.town.owner.query('select * from need where id = $1', [id])).rows[0]
const idOf = async (answer: string) => (await house.town.owner.query(`select id from need where state = 'open' and file is not null and answer = $1 order by found_on`, [answer])).rows.map((row) => row.id as string)

test('a need is handed to a colleague, closed and confirmed by whom it was for', async () => {
  const me = await Visitor.of(browser, house, made.li, { on: 'phone' }, '/needs')
  await me.shot('needs')
  await me.fits()
  await me.accessible()
  const line = me.page.getByRole('main').getByRole('button', { name: new RegExp(made.people[0]!.name) }).first()
  await me.tap(line)
  const sheet = me.page.getByRole('dialog')
  await me.tap(sheet.getByRole('button', { name: '转交', exact: true }))
  await me.tap(sheet.getByRole('radio', { name: '周敏' }))
  await me.shot('hand-over')
  await me.accessible()
  await me.tap(sheet.getByRole('form', { name: '转交' }).getByRole('button', { name: '转交' }))
  await me.toast('已转交')
  expect((await me.effort()).taps).toBeLessThanOrEqual(4)
  expect(await need(made.need)).toMatchObject({ state: 'in-hand', owner: made.head.account })
  await me.leave()

  const head = await Visitor.of(browser, house, made.head, { on: 'phone' }, '/needs?view=mine')
  await head.tap(head.page.getByRole('main').getByRole('button', { name: new RegExp(made.people[0]!.name) }).first())
  await head.tap(head.page.getByRole('dialog').getByRole('button', { name: '办结', exact: true }))
  const form = head.page.getByRole('form', { name: '办结' })
  expect(await form.getByRole('radio', { name: '已解决' }).isChecked()).toBe(true)
  await head.shot('close-need')
  await head.tap(form.getByRole('button', { name: '办结' }))
  await head.toast('已办结')
  await head.settle()
  await head.tap(head.page.getByRole('dialog').getByRole('button', { name: '对象确认', exact: true }))
  await head.type(head.page.getByLabel('谁确认的'), '本人')
  await head.tap(head.page.getByRole('form', { name: '对象确认' }).getByRole('button', { name: '确认', exact: true }))
  await head.toast('已确认')
  expect(await need(made.need)).toMatchObject({ state: 'closed', outcome: 'met', confirmed_by: '本人' })
  await head.settle()
  head.calm()
  await head.leave()
})

test('a need can be answered on the spot', async () => {
  const [open] = await idOf('undecided')
  const me = await Visitor.of(browser, house, made.li, { on: 'desk' }, '/lists')
  await me.shot('lists')
  await me.accessible()
  await me.go('/needs')
  const name = (await house.town.owner.query('select f.name from need n join resident_file f on f.id = n.file where n.id = $1', [open])).rows[0].name
  await me.tap(me.page.getByRole('main').getByRole('button', { name: new RegExp(name) }).first())
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '现场答复', exact: true }))
  await me.tap(me.button('答复完毕'))
  await me.toast('已记为现场答复')
  expect(await need(open!)).toMatchObject({ state: 'closed', answer: 'on-the-spot' })
  await me.settle()
  me.calm()
  await me.leave()
})

test('the four lists are there without anybody filling them in', async () => {
  const me = await Visitor.of(browser, house, made.li, { on: 'phone' }, '/lists')
  for (const list of ['服务清单', '资源清单', '项目清单', '问题清单']) {
    await me.tap(me.page.getByRole('radio', { name: list }))
    await me.settle()
    expect(await me.page.getByRole('main').getByText(/出错/).count()).toBe(0)
    await me.fits()
  }
  me.calm()
  await me.leave()
})

test('the records of a month are classified by saying yes', async () => {
  const me = await Visitor.of(browser, house, made.head, { on: 'desk' }, '/unclassified')
  await me.shot('unclassified')
  const before = (await house.town.owner.query(`select count(*)::int as n from record where item = ''`)).rows[0].n
  await me.tap(me.button(/^全部采用/))
  await me.toast(/已归类 \d+ 条/)
  expect((await house.town.owner.query(`select count(*)::int as n from record where item = ''`)).rows[0].n).toBeLessThan(before)
  await me.settle()
  me.calm()
  await me.leave()
})
