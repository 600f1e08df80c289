import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf } from '#tests/support/uploads.ts'
import { enrol, openHouse, TODAY, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let li: Person
let record: string
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
  const file = (await enrol(house, li, 1))[0]!.id
  const blob = randomUUID()
  record = randomUUID()
  const faces = `<svg width="900" height="600"><rect width="900" height="600" fill="#9bb59f"/>${[200, 450, 700].map((x) => `<circle cx="${x}" cy="240" r="70" fill="#e8c39e"/><circle cx="${x - 24}" cy="225" r="9"/><circle cx="${x + 24}" cy="225" r="9"/><path d="M${x - 28} 270 q28 26 56 0" stroke="#000" stroke-width="6" fill="none"/><rect x="${x - 60}" y="320" width="120" height="240" fill="#4a6fa5"/>`).join('')}</svg>`
  const form = formOf({ id: blob, home: file }, { name: 'a.jpg', type: 'image/jpeg', bytes: await sharp(Buffer.from(faces)).jpeg().toBuffer() })
  await house.town.app.inject({ method: 'POST', url: '/api/v1/files', payload: form.payload, headers: { ...(await house.town.as(li)), ...form.headers } })
  await house.must(li, 'PUT', `/records/${record}`, { kind: 'visit', occurredOn: TODAY, minutes: 10, files: [file], mode: 'home', result: 'normal', photos: [{ blob, shows: 'site', consent: 'publish' }] })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

test.each(['phone', 'desk'] as const)('faces are hidden by a tap each before a photo leaves the house, on a %s', async (on) => {
  const me = await Visitor.of(browser, house, li, { on }, `/records/${record}`)
  await me.tap(me.button('遮脸发布'))
  const sheet = me.page.getByRole('dialog')
  const photo = sheet.getByRole('img', { name: '照片' })
  await photo.waitFor()
  await me.settle()
  expect(await sheet.getByRole('button', { name: '下载遮好的照片' }).isDisabled()).toBe(true)
  const box = (await photo.boundingBox())!
  for (const x of [200, 450, 700]) {
    const position = { x: (x / 900) * box.width, y: (240 / 600) * box.height }
    await (on === 'phone' ? photo.tap({ position }) : photo.click({ position }))
  }
  expect(await sheet.getByRole('button', { name: /第 \d 个方块/ }).count()).toBe(3)
  // One too many, by the keyboard, moved and taken away again.
  await me.tap(sheet.getByRole('button', { name: '加一个方块' }))
  await sheet.getByRole('button', { name: /第 4 个方块/ }).press('ArrowLeft')
  await sheet.getByRole('button', { name: /第 4 个方块/ }).press('Delete')
  await me.shot('publish-marked')
  await me.fits()
  await me.accessible()
  await me.tap(sheet.getByText('照片里的脸都遮住了，或者本人同意露脸'))
  const [download] = await Promise.all([me.page.waitForEvent('download'), me.tap(sheet.getByRole('button', { name: '下载遮好的照片' }))])
  await me.toast('已下载，可以发布了')
  const copy = readFileSync(await download.path())
  expect(await sharp(copy).metadata()).toMatchObject({ format: 'jpeg', width: 900, height: 600 })
  await sharp(copy).png().toFile(`.data/screens/publish-copy.${on}.png`)
  // Where an eye was, patches as wide as the whole eye are of one colour.
  const { data } = await sharp(copy).extract({ left: 168, top: 222, width: 8, height: 6 }).greyscale().raw().toBuffer({ resolveWithObject: true })
  expect(Math.max(...data) - Math.min(...data)).toBeLessThan(40)
  me.calm()
  await me.leave()
})
