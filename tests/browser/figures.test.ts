import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { furnish, type Furnished } from './furnish.ts'
import { openHouse, type House, type Person } from './house.ts'
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

/** Follows every figure of a page; each must lead to rows, or say how many there are that this post only counts. */
async function openEveryFigure(who: Person, pages: readonly string[], least: number) {
  const me = await Visitor.of(browser, house, who, { on: 'desk' })
  const figures = new Set<string>()
  for (const page of pages) {
    await me.follow(page)
    for (const link of await me.page.locator('main a[href^="/figures"]').all()) figures.add((await link.getAttribute('href'))!)
  }
  expect(figures.size).toBeGreaterThanOrEqual(least)
  for (const figure of figures) {
    await me.follow(figure)
    const rows = await me.page.getByRole('main').getByRole('listitem').count()
    const words = await me.page.getByRole('main').innerText()
    expect(rows > 0 || /只看数量|只计数|没有记录/.test(words), `${figure} shows neither rows nor a count: ${words}`).toBe(true)
  }
  me.calm()
  await me.leave()
}

test('every figure of the month report, the ledgers and the contract leads the head to its records', async () => {
  const { id } = house.town.stations.east
  await openEveryFigure(made.head, [`/reports/${id}/${made.month}`, `/ledgers/month?month=${made.month}`, `/progress/${made.contract}`, '/ask', '/'], 6)
}, 180_000)

test('every figure the county sees leads to rows or to a count', async () => {
  await openEveryFigure(made.county, [`/ledgers/month?month=${made.month}`, `/progress/${made.contract}`, '/ask', '/board'], 4)
}, 180_000)

test('the county goes from the board to a station, to a figure, to its records: one click each', async () => {
  const me = await Visitor.of(browser, house, made.county, { on: 'desk' }, '/board')
  await me.shot('board')
  await me.accessible()
  await me.tap(me.page.getByRole('main').getByRole('link', { name: /攀莲镇社会工作服务站/ }).first())
  await me.settle()
  await me.page.getByText('攀莲镇社会工作服务站').first().waitFor()
  await me.shot('station-of-board')
  await me.tap(me.page.locator('main a[href^="/figures"]').filter({ hasText: /^[1-9]/ }).first())
  await me.settle()
  await me.tap(me.page.getByRole('main').getByRole('listitem').getByRole('link').first())
  await me.settle()
  expect(new URL(me.page.url()).pathname).toMatch(/^\/(records|needs|residents)/)
  await me.shot('record-of-county')
  await me.fits()
  me.calm()
  await me.leave()
})
