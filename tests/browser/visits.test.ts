import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { photoBytes } from '#tests/support/uploads.ts'
import { contact, day, enrol, monthOf, openHouse, type House, type Listed, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let li: Person
let people: Listed[]
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
  await house.welcome(house.town.workers.head, '周敏')
  // A page shows twenty, and those due on one day stand in no order: the three the stories name were there a month before the rest, and come first.
  people = [...(await enrol(house, li, 3, { openedOn: `${monthOf(-3)}-02` })), ...(await enrol(house, li, 23, { first: 3 }))]
  for (const [ago, words] of [[60, '腰疼，药快吃完了。'], [45, '女儿来过电话。'], [32, '在家，精神好。']] as const) await contact(house, li, people[0]!.id, { occurredOn: day(-ago), words })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

const recordsOf = async (file: string, on = day(0)) =>
  (await house.town.owner.query('select r.* from record r join record_person p on p.record = r.id where p.file = $1 and r.occurred_on = $2', [file, on])).rows

test('a visit where all was well takes three taps and no typed word', async () => {
  const me = await Visitor.of(browser, house, li)
  await me.shot('today')
  const { id, name } = people[1]!
  await me.tap(me.button(`${name}正常`))
  await me.tap(me.button('保存'))
  await me.toast(/^已保存/)
  expect(await me.effort()).toMatchObject({ typed: 0 })
  expect((await me.effort()).taps).toBeLessThanOrEqual(3)
  expect(await recordsOf(id)).toMatchObject([{ kind: 'visit', mode: 'home', result: 'normal' }])
  await me.button(`${name}正常`).waitFor({ state: 'detached' })
  me.calm()
  await me.leave()
})

test('a visit with something found takes seven taps and one sentence: need, risk, next day and a photo', async () => {
  const me = await Visitor.of(browser, house, li)
  const { id, name } = people[2]!
  await me.tap(me.button(`${name}有情况`))
  const sheet = me.page.getByRole('dialog')
  await me.type(sheet.getByLabel('一句话说清楚'), '昨晚在卫生间滑倒，想装扶手。')
  await me.tap(sheet.getByRole('checkbox', { name: '同时记一条需求' }))
  await me.tap(sheet.getByRole('button', { name: '3 天后' }))
  await me.tap(sheet.getByRole('radio', { name: '橙色' }))
  const chooser = me.page.waitForEvent('filechooser')
  await me.tap(sheet.getByText('拍照或选照片'))
  await (await chooser).setFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await photoBytes() })
  await sheet.getByRole('img', { name: '现场照片' }).waitFor()
  await me.shot('something-found')
  await me.accessible()
  await me.tap(me.button('保存'))
  await me.toast(/^已保存/)
  await me.settle()
  const { taps, typed } = await me.effort()
  console.log(`visit with something found: ${taps} taps, ${typed} typed`)
  expect(taps).toBeLessThanOrEqual(7)
  expect(typed).toBe(1)
  expect(await recordsOf(id)).toMatchObject([{ result: 'needs-attention', next_on: day(3) }])
  const { owner } = house.town
  expect((await owner.query('select count(*)::int as n from need where file = $1', [id])).rows[0].n).toBe(1)
  expect((await owner.query('select risk from resident_file where id = $1', [id])).rows[0].risk).toBe('orange')
  expect((await owner.query('select count(*)::int as n from record_photo b join record_person p on p.record = b.record where p.file = $1', [id])).rows[0].n).toBe(1)
  me.calm()
  await me.leave()
})

test('twenty people on one sheet take one tap each and two more', async () => {
  const me = await Visitor.of(browser, house, li)
  await me.tap(me.page.getByRole('link', { name: '批量记' }))
  const well = me.page.getByRole('button', { name: /：正常$/ })
  await well.nth(19).waitFor()
  for (let n = 0; n < 20; n++) await me.tap(well.nth(n))
  await me.shot('sheet')
  await me.tap(me.button('保存 20 人'))
  await me.toast('已保存 20 人')
  const { taps, typed } = await me.effort()
  expect(taps).toBeLessThanOrEqual(22)
  expect(typed).toBe(0)
  await me.settle()
  me.calm()
  await me.leave()
})

test('two taps and three letters show the last three contacts before one knocks', async () => {
  const me = await Visitor.of(browser, house, li)
  const box = me.page.getByRole('combobox')
  await me.tap(box)
  await box.pressSequentially('zxy')
  await me.tap(me.page.getByRole('option', { name: new RegExp(people[0]!.name) }).first())
  for (const words of ['在家，精神好。', '女儿来过电话。', '腰疼，药快吃完了。']) await me.page.getByText(words).first().waitFor()
  await me.settle()
  expect((await me.effort()).taps).toBe(2)
  await me.shot('person')
  await me.fits()
  await me.accessible()
  me.calm()
  await me.leave()
})

test('顺延 and 改派 take three taps each', async () => {
  const me = await Visitor.of(browser, house, li)
  const more = await me.page.getByRole('button', { name: /：顺延、改派、档案$/ }).all()
  const names = await Promise.all(more.slice(0, 3).map(async (button) => (await button.getAttribute('aria-label'))!.split('：')[0]!))
  const reason = () => me.page.getByRole('group', { name: '原因' }).getByRole('radio').first()
  await me.tap(more[0]!)
  await me.shot('put-off')
  await me.tap(reason())
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '顺延', exact: true }))
  await me.toast(new RegExp(`${names[0]}已顺延到`))
  expect((await me.effort()).taps).toBeLessThanOrEqual(3)
  // The first of a leave asks why; the others of that leave do not ask again.
  for (const [at, most] of [[1, 4], [2, 3]] as const) {
    await me.settle()
    me.forget()
    await me.tap(me.button(`${names[at]}：顺延、改派、档案`))
    await me.tap(me.page.getByRole('radio', { name: '改派' }))
    await me.settle()
    if (at === 1) await me.tap(reason())
    await me.shot('reassign')
    await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '改派', exact: true }))
    await me.toast(new RegExp(`${names[at]}已交给周敏`))
    expect((await me.effort()).taps).toBeLessThanOrEqual(most)
  }
  await me.settle()
  me.calm()
  await me.leave()
})
