import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { photoBytes } from '#tests/support/uploads.ts'
import { contact, day, enrol, openHouse, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let li: Person
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
  for (const { id } of await enrol(house, li, 5)) await contact(house, li, id, { occurredOn: day(-2) })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})
const recorded = async (kind: string) => (await house.town.owner.query('select * from record where kind = $1', [kind])).rows

test('a need from a pasted message takes four taps', async () => {
  const me = await Visitor.of(browser, house, li)
  await me.tap(me.page.getByRole('navigation', { name: '记一笔' }).getByRole('link', { name: '记需求' }))
  const words = me.page.getByLabel('需要什么')
  await me.page.evaluate(() => navigator.clipboard.writeText('李社工，我妈独居，晚上起夜摔了一跤，能不能帮忙装个扶手？'))
  await words.focus()
  await me.page.keyboard.press('Control+V')
  const suggested = me.page.getByRole('group', { name: '像是这一项' }).getByRole('radio').first()
  await suggested.waitFor({ state: 'attached' })
  await me.tap(suggested)
  await me.shot('need')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('保存'))
  await me.toast('需求已保存')
  const { taps } = await me.effort()
  console.log(`need from a pasted message: ${taps} taps`)
  expect(taps).toBeLessThanOrEqual(4)
  expect((await house.town.owner.query('select item from need')).rows).toEqual([{ item: expect.any(String) }])
  await me.settle()
  me.calm()
  await me.leave()
})

test('an activity with head count, group, photo and sign-in sheet takes ten taps', async () => {
  const me = await Visitor.of(browser, house, li)
  await me.tap(me.page.getByRole('navigation', { name: '记一笔' }).getByRole('link', { name: '记活动' }))
  await me.type(me.page.getByLabel('名称'), '端午节包粽子')
  await me.type(me.page.getByRole('textbox', { name: '参加人数' }), '35')
  for (const field of ['活动照片', '纸质签到表']) {
    const chooser = me.page.waitForEvent('filechooser')
    await me.tap(me.page.getByRole('group', { name: field }).getByText('拍照或选照片'))
    await (await chooser).setFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await photoBytes() })
    await me.page.getByRole('group', { name: field }).getByRole('img').first().waitFor()
  }
  await me.tap(me.button('分人群记人数'))
  await me.type(me.page.getByRole('textbox', { name: '老年人' }), '20')
  await me.tap(me.page.getByRole('group', { name: '活动类型' }).getByRole('radio').first())
  await me.shot('activity')
  await me.fits()
  await me.accessible()
  await me.tap(me.button('保存'))
  await me.toast(/^已保存/)
  const { taps } = await me.effort()
  console.log(`activity: ${taps} taps`)
  expect(taps).toBeLessThanOrEqual(10)
  expect(await recorded('activity')).toMatchObject([{ heads: 35 }])
  await me.settle()
  me.calm()
  await me.leave()
})

for (const [link, kind, group] of [['记交办', 'task', '什么事'], ['记咨询', 'consultation', '问什么']] as const) {
  test(`${link} takes three taps`, async () => {
    const me = await Visitor.of(browser, house, li)
    await me.tap(me.page.getByRole('navigation', { name: '记一笔' }).getByRole('link', { name: link }))
    await me.tap(me.page.getByRole('group', { name: group }).getByRole('radio').first())
    await me.shot(kind)
    await me.fits()
    await me.accessible()
    await me.tap(me.button('保存'))
    await me.toast(/^已保存/)
    const effort = await me.effort()
    expect(effort.taps).toBeLessThanOrEqual(3)
    expect(effort.typed).toBe(0)
    expect(await recorded(kind)).toHaveLength(1)
    await me.settle()
    me.calm()
    await me.leave()
  })
}

test('报一个数 for one group this month is a copied sentence after six taps', async () => {
  const me = await Visitor.of(browser, house, li)
  await me.tap(me.button('更多'))
  await me.tap(me.page.getByRole('dialog').getByRole('link', { name: '报一个数' }))
  await me.settle()
  await me.tap(me.page.getByRole('radio', { name: '走访探访' }))
  await me.settle()
  await me.tap(me.button('复制一句话'))
  await me.toast(/已复制/)
  const { taps, typed } = await me.effort()
  console.log(`报一个数: ${taps} taps`)
  expect(taps).toBeLessThanOrEqual(6)
  expect(typed).toBe(0)
  const sentence = await me.page.evaluate(() => navigator.clipboard.readText())
  expect(sentence).toContain('5')
  expect(sentence).not.toMatch(/秀英/)
  await me.shot('ask')
  await me.fits()
  await me.accessible()
  me.calm()
  await me.leave()
})
