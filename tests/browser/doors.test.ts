import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol, openHouse, TODAY, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let head: Person
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  head = await house.welcome(house.town.workers.head, '周敏')
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

/** Where the code on the screen leads, as a camera reads it: the address is asked of the server, the picture looked at by eye. */
const leadsTo = async (service?: string) => `/p/${(await house.town.ask(head, 'POST', '/doors/list', service ? { service } : {})).body.rows[0].token}`

test('a code is made for a survey and hangs as a poster; a resident answers without an account, and the survey has one more answer', async () => {
  const survey = randomUUID()
  await house.must(head, 'PUT', `/services/${survey}`, { method: 'satisfaction', title: '上半年满意度', openedOn: TODAY })
  const me = await Visitor.of(browser, house, head, { on: 'desk' }, `/services/${survey}`)
  await me.tap(me.button('生成二维码'))
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '生成二维码' }))
  await me.toast('已生成')
  await me.settle()
  await me.shot('doors-survey')
  await me.fits()
  await me.accessible()
  await me.tap(me.page.getByRole('link', { name: '海报' }))
  await me.page.getByText('请用手机扫码填写').waitFor()
  await me.settle()
  await me.shot('doors-poster')
  await me.fits()

  const resident = await Visitor.arrive(browser, house, { on: 'phone' })
  await resident.go(await leadsTo(survey))
  await resident.page.getByRole('heading', { name: '满意度调查' }).waitFor()
  await resident.tap(resident.page.getByRole('radio', { name: '服务对象', exact: true }))
  await resident.tap(resident.page.getByRole('group', { name: '服务态度（1至5分）' }).getByRole('radio', { name: '5' }))
  await resident.page.reload()
  await resident.settle()
  expect(await resident.page.getByRole('group', { name: '服务态度（1至5分）' }).getByRole('radio', { name: '5' }).isChecked()).toBe(true)
  await resident.type(resident.page.getByLabel('意见建议'), '希望多来几次')
  await resident.shot('doors-answering')
  await resident.fits()
  await resident.accessible()
  await resident.tap(resident.button('提交'))
  await resident.page.getByText('谢谢！您的意见已收到。').waitFor()
  await resident.shot('doors-thanks')
  expect(resident.problems).toEqual([])

  await me.go(`/services/${survey}`)
  await me.page.getByText('已收 1 份').waitFor()
  await me.tap(me.page.getByRole('button', { name: '1', exact: true }).first())
  await me.page.getByRole('dialog').getByText('公众', { exact: false }).waitFor()
  await me.shot('doors-answers')
  await me.accessible()
  await me.page.keyboard.press('Escape')

  const { formVersion } = (await house.town.ask(head, 'GET', `/services/form/satisfaction-tally?service=${survey}`)).body
  await house.must(head, 'PUT', `/service-forms/${randomUUID()}`, { service: survey, form: 'satisfaction-tally', formVersion, filledOn: TODAY, answers: { whom: 'client', fives: 9, fours: 2, ones: 1 } })
  await me.go(`/services/${survey}`)
  await me.page.getByText('各种方式收回的答卷').waitFor()
  await me.tap(me.page.getByRole('row', { name: /纸质问卷/ }).getByRole('button', { name: '12', exact: true }))
  await me.page.getByRole('dialog').getByText('纸质 12 份', { exact: false }).waitFor()
  await me.shot('doors-paper')
  await me.accessible()
  await me.page.keyboard.press('Escape')

  const people = await enrol(house, head, 4)
  const li = await house.welcome(house.town.workers.east, '李思雨')
  for (const { id } of people) await house.must(li, 'PUT', `/records/${randomUUID()}`, { kind: 'call', files: [id], occurredOn: TODAY, minutes: 5, mode: 'phone', result: 'normal', words: '都好' })
  await me.tap(me.button('抽样'))
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '抽样' }))
  await me.toast(/^从 4 人中抽了 4 人/)
  await me.settle()
  await me.tap(me.button('拒答').first())
  await me.page.getByText('抽样 4 人：已答 0，拒答 1，联系不上 0').waitFor()
  await me.settle()
  await me.shot('doors-sample')
  await me.fits()
  await me.accessible()
  expect(me.problems).toEqual([])
})

test('a complaint by the code at the door: its sender has a code and reads the answer; the head finds it among the services', async () => {
  const me = await Visitor.of(browser, house, head, { on: 'phone' }, '/doors')
  await me.tap(me.button('生成二维码'))
  await me.page.getByRole('dialog').getByRole('combobox').first().selectOption({ label: '意见和投诉' })
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '生成二维码' }))
  await me.toast('已生成')
  await me.settle()
  await me.shot('doors-station')
  await me.fits()
  await me.accessible()

  const sender = await Visitor.arrive(browser, house, { on: 'phone' })
  await sender.go(await leadsTo())
  await sender.tap(sender.page.getByRole('radio', { name: '工作人员行为', exact: true }))
  await sender.type(sender.page.getByLabel('投诉内容（原话）'), '上门不敲门。')
  await sender.tap(sender.page.getByRole('group', { name: '匿名', exact: true }).getByRole('radio', { name: '是' }))
  expect(await sender.page.getByLabel('联系电话').count()).toBe(0)
  await sender.tap(sender.button('提交'))
  const code = (await sender.page.locator('.receipt-code').textContent())!
  expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
  await sender.shot('doors-receipt')
  await sender.fits()
  await sender.accessible()

  await me.go('/services')
  await me.tap(me.page.getByText('意见和投诉').first())
  await me.page.getByText('受理投诉').first().waitFor()
  await me.settle()
  await me.shot('doors-complaint')
  const { rows: [complaint] } = (await house.town.ask(head, 'POST', '/services/list', { method: 'complaint', limit: 5 })).body
  const { formVersion } = (await house.town.ask(head, 'GET', `/services/form/complaint-reply?service=${complaint.id}`)).body
  await house.must(head, 'PUT', `/service-forms/${randomUUID()}`, { service: complaint.id, form: 'complaint-reply', formVersion, filledOn: TODAY, answers: { replied_on: TODAY, text: '已当面道歉，今后先敲门。', how: 'public' } })

  await sender.go('/q')
  await sender.type(sender.page.getByLabel('查询码'), code.toLowerCase())
  await sender.tap(sender.button('查询'))
  await sender.page.getByText('已当面道歉，今后先敲门。').waitFor()
  await sender.shot('doors-standing')
  await sender.fits()
  await sender.accessible()
  expect([...sender.problems, ...me.problems]).toEqual([])
})

test('a hotline ticket becomes a need in one tap, and a complaint with the words of the caller already there', async () => {
  const ticket = randomUUID()
  await house.must(head, 'PUT', `/services/${ticket}`, { method: 'ticket', title: '12345 工单 20261220', openedOn: TODAY })
  const { formVersion } = (await house.town.ask(head, 'GET', `/services/form/ticket-received?service=${ticket}`)).body
  await house.must(head, 'PUT', `/service-forms/${randomUUID()}`, { service: ticket, form: 'ticket-received', formVersion, filledOn: TODAY, answers: { kind: 'help', facts: '楼道灯坏了，老人不敢下楼。', name: '居民甲', ours: true } })
  const me = await Visitor.of(browser, house, head, { on: 'phone' }, `/services/${ticket}`)
  await me.tap(me.button('需求'))
  await me.toast('已记为需求')
  await me.settle()
  await me.page.getByRole('button', { name: '已转成需求' }).waitFor()
  await me.shot('ticket')
  await me.fits()
  await me.accessible()
  await me.tap(me.page.getByRole('link', { name: '投诉处理' }))
  await me.page.getByText('开一项专业服务').waitFor()
  await me.settle()
  expect(await me.page.getByLabel('为什么开').inputValue()).toBe('楼道灯坏了，老人不敢下楼。')
  await me.tap(me.button(/^开始：/))
  await me.page.getByText('受理投诉').first().waitFor()
  await me.go(`/services/${ticket}/fill/ticket-reply`)
  await me.page.getByRole('radio', { name: '投诉', exact: true }).waitFor()
  expect(await me.page.getByRole('radio', { name: '投诉', exact: true }).isChecked()).toBe(true)
  await me.calm()
})

test('anybody reads how many complaints a county took, month by month, from the public page', async () => {
  const reader = await Visitor.arrive(browser, house, { on: 'phone' })
  await reader.go('/portal')
  await reader.shot('portal')
  await reader.fits()
  await reader.accessible()
  await reader.tap(reader.page.getByRole('link', { name: '现在就看' }))
  await reader.page.getByLabel('县（区）').selectOption({ label: '米易县' })
  for (const head of ['投诉受理', '投诉办结', '投诉按期答复', '投诉申诉']) await reader.page.locator(`[data-head="${head}"]`).first().waitFor()
  await reader.settle()
  await reader.shot('open')
  await reader.fits()
  await reader.accessible()
  await reader.calm()
})
