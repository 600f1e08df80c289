import { randomUUID } from 'node:crypto'
import { read, utils } from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { followers } from '#server/app.ts'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { dropMadeFiles } from '#server/platform/files/index.ts'
import { startJobs } from '#server/platform/jobs/index.ts'
import { openLog } from '#server/platform/log.ts'
import { tasksOf } from '#server/tasks.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
let listener: Database
let jobs: { stop(): Promise<void> }
const start = () => startJobs({
  url: town.listenerUrl, database: town.database, clock: town.clock, keys: town.keys, log: openLog('silent'), followers, crontab: '',
  tasks: tasksOf({ listener, clock: town.clock, keys: town.keys, dataFolder: town.dataFolder, log: openLog('silent') }),
})
beforeAll(async () => {
  town = await startTown()
  listener = openDatabase({ url: town.listenerUrl, poolSize: 4 })
  jobs = await start()
  for (const [name, place, who] of [['王秀英', PLACES.eastVillage, town.workers.east], ['=1+1', PLACES.eastVillage2, town.workers.east], ['郑西', PLACES.westVillage, town.workers.west]] as const) {
    await town.ask(who, 'PUT', `/residents/${randomUUID()}`, { place, name, birthOn: '1944-03-08', sex: 2, phone: '13800001234', address: '3组12号', tags: [{ id: randomUUID(), tag: 'lives-alone' }] })
  }
})
afterAll(async () => {
  await jobs.stop()
  await listener.destroy()
  await town.stop()
})

type Who = { account: string; post: string }
const ask = (who: Who, change: object = {}, id: string = randomUUID()) =>
  town.ask(who, 'POST', '/residents/export', { id, filter: {}, columns: ['name', 'age', 'birthOn', 'phone', 'place', 'address', 'tags', 'station'], ...change })
const ready = async (who: Who, id: string) => {
  for (let i = 0; i < 200; i++) {
    const found = (await town.ask(who, 'GET', '/made-files')).body.rows.find((row: { id: string }) => row.id === id)
    if (found?.state !== 'waiting') return found
    await new Promise((go) => setTimeout(go, 50))
  }
}
const fetchFile = async (who: Who, id: string) => town.app.inject({ method: 'GET', url: `/api/v1/made-files/${id}`, headers: await town.as(who) })
const linesOf = (bytes: Buffer) => utils.sheet_to_json<string[]>(Object.values(read(bytes).Sheets)[0]!, { header: 1, defval: '' })
const stepUp = (who: Who) => town.owner.query('update session set stepped_up_at = $2 where account = $1', [who.account, town.clock.now()])

test('a list goes out masked, by a job that sees no further than its asker, and leaves its row count in the audit', async () => {
  const { east } = town.workers
  const { status, body } = await ask(east)
  expect([status, body.state]).toEqual([200, 'waiting'])
  expect(await ready(east, body.id)).toMatchObject({ state: 'ready', rows: 2, failedCode: null })
  const answer = await fetchFile(east, body.id)
  const text = JSON.stringify(linesOf(answer.rawPayload))
  for (const word of ['王＊＊', '138****1234', '水塘村', '独居', '82']) expect(text).toContain(word)
  for (const word of ['王秀英', '13800001234', '3组12号', '1944-03-08', '郑', '=1']) expect(text).not.toContain(`"${word}`)
  const { rows } = await town.owner.query(`select act, rows from audit_leaf where subject_id = $1 and act in ('export', 'download') order by id`, [body.id])
  expect(rows).toEqual([{ act: 'export', rows: 2 }, { act: 'download', rows: 2 }])
})

test('names and numbers in full want a fresh second factor, and a name that looks like a formula goes out as text', async () => {
  const { head } = town.workers
  expect((await ask(head, { masked: false })).body.code).toBe('session.step-up-needed')
  await stepUp(head)
  const { body } = await ask(head, { masked: false })
  expect((await ready(head, body.id)).state).toBe('ready')
  const lines = linesOf((await fetchFile(head, body.id)).rawPayload)
  expect(JSON.stringify(lines)).toContain('王秀英')
  expect(lines.flat()).toContain("'=1+1")
  expect(lines.flat()).not.toContain('=1+1')
  expect(JSON.stringify(lines)).toContain('13800001234')
})

test('more than 500 rows want a fresh second factor', async () => {
  const { west } = town.workers
  await town.owner.query(`insert into resident_file (id, cell, place, station, dossier, person, name, name_sort, opened_on)
    select id, 510421, $1, $2, id, id, '多', 'duo', '2026-01-01' from (select gen_random_uuid() as id from generate_series(1, 500)) made`, [PLACES.westVillage, town.stations.west.id])
  expect((await ask(west)).body.code).toBe('session.step-up-needed')
  expect((await ask(west, { filter: { tags: ['lives-alone'] } })).status).toBe(200)
  await stepUp(west)
  const { body } = await ask(west)
  expect(await ready(west, body.id)).toMatchObject({ state: 'ready', rows: 501 })
})

test('an office gets masked names and nothing else; who sees no people gets nothing', async () => {
  const { township } = town.workers
  expect((await ask(township, { masked: false })).body.code).toBe('post.may-not')
  const { body } = await ask(township)
  expect(await ready(township, body.id)).toMatchObject({ state: 'ready', rows: 2 })
  expect(JSON.stringify(linesOf((await fetchFile(township, body.id)).rawPayload))).not.toMatch(/王秀英|1380000/)
  for (const who of ['city', 'manager', 'auditor', 'administrator', 'cadre'] as const) expect((await ask(town.workers[who])).status, who).toBe(403)
})

test('a file is there for its maker alone, sealed, for one day', async () => {
  const { east, head } = town.workers
  const { body } = await ask(east)
  await ready(east, body.id)
  const there = await fetchFile(head, body.id)
  expect([there.statusCode, there.json().code]).toEqual([404, 'made-file.not-found'])
  expect((await town.ask(head, 'GET', '/made-files')).body.rows.map(({ id }: { id: string }) => id)).not.toContain(body.id)
  const { rows } = await town.owner.query('select content_sealed from made_file where id = $1', [body.id])
  expect(rows[0].content_sealed.includes(Buffer.from('PK\x03\x04', 'latin1'))).toBe(false)
  await town.owner.query(`update made_file set gone_at = $2 where id = $1`, [body.id, town.clock.now()])
  expect((await fetchFile(east, body.id)).statusCode).toBe(404)
  await dropMadeFiles({ database: listener, clock: town.clock })
  expect((await town.owner.query('select 1 from made_file where id = $1', [body.id])).rowCount).toBe(0)
})

test('asked twice it is made once', async () => {
  const { east } = town.workers
  const id = randomUUID()
  const [first, second] = [await ask(east, {}, id), await ask(east, {}, id)]
  expect([first.status, second.status, first.body.id]).toEqual([200, 200, second.body.id])
  expect((await town.owner.query('select count(*)::int as n from made_file where id = $1', [id])).rows[0].n).toBe(1)
})
