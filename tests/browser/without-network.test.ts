import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES } from '#tests/support/town.ts'
import { contact, day, enrol, openHouse, PASSWORD, PIN, TODAY, type House, type Listed, type Person } from './house.ts'
import { openBrowser, Visitor } from './support.ts'

/** A copy of the built web, so that a story can put a newer one in its place. */
const pages = mkdtempSync(join(tmpdir(), 'wulian-pages-'))
let house: House
let browser: Browser
let li: Person
let people: Listed[]
beforeAll(async () => {
  cpSync(process.env.WULIAN_WEB ?? 'web/dist', pages, { recursive: true })
  house = await openHouse({ pages })
  browser = await openBrowser()
  li = await house.welcome(house.town.workers.east, '李思雨')
  people = await enrol(house, li, 6)
  await contact(house, li, people[5]!.id, { occurredOn: day(-2) })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
  rmSync(pages, { recursive: true })
})
const count = async (words: string, given: unknown[] = []) => (await house.town.owner.query(`select count(*)::int as n from ${words}`, given)).rows[0].n as number

test('a half-typed need survives a reload and is gone once it is saved', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, '/record/need')
  await me.type(me.page.getByLabel('需要什么'), '想在卫生间装扶手')
  await me.page.waitForTimeout(100)
  await me.page.reload()
  await me.settle()
  expect(await me.page.getByLabel('需要什么').inputValue()).toBe('想在卫生间装扶手')
  await me.shot('draft')
  await me.tap(me.button('保存'))
  await me.toast('需求已保存')
  await me.go('/record/need')
  expect(await me.page.getByLabel('需要什么').inputValue()).toBe('')
  me.calm()
  await me.leave()
})

test('a refused form keeps every word and says what is wrong', async () => {
  const me = await Visitor.of(browser, house, li, { on: 'phone' }, '/record/activity')
  await me.type(me.page.getByLabel('名称'), '端午节包粽子')
  await me.type(me.page.getByLabel('过程和效果'), '来了很多人')
  // As a server would say no: the month was handed in meanwhile.
  await me.page.route('**/api/v1/records/*', (route) => route.fulfill({ status: 409, contentType: 'application/json', body: JSON.stringify({ code: 'record.month-locked', sentence: '这个月的报表已上报锁定。', details: {} }) }), { times: 1 })
  await me.tap(me.button('保存'))
  await me.page.getByText('这个月的报表已上报锁定。').waitFor()
  me.calm([/^409/])
  await me.page.reload()
  await me.settle()
  expect(await me.page.getByLabel('名称').inputValue()).toBe('端午节包粽子')
  expect(await me.page.getByLabel('过程和效果').inputValue()).toBe('来了很多人')
  await me.tap(me.button('保存'))
  await me.toast(/^已保存/)
  await me.settle()
  me.calm()
  await me.leave()
})

test('three visits without network wait on the phone and are there once when it is back', async () => {
  const me = await Visitor.of(browser, house, li)
  const context = me.page.context()
  const before = await count('record where occurred_on = $1', [day(0)])
  // The forms are fetched a moment after the page is open, so that they are there when the network goes.
  await me.page.waitForTimeout(4_000)
  await me.page.waitForLoadState('networkidle')
  await context.setOffline(true)
  for (const { name } of people.slice(0, 3)) {
    await me.tap(me.button(`${name}正常`))
    await me.tap(me.button('保存'))
    await me.toast(/没有网络，已存在本机/)
  }
  await me.page.getByRole('link', { name: '3 条待发送' }).waitFor()
  await me.page.getByText('已记下，等网络发送').nth(2).waitFor()
  await me.shot('waiting')
  await me.fits()
  expect(await count('record where occurred_on = $1', [day(0)])).toBe(before)
  await context.setOffline(false)
  await me.page.getByRole('link', { name: '3 条待发送' }).waitFor({ state: 'detached' })
  await me.settle()
  for (const { id, name } of people.slice(0, 3)) {
    expect(await count('record r join record_person p on p.record = r.id where p.file = $1', [id])).toBe(1)
    expect(await me.button(`${name}正常`).count()).toBe(0)
  }
  me.calm([/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/])
  await me.leave()
})

test('an answer that never arrives does not make a second record', async () => {
  const me = await Visitor.of(browser, house, li)
  const { id, name } = people[3]!
  // The server has it, the phone does not know.
  await me.page.route('**/api/v1/records/*', async (route) => { await route.fetch(); await route.abort('connectionreset') }, { times: 1 })
  await me.tap(me.button(`${name}正常`))
  await me.tap(me.button('保存'))
  await me.toast(/没有网络，已存在本机/)
  await me.go('/unsent')
  await me.page.getByRole('heading', { name: '全部已送达' }).waitFor()
  expect(await count('record_person where file = $1', [id])).toBe(1)
  me.calm([/ERR_CONNECTION_RESET/])
  await me.leave()
})

/** Somebody on a phone of his own: trusted, and the PIN given once. */
async function onOwnPhone(who: Person): Promise<Visitor> {
  const me = await Visitor.arrive(browser, house)
  // The day of the stories, also where there is no server to ask.
  await me.page.clock.setFixedTime(`${TODAY}T10:05:00+08:00`)
  await me.signIn(who, '/', { trust: true })
  await me.tap(me.button('填 PIN'))
  await me.type(me.page.getByLabel('PIN', { exact: true }), PIN)
  await me.tap(me.page.getByRole('dialog').getByRole('button', { name: '填 PIN' }))
  await me.toast('这台设备没有网络也能打开了')
  await readyForTheWay(me)
  return me
}

/** Until the forms have come and the page may open without network. */
async function readyForTheWay(me: Visitor): Promise<void> {
  await expect.poll(() => me.page.evaluate(async () => navigator.serviceWorker.controller !== null && (await caches.match('/')) !== undefined), { timeout: 60_000 }).toBe(true)
}

async function openWith(me: Visitor, pin: string): Promise<void> {
  await me.type(me.page.getByLabel('PIN', { exact: true }), pin)
  await me.tap(me.button('解锁'))
}

/** Everything this browser keeps: as text, and bytes read as text. */
const everythingKept = (me: Visitor): Promise<string> => me.page.evaluate(async () => {
  const read = (value: unknown): unknown => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value)
  const said = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie]
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((resolve) => { const asked = indexedDB.open(name!); asked.onsuccess = () => resolve(asked.result) })
    for (const store of database.objectStoreNames) {
      const rows = await new Promise<object[]>((resolve) => { const asked = database.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => resolve(asked.result) })
      for (const row of rows) said.push(`${store}: ${JSON.stringify(Object.entries(row).map(([key, value]) => [key, read(value)]))}`)
    }
    database.close()
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) said.push(`cached ${request.url} ${await (await cache.match(request))!.text()}`)
  }
  return said.join('\n')
})

/** The way in by PIN, the last list, who he is; and what waits to be sent. */
const READABLE = /^kept: \[\["name","(?:opener|[^"]*\/(?:today\/|session"))/m
const UNSENT = /^outbox: /m

test('a phone opened in a village without network shows the list after the PIN, and what is recorded there goes out later', async () => {
  const zhang = await house.hire('worker', PLACES.east, house.town.stations.east, '张晓敏')
  const mine = await enrol(house, zhang, 3, { first: 20 })
  const me = await onOwnPhone(zhang)
  await me.page.context().setOffline(true)
  await me.page.reload()
  await me.page.getByText('没有网络，请用 PIN 打开').waitFor()
  await me.shot('offline-lock')
  await openWith(me, '1111')
  await me.page.getByText('PIN 不对，还可试 4 次').waitFor()
  await openWith(me, PIN)
  await me.page.getByText(/没有网络。这是.*的名单/).waitFor()
  await me.settle()
  await me.shot('offline-today')
  await me.fits()
  me.forget()
  await me.tap(me.button(`${mine[0]!.name}正常`))
  await me.tap(me.button('保存'))
  expect(await me.effort()).toEqual({ taps: 2, typed: 0 })
  await me.toast(/没有网络，已存在本机/)
  await me.tap(me.button(`${mine[1]!.name}有情况`))
  await me.type(me.page.getByLabel('一句话说清楚'), '膝盖肿了，走路不稳')
  await me.tap(me.page.getByRole('checkbox', { name: '同时记一条需求' }))
  await me.tap(me.button('保存'))
  await me.page.getByRole('link', { name: '3 条待发送' }).waitFor()
  // The phone is put away and taken out again.
  await me.page.reload()
  await openWith(me, PIN)
  await me.page.getByText('已记下，等网络发送').nth(1).waitFor()
  const kept = await everythingKept(me)
  expect([READABLE.test(kept), UNSENT.test(kept)]).toEqual([true, true])
  for (const word of [...mine.map(({ name }) => name), '张晓敏', zhang.signInName, '膝盖肿了', '13908121']) expect(kept.includes(word), word).toBe(false)
  // The name of a village also stands in a hint of a form.
  expect(kept.split('\ncached ')[0]).not.toContain('水塘村')
  expect(kept).not.toMatch(/^cached \S*\/api\//m)
  await me.page.context().setOffline(false)
  // On a busy machine the browser's first connections after the network is back hang until they are given up.
  await me.page.getByRole('link', { name: /条待发送/ }).waitFor({ state: 'detached', timeout: 120_000 }).catch(async (late: Error) => {
    await me.page.getByRole('link', { name: /条待发送/ }).click()
    throw new Error(`${late.message}\n${me.problems.join('\n')}\n${await me.page.locator('main').innerText()}`)
  })
  await me.settle()
  for (const { id, name } of mine.slice(0, 2)) {
    expect(await count('record_person where file = $1', [id])).toBe(1)
    expect(await me.button(`${name}正常`).count()).toBe(0)
  }
  expect(await count('need where worker = $1', [zhang.account])).toBe(1)
  me.calm([/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/])
  await me.leave()
})

test('five wrong PINs leave nothing to open without the server, and the unsent visit is sent after signing in', async () => {
  const zhou = await house.hire('worker', PLACES.east, house.town.stations.east, '周海燕')
  const [grandma] = await enrol(house, zhou, 1, { first: 30 })
  const me = await onOwnPhone(zhou)
  await me.page.context().setOffline(true)
  await me.tap(me.button(`${grandma!.name}正常`))
  await me.tap(me.button('保存'))
  await me.page.getByRole('link', { name: '1 条待发送' }).waitFor()
  await me.page.reload()
  for (let left = 4; left > 0; left--) {
    await openWith(me, '1111')
    await me.page.getByText(`PIN 不对，还可试 ${left} 次`).waitFor()
  }
  await openWith(me, '1111')
  await me.page.getByText('没发出的内容已封存在本机').waitFor()
  await me.shot('offline-wiped')
  const kept = await everythingKept(me)
  expect([READABLE.test(kept), UNSENT.test(kept)]).toEqual([false, true])
  expect(kept.includes(grandma!.name)).toBe(false)
  await me.page.reload()
  await me.page.getByText('连不上服务器').waitFor()
  // With network, whoever holds the phone meets the sign-in, though the session had hours to run.
  await me.page.context().setOffline(false)
  await me.page.reload()
  await me.page.getByLabel('用户名').waitFor()
  expect(await count('record_person where file = $1', [grandma!.id])).toBe(0)
  await me.type(me.page.getByLabel('用户名'), zhou.signInName)
  await me.type(me.page.getByLabel('密码'), PASSWORD)
  await me.tap(me.button('登录'))
  await me.page.getByRole('navigation', { name: '主导航' }).first().waitFor()
  await expect.poll(() => count('record_person where file = $1', [grandma!.id])).toBe(1)
  me.calm([/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/])
  await me.leave()
})

test('an account closed while its phone was away: the phone forgets, and its unsent visit reaches the head', async () => {
  const wu = await house.hire('worker', PLACES.east, house.town.stations.east, '吴建平')
  const [grandpa] = await enrol(house, wu, 1, { first: 40 })
  const me = await onOwnPhone(wu)
  await me.page.context().setOffline(true)
  await me.tap(me.button(`${grandpa!.name}正常`))
  await me.tap(me.button('保存'))
  await me.page.getByRole('link', { name: '1 条待发送' }).waitFor()
  const before = await count('undelivered')
  await house.town.owner.query(`update account set state = 'closed', closed_at = now(), closed_why = '离职了' where id = $1`, [wu.account])
  await me.page.context().setOffline(false)
  await me.page.getByLabel('用户名').waitFor()
  await expect.poll(() => count('undelivered')).toBe(before + 1)
  await me.settle()
  const kept = await everythingKept(me)
  expect([READABLE.test(kept), UNSENT.test(kept)]).toEqual([false, false])
  me.calm([/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/, /^401/])
  await me.leave()
})

test('who changes user with something unsent is asked first, and finds it again', async () => {
  const zheng = await house.hire('worker', PLACES.east, house.town.stations.east, '郑雪梅')
  const [one] = await enrol(house, zheng, 1, { first: 50 })
  const me = await onOwnPhone(zheng)
  await me.page.context().setOffline(true)
  await me.tap(me.button(`${one!.name}正常`))
  await me.tap(me.button('保存'))
  await me.page.getByRole('link', { name: '1 条待发送' }).waitFor()
  await me.tap(me.button('锁定'))
  await me.tap(me.button('换人使用'))
  await me.page.getByRole('heading', { name: '还有 1 条没有发出，确定换人使用？' }).waitFor()
  await me.shot('leave-unsent')
  await me.tap(me.button('取消'))
  await openWith(me, PIN)
  await me.page.getByRole('link', { name: '1 条待发送' }).waitFor()
  await me.page.context().setOffline(false)
  await me.page.getByRole('link', { name: '1 条待发送' }).waitFor({ state: 'detached' })
  me.calm([/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/])
  await me.leave()
})

test('after three days without contact the PIN opens nothing, and an unsent visit still waits', async () => {
  const sun = await house.hire('worker', PLACES.east, house.town.stations.east, '孙玉兰')
  const [one] = await enrol(house, sun, 1, { first: 60 })
  const me = await onOwnPhone(sun)
  await me.page.context().setOffline(true)
  await me.tap(me.button(`${one!.name}正常`))
  await me.tap(me.button('保存'))
  await me.page.getByRole('link', { name: '1 条待发送' }).waitFor()
  await me.page.clock.setFixedTime(`${day(3)}T09:00:00+08:00`)
  await me.page.reload()
  await me.page.getByText('没有网络，请用 PIN 打开').waitFor()
  await me.page.clock.setFixedTime(`${day(3)}T10:30:00+08:00`)
  await me.page.reload()
  await me.page.getByText('连不上服务器').waitFor()
  const kept = await everythingKept(me)
  expect([READABLE.test(kept), UNSENT.test(kept)]).toEqual([false, true])
  await me.page.context().setOffline(false)
  await me.page.reload()
  // Three days without a touch: the screen is locked as any other, unless what waited went out before it closed.
  if (await me.page.getByText('已锁定').waitFor({ timeout: 8_000 }).then(() => true, () => false)) await openWith(me, PIN)
  await expect.poll(() => count('record_person where file = $1', [one!.id])).toBe(1)
  me.calm([/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/])
  await me.leave()
})

test('a shared computer opens nothing without network, and a draft waits sealed for its writer', async () => {
  const feng = await house.hire('worker', PLACES.east, house.town.stations.east, '冯丽华')
  const me = await Visitor.of(browser, house, feng, { on: 'desk' }, '/record/need')
  await me.type(me.page.getByLabel('需要什么'), '孙子没人接送')
  await readyForTheWay(me)
  expect(await everythingKept(me)).not.toContain('接送')
  await me.page.context().setOffline(true)
  await me.page.reload()
  await me.page.getByText('连不上服务器').waitFor()
  await me.shot('offline-shared')
  await me.page.context().setOffline(false)
  await me.page.reload()
  await me.settle()
  expect(await me.page.getByLabel('需要什么').inputValue()).toBe('孙子没人接送')
  me.calm([/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/])
  await me.leave()
})

/** Puts a newer build in its place: every file has a new name, as when all of them changed, and the old ones stay beside it. */
function update(): void {
  const inPages = (file: string) => join(pages, file)
  const named = readdirSync(inPages('assets')).filter((file) => /\.(?:js|css)$/.test(file))
  const next = (file: string) => file.replace(/-[\w-]{8}(?=\.\w+$)/, (hash) => `-next${hash.slice(5)}`)
  const [build] = /(?<=wulian-)[0-9a-f]{12}/.exec(readFileSync(inPages('worker.js'), 'utf8'))!
  const words = new Map([...named.map((file): [string, string] => [file, next(file)]), [build, 'nextnextnext']])
  const any = new RegExp([...words.keys()].map((word) => word.replaceAll('.', '\\.')).join('|'), 'g')
  const renew = (from: string, to: string) => {
    for (const ending of ['.br', '.gz']) rmSync(inPages(to + ending), { force: true })
    writeFileSync(inPages(to), readFileSync(inPages(from), 'utf8').replace(any, (word) => words.get(word)!))
  }
  for (const file of named) renew(`assets/${file}`, `assets/${next(file)}`)
  renew('worker.js', 'worker.js')
  renew('index.html', 'index.html')
}

test('an update replaces what opens without network once all of it has come, not before', async () => {
  const chen = await house.hire('worker', PLACES.east, house.town.stations.east, '陈国平')
  const [one] = await enrol(house, chen, 1, { first: 70 })
  const me = await onOwnPhone(chen)
  const isNew = async () => (await me.page.locator('script[src*="-next"]').count()) > 0
  const settled = () => expect.poll(() => me.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    return registration?.active?.state === 'activated' && !registration.installing && !registration.waiting
  }), { timeout: 30_000 }).toBe(true)
  const openWithoutNetwork = async () => {
    await me.page.context().setOffline(true)
    await me.page.reload()
    await openWith(me, PIN)
    await me.button(`${one!.name}正常`).waitFor()
  }
  update()
  // A file of the last build that the server no longer has: the tab that is open knows it. And one of the newer that does not come yet.
  const assets = join(pages, 'assets')
  const late = readdirSync(assets).filter((file) => /^unsent-page-next.*js$/.test(file))
  for (const file of readdirSync(assets).filter((name) => /^unsent-page-(?!next)/.test(name))) rmSync(join(assets, file))
  for (const file of late) renameSync(join(assets, file), join(pages, file))
  // The browser finds the newer worker before anybody has opened the newer page.
  await me.page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration())!.update() })
  await settled()
  await me.follow('/unsent')
  await me.page.getByRole('heading', { name: '全部已送达' }).waitFor()
  await me.go('/')
  expect(await isNew()).toBe(true)
  await me.page.waitForTimeout(4_000)
  await openWithoutNetwork()
  expect(await isNew()).toBe(false)
  for (const file of late) renameSync(join(pages, file), join(assets, file))
  await me.page.context().setOffline(false)
  await me.go('/')
  expect(await isNew()).toBe(true)
  await expect.poll(() => me.page.evaluate(async () => (await (await caches.open('wulian-nextnextnext')).match('/')) !== undefined), { timeout: 30_000 }).toBe(true)
  await settled()
  await openWithoutNetwork()
  expect(await isNew()).toBe(true)
  me.calm([/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/, /^404 GET .assets.unsent-page-next/])
  await me.leave()
})

test('what an earlier build kept in plain text is sealed and sent when its writer signs in, and nobody else', async () => {
  const yang = await house.hire('worker', PLACES.east, house.town.stations.east, '杨志刚')
  const [his, hers] = await enrol(house, yang, 2, { first: 80 })
  const me = await Visitor.arrive(browser, house)
  await me.page.goto(`${house.url}/icon.svg`)
  const left = (id: string, account: string, file: string) => ({
    id, method: 'PUT', path: `/records/${id}`, title: '走访', account, post: yang.post, at: 1, state: 'waiting', body: { kind: 'visit', occurredOn: TODAY, minutes: 10, files: [file], mode: 'home', result: 'normal', words: '旧版记下的' },
  })
  await me.page.evaluate(async ({ rows, drafts }) => {
    const asked = indexedDB.open('wulian', 1)
    asked.onupgradeneeded = () => { asked.result.createObjectStore('outbox', { keyPath: 'id' }) }
    const database = await new Promise<IDBDatabase>((resolve) => { asked.onsuccess = () => resolve(asked.result) })
    const writing = database.transaction('outbox', 'readwrite')
    for (const row of rows) writing.objectStore('outbox').put(row)
    await new Promise((resolve) => { writing.oncomplete = resolve })
    database.close()
    for (const [key, values] of drafts) localStorage.setItem(key, JSON.stringify({ values, at: Date.now() }))
  }, {
    rows: [left('0199c0de-0000-7000-8000-000000000001', yang.account, his!.id), left('0199c0de-0000-7000-8000-000000000002', li.account, hers!.id)],
    drafts: [[`wulian.draft.${yang.account}.plain.need`, {}], [`wulian.draft.${yang.account}.words.need`, { words: '想学用手机看病' }]] as [string, object][],
  })
  await me.signIn(yang, '/record/need')
  await expect.poll(() => count('record_person where file = $1', [his!.id])).toBe(1)
  expect(await me.page.getByLabel('需要什么').inputValue()).toBe('想学用手机看病')
  expect(await everythingKept(me)).not.toContain('想学用手机看病')
  expect(await count('record_person where file = $1', [hers!.id])).toBe(0)
  expect((await everythingKept(me)).match(UNSENT)).not.toBeNull()
  me.calm()
  await me.leave()
})
