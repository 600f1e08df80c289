import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asJobOf, openDatabase, type Database } from '#server/platform/database/index.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { formOf, pdfBytes, photoBytes, sheetBytes } from '#tests/support/uploads.ts'
import { attachFiles, dropMadeFiles, localStore, purgeStaged, sweepStore } from './index.ts'

let town: Town
let listener: Database
let grandma: { id: string }
let neighbour: { id: string }
let sheltered: { id: string }
beforeAll(async () => {
  town = await startTown()
  listener = openDatabase({ url: town.listenerUrl, poolSize: 3 })
  grandma = await town.addFile(town.stations.east, PLACES.eastVillage)
  neighbour = await town.addFile(town.stations.east, PLACES.eastVillage)
  sheltered = await town.addFile(town.stations.east, PLACES.eastVillage, { isProtected: true })
})
afterAll(async () => {
  await listener.destroy()
  await town.stop()
})

type Who = { account: string; post: string }
async function send(bytes: Buffer, { who = town.workers.east as Who, home = grandma.id, id = randomUUID(), name = '照片.jpg', type = 'image/jpeg' } = {}) {
  const form = formOf({ id, home }, { name, type, bytes })
  const answer = await town.app.inject({ method: 'POST', url: '/api/v1/files', payload: form.payload, headers: { ...(await town.as(who)), ...form.headers } })
  return { status: answer.statusCode, body: JSON.parse(answer.body) as any, id }
}
const fetchFile = async (id: string, who: Who = town.workers.east, query = '', headers = {}) =>
  town.app.inject({ method: 'GET', url: `/api/v1/files/${id}${query}`, headers: { ...(await town.as(who)), ...headers } })
const onDisk = () => readdirSync(join(town.dataFolder, 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))

test('a photo comes back without the position and camera it was taken with, upright and with a small one beside it', async () => {
  const bytes = await photoBytes()
  expect(bytes.includes('SecretPhone')).toBe(true)
  const { status, body, id } = await send(bytes)
  expect([status, body]).toEqual([200, { id, type: 'image/jpeg', bytes: expect.any(Number), width: 640, height: 480, name: '照片.jpg', state: 'staged' }])
  const full = await fetchFile(id)
  expect(full.statusCode).toBe(200)
  expect((await sharp(full.rawPayload).metadata()).exif).toBeUndefined()
  expect(full.rawPayload.includes('SecretPhone')).toBe(false)
  expect(full.headers).toMatchObject({
    'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store', 'cross-origin-resource-policy': 'same-origin',
    'content-disposition': "inline; filename*=UTF-8''%E7%85%A7%E7%89%87.jpg", 'content-security-policy': "default-src 'none'; sandbox",
  })
  const small = await fetchFile(id, town.workers.east, '?size=small')
  expect([small.headers['content-type'], (await sharp(small.rawPayload).metadata()).width]).toEqual(['image/webp', 360])
})

test('nothing on the disk can be read, found by its content, or told apart from noise', async () => {
  const bytes = pdfBytes()
  const { id } = await send(bytes, { name: '低保证.pdf' })
  for (const path of onDisk()) expect(readFileSync(path).includes('%PDF')).toBe(false)
  const back = await fetchFile(id)
  expect([back.rawPayload.equals(bytes), back.headers['content-disposition']]).toEqual([true, "attachment; filename*=UTF-8''%E4%BD%8E%E4%BF%9D%E8%AF%81.pdf"])
})

test('one changed bit on the disk is noticed', async () => {
  const before = new Set(onDisk())
  const { id } = await send(await photoBytes(11))
  const path = onDisk().find((one) => !before.has(one) && !one.endsWith('-small'))!
  const sealed = readFileSync(path)
  sealed[100]! ^= 1
  writeFileSync(path, sealed)
  expect((await fetchFile(id)).statusCode).toBe(500)
  sealed[100]! ^= 1
  writeFileSync(path, sealed)
  expect((await fetchFile(id)).statusCode).toBe(200)
})

test('the same picture for two residents of a county is stored once, and each is opened by its own key', async () => {
  const bytes = await photoBytes(42)
  const first = await send(bytes)
  const stored = onDisk().length
  const second = await send(bytes, { home: neighbour.id })
  expect(onDisk().length).toBe(stored)
  const { rows } = await town.owner.query('select count(distinct hash)::int as hashes, count(distinct content_key)::int as keys from blob where id = any($1)', [[first.id, second.id]])
  expect(rows).toEqual([{ hashes: 1, keys: 2 }])
  expect((await fetchFile(second.id)).rawPayload.equals((await fetchFile(first.id)).rawPayload)).toBe(true)
})

test('sending an upload twice means once; another file under the same id is refused', async () => {
  const bytes = await photoBytes(77)
  const { id } = await send(bytes)
  expect((await send(bytes, { id })).status).toBe(200)
  expect((await send(await photoBytes(178), { id })).body.code).toBe('file.other-content')
})

const NOT_TAKEN: [string, () => Buffer | Promise<Buffer>, string][] = [
  ['a script called a photo', () => Buffer.from('#!/bin/sh\nrm -rf /'), 'file.wrong-type'],
  ['a page called a photo', () => Buffer.from('<html><script>alert(1)</script></html>'), 'file.wrong-type'],
  ['a drawing that can run scripts', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'file.wrong-type'],
  ['a program called a photo', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(600)]), 'file.wrong-type'],
  ['the virus scanners’ test string', () => Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')), 'file.broken'],
  ['the test string inside a PDF', () => pdfBytes(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')), 'file.broken'],
  ['an iPhone photo', () => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(100)]), 'file.heic'],
  ['a spreadsheet of 1997', () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1024)]), 'sheet.old-format'],
  ['a plain zip', async () => (await import('#tests/support/zips.ts')).makeZip([{ name: 'a.txt', content: Buffer.from('x') }]), 'file.wrong-type'],
  ['a zip bomb dressed as a spreadsheet', () => sheetBytes([{ name: 'xl/worksheets/sheet1.xml', content: Buffer.alloc(200 * 1024 * 1024) }]), 'sheet.too-large'],
  ['a spreadsheet with macros', () => sheetBytes([{ name: 'xl/vbaProject.bin', content: Buffer.from('x') }]), 'file.wrong-type'],
  ['a spreadsheet that is a PDF too', async () => Buffer.concat([pdfBytes(), await sheetBytes()]), 'file.wrong-type'],
  ['a PDF that runs a script', () => pdfBytes('/OpenAction<</S/JavaScript/JS(app.alert(1))>>'), 'file.wrong-type'],
  ['half a photo', async () => (await photoBytes()).subarray(0, 900), 'file.broken'],
  ['nothing', () => Buffer.alloc(0), 'file.broken'],
]
test.each(NOT_TAKEN)('%s is not taken', async (_, make, code) => {
  const { status, body } = await send(await make())
  expect([body.code, status >= 400 && status < 500]).toEqual([code, true])
})

test('a small file of 81 million pixels is refused without being drawn', async () => {
  const flood = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: 'white' } }).png().toBuffer()
  expect(flood.length).toBeLessThan(1_000_000)
  expect((await send(flood)).body.code).toBe('file.too-many-pixels')
})

test('what was hung on behind a picture is gone', async () => {
  const { id, status } = await send(Buffer.concat([await photoBytes(55), Buffer.from('<script>alert(1)</script>'), await sheetBytes()]))
  expect([status, (await fetchFile(id)).rawPayload.includes('<script>')]).toEqual([200, false])
})

test('twenty photos sent at once are all taken, in turn', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, async (_, n) => send(await photoBytes(n * 12, 900, 700))))
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
})

test('more than 20 MB is refused', async () => {
  expect((await send(Buffer.alloc(20 * 1024 * 1024 + 1, 1))).body.code).toBe('file.too-large')
})

test('a spreadsheet written as a stream is taken for what it is', async () => {
  const { status, body } = await send(await sheetBytes(), { name: '名单.xlsx' })
  expect([status, body.type]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'])
})

test('a file of another town does not exist for a worker, for uploading or opening, and neither do the names of its home', async () => {
  const { id } = await send(await photoBytes(91))
  const { west, manager, township, city } = town.workers
  const absent = await fetchFile(randomUUID(), west)
  for (const who of [west, manager, township, city]) {
    const hidden = await fetchFile(id, who)
    expect([hidden.statusCode, hidden.body]).toEqual([404, absent.body])
  }
  expect((await send(await photoBytes(), { who: west })).body).toEqual((await send(await photoBytes(), { who: west, home: randomUUID() })).body)
  expect((await send(await photoBytes(), { who: manager })).status).toBe(403)
  const anyone = await town.app.inject({ method: 'GET', url: `/api/v1/files/${id}` })
  expect(anyone.statusCode).toBe(401)
})

test('a protected resident’s photo is opened by the circle only, and each try is on record', async () => {
  const { head, east } = town.workers
  await town.owner.query(`insert into circle_member (id, cell, place, dossier, post, kind, from_at, why) values ($1, 510421, $2, $3, $4, 'circle', '2026-01-01', 'x')`,
    [randomUUID(), PLACES.east, sheltered.id, head.post])
  const { status, id } = await send(await photoBytes(33), { who: head, home: sheltered.id })
  expect(status).toBe(200)
  expect((await send(await photoBytes(34), { who: east, home: sheltered.id })).status).toBe(404)
  expect((await town.owner.query(`select act from audit_leaf where subject_id = $1 order by id desc limit 1`, [sheltered.id])).rows).toEqual([{ act: 'admission-refused' }])
  expect((await fetchFile(id, head)).statusCode).toBe(200)
  expect((await fetchFile(id, east)).statusCode).toBe(404)
  const acts = (await town.owner.query(`select act, account, place from audit_leaf where subject_id = $1 order by id desc limit 1`, [sheltered.id])).rows
  expect(acts).toEqual([{ act: 'admission-refused', account: east.account, place: PLACES.east }])
})

test('each opening leaves a trace that the auditor finds by the file', async () => {
  const { id } = await send(await photoBytes(101))
  await fetchFile(id)
  await fetchFile(id, town.workers.head)
  const { body } = await town.ask(town.workers.auditor, 'GET', `/audit/leaves?subjectId=${id}`)
  expect(body.rows.filter(({ act }: any) => act === 'view').map(({ account }: any) => account)).toEqual([town.workers.head.account, town.workers.east.account])
})

test('another site can show none of it', async () => {
  const { id } = await send(await photoBytes(102))
  expect((await fetchFile(id, town.workers.east, '', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' })).statusCode).toBe(403)
  expect((await fetchFile(id, town.workers.east, '', { 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200)
})

test('an upload nobody used is gone after 30 days with its content, unless a used one has the same', async () => {
  const parts = { database: listener, clock: town.clock, store: localStore(town.dataFolder) }
  const [used, twin, unused] = [await photoBytes(201), await photoBytes(201), await photoBytes(202)]
  const [a, b, c] = [await send(used), await send(twin), await send(unused)]
  await asJobOf(town.database, { ...town.workers.east, today: town.clock.today() }, (tx) => attachFiles({ tx }, [a.id], grandma.id))
  await expect(asJobOf(town.database, { ...town.workers.east, today: town.clock.today() }, (tx) => attachFiles({ tx }, [b.id], neighbour.id))).rejects.toMatchObject({ code: 'file.not-found' })
  const before = onDisk().length
  town.clock.set('2026-06-18T10:00:00+08:00')
  expect(await purgeStaged(parts)).toBe(0)
  town.clock.set('2026-06-20T10:00:00+08:00')
  expect(await purgeStaged(parts)).toBeGreaterThan(0)
  expect(onDisk().length).toBeLessThan(before)
  expect((await fetchFile(a.id)).statusCode).toBe(200)
  expect([(await fetchFile(b.id)).statusCode, (await fetchFile(c.id)).statusCode]).toEqual([404, 404])
  expect((await town.owner.query(`select account from audit_leaf where act = 'purge' and subject_id = $1`, [c.id])).rows).toEqual([{ account: null }])
})

test('contents of uploads that were undone are swept after a day; files made for one person are gone after theirs', async () => {
  const store = localStore(town.dataFolder)
  const name = 'ab'.repeat(32)
  await store.put({ cell: 510421, name }, Buffer.from('left over'))
  const kept = onDisk().length
  town.clock.set(new Date(Date.now() + 60_000).toISOString())
  expect(await sweepStore({ database: listener, clock: town.clock, store })).toBe(0)
  const path = join(town.dataFolder, 'files', '510421', 'ab', name)
  utimesSync(path, new Date(Date.now() - 2 * 86_400_000), new Date(Date.now() - 2 * 86_400_000))
  expect(await sweepStore({ database: listener, clock: town.clock, store })).toBe(1)
  expect(onDisk().length).toBe(kept - 1)
  await town.owner.query(`insert into made_file (id, cell, place, account, kind, title, state, made_at, gone_at) values ($1, 510421, 510421100000, $2, 'x', 'x', 'ready', now(), $3)`,
    [randomUUID(), town.workers.east.account, town.clock.now()])
  expect(await dropMadeFiles({ database: listener, clock: town.clock })).toBe(1)
})
