import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { followers } from '#server/app.ts'
import { makeMessyLedger } from '#server/demo/messy-ledger.ts'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { startJobs } from '#server/platform/jobs/index.ts'
import { openLog } from '#server/platform/log.ts'
import { tasksOf } from '#server/tasks.ts'
import { openHouse, TODAY, type House, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

let house: House
let browser: Browser
let head: Person
let listener: Database
let jobs: Awaited<ReturnType<typeof startJobs>>
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  const { listenerUrl: url, database, clock, keys, dataFolder, workers } = house.town
  head = await house.welcome(workers.head, '周敏')
  listener = openDatabase({ url, poolSize: 4 })
  jobs = await startJobs({ url, database, clock, keys, log: openLog('silent'), followers, crontab: '', tasks: tasksOf({ listener, clock, keys, dataFolder, log: openLog('silent') }) })
})
afterAll(async () => {
  await browser?.close()
  await jobs?.stop()
  await listener?.destroy()
  await house?.close()
})

test('a messy ledger is read, bad cells are named, doubtful rows are decided, and the rest comes in', async () => {
  const me = await Visitor.of(browser, house, head, { on: 'desk' }, '/import')
  await me.accessible()
  const chooser = me.page.waitForEvent('filechooser')
  await me.tap(me.page.getByRole('button', { name: '选择文件' }).first())
  await (await chooser).setFiles({ name: '台账.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: Buffer.from(await makeMessyLedger(7, 40, { today: TODAY })) })
  await me.page.getByRole('heading', { name: '每一列是什么' }).waitFor()
  await me.settle()
  await me.shot('import')
  await me.accessible()
  await me.page.getByRole('heading', { name: '有误的行' }).waitFor()
  const open = me.page.locator('main fieldset:has(input[type="radio"]):not(:has(input:checked))')
  for (let left = await open.count(); left > 0; left = await open.count()) await open.first().getByRole('radio').first().check()
  await me.shot('import-decided')
  await me.tap(me.button(/^导入 \d+ 行/))
  await me.tap(me.page.getByRole('dialog').getByRole('button').last())
  await me.page.getByText(/撤销/).first().waitFor({ timeout: 30_000 })
  await me.settle()
  await me.shot('imported')
  await me.accessible()
  expect((await house.town.owner.query('select count(*)::int as n from resident_file')).rows[0].n).toBeGreaterThan(10)
  await me.go('/residents')
  await me.shot('residents')
  await me.accessible()
  me.calm()
  await me.leave()
}, 180_000)
