import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES } from '#tests/support/town.ts'
import { furnish, type Furnished } from './furnish.ts'
import { openHouse, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let made: Furnished
let wang: Person
let chen: Person
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  made = await furnish(house)
  wang = await house.hire('worker', PLACES.west, house.town.stations.west, '王小川')
  chen = await house.welcome(house.town.workers.supervisor, '陈督导')
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

test('a head restricts a file, and says who is in conflict of interest', async () => {
  const me = await Visitor.of(browser, house, made.head, { on: 'desk' }, `/residents/${made.people[2]!.id}`)
  await me.tap(me.button('限定知悉范围'))
  const sheet = me.page.getByRole('dialog')
  await me.tap(sheet.getByRole('button', { name: '添加有利益冲突的人' }))
  await me.tap(me.page.getByRole('option', { name: /李思雨/ }))
  await sheet.getByLabel(/李思雨/).last().selectOption('accused')
  await me.type(sheet.getByLabel('为什么'), '疑似受到伤害')
  await me.settle()
  await me.shot('glass-conflict')
  await me.accessible()
  await me.tap(sheet.getByRole('button', { name: '限定知悉范围' }))
  await me.toast('知悉范围已限定')
  const { rows } = await house.town.owner.query('select account, kind from conflict_of_interest where dossier = $1', [made.people[2]!.id])
  expect(rows).toEqual([{ account: made.li.account, kind: 'accused' }])
  me.calm()
  await me.leave()
})

test('a colleague of another station opens it in an emergency, with a fresh code, and is told how long', async () => {
  const me = await Visitor.of(browser, house, wang, { on: 'phone' }, '/glass')
  // The code of the sign-in is more than ten minutes old.
  await house.town.owner.query('update session set stepped_up_at = null where account = $1', [wang.account])
  await me.tap(me.page.getByRole('radio', { name: '电话' }))
  await me.type(me.page.getByLabel('电话').last(), '13908121002')
  await me.tap(me.button('查询'))
  await me.type(me.page.getByLabel('验证码'), await house.code(wang))
  await me.tap(me.button('确认'))
  await me.toast('此人有限定知悉的档案')
  await me.tap(me.page.getByRole('radio', { name: '孩子无人照看' }))
  await me.type(me.page.getByLabel('为什么现在要看'), '邻居来电，孩子在门口哭，家里没人')
  await me.settle()
  await me.shot('glass-ask')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('紧急调阅三小时'))
  await me.page.getByRole('heading', { name: made.people[2]!.name }).waitFor()
  await me.toast(/您正在紧急调阅/)
  await me.settle()
  await me.shot('glass-file')
  await me.fits()
  await me.follow('/glass')
  await me.toast('您的这次调阅等待审查')
  await me.shot('glass-own')
  await me.accessible()
  me.calm([/^403 POST \/api\/v1\/glass\/ask/])
  await me.leave()
})

test('the supervisor reads the reason, not the file, and judges it', async () => {
  const me = await Visitor.of(browser, house, chen, { on: 'desk' }, '/glass')
  await me.shot('glass-watched')
  await me.accessible()
  await me.tap(me.button(/王小川/))
  const sheet = me.page.getByRole('dialog')
  expect(await sheet.getByText('邻居来电').count()).toBe(1)
  expect(await sheet.getByRole('link', { name: '打开档案' }).count()).toBe(0)
  await me.tap(sheet.getByRole('radio', { name: '应当调阅' }))
  await me.type(sheet.getByLabel('审查意见'), '情况属实，处理得当')
  await me.shot('glass-review')
  await me.accessible()
  await me.tap(sheet.getByRole('button', { name: '提交审查' }))
  await me.toast('已审查')
  const { rows } = await house.town.owner.query('select outcome, reviewed_by from break_glass')
  expect(rows).toEqual([{ outcome: 'justified', reviewed_by: chen.account }])
  me.calm()
  await me.leave()
})
