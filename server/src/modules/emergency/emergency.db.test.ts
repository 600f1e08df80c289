import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

type Who = { account: string; post: string }
let town: Town
let head: Who
let worker: Who
let cadre: Who
let bureau: Who
let westHead: Who
beforeAll(async () => {
  town = await startTown()
  head = await town.addPost('station_head', PLACES.east, town.stations.east.id)
  worker = await town.addPost('worker', PLACES.east, town.stations.east.id)
  cadre = await town.addPost('village_cadre', PLACES.eastVillage, town.stations.room.id)
  bureau = await town.addPost('county_bureau', PLACES.county)
  westHead = await town.addPost('station_head', PLACES.west, town.stations.west.id)
})
afterAll(() => town.stop())

const must = async (who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => {
  const answer = await town.ask(who, method, url, body)
  expect(answer.status, `${url} ${JSON.stringify(answer.body)}`).toBe(200)
  return answer.body
}
let born = 0
async function enrol(place: number, tags: string[], change: object = {}, who: Who = worker): Promise<string> {
  const id = randomUUID()
  await must(who, 'PUT', `/residents/${id}`, { place, name: '王秀英', sex: 2, birthOn: new Date(Date.UTC(1950, 0, ++born)).toISOString().slice(0, 10), phone: '13800001234', address: '3组18号', openedOn: '2026-05-04',
    tags: tags.map((tag) => ({ id: randomUUID(), tag })), worker: who.account, ...change })
  return id
}
const storm = (change: object = {}) => ({ kind: 'rainstorm', level: 'red', area: [PLACES.east], groups: ['low-lying', 'lives-alone'], ...change })
async function open(change: object = {}, who = head): Promise<{ id: string; version: number; listed: number }> {
  return must(who, 'PUT', `/emergency/${randomUUID()}`, storm(change))
}
const rows = async (event: string, who = head, query: object = { scope: 'all' }) => (await must(who, 'POST', `/emergency/${event}/checks`, { limit: 200, ...query })).rows
const rowOf = async (event: string, file: string, who = head) => (await rows(event, who)).find((row: any) => row.file === file)
const mark = (event: string, file: string, state: string, change: object = {}, who = worker, id = randomUUID()) =>
  town.ask(who, 'PUT', `/emergency/marks/${id}`, { event, file, state, ...change })

describe('the list of an event', () => {
  test('one action lists everybody of the area in the chosen groups, each once, with why and a checker', async () => {
    const both = await enrol(PLACES.eastVillage, ['low-lying', 'lives-alone', 'power-dependent'])
    const other = await enrol(PLACES.eastVillage2, ['dibao'])
    const westWorker = await town.addPost('worker', PLACES.west, town.stations.west.id)
    const west = await enrol(PLACES.westVillage, ['low-lying'], {}, westWorker)
    const { id, listed } = await open()
    const list = await rows(id)
    expect(list.filter((row: any) => row.file === both)).toMatchObject([{ groups: ['lives-alone', 'low-lying'], checker: worker.account, state: 'open', phoneMask: '138****1234', villageName: '水塘村' }])
    expect(list.map((row: any) => row.file)).not.toContain(other)
    expect(list.map((row: any) => row.file)).not.toContain(west)
    expect(listed).toBe(list.length)
    expect((await must(head, 'GET', `/emergency/${id}`)).counts).toMatchObject({ all: listed, open: listed, safe: 0 })
  })

  test('the list is frozen: who is tagged afterwards is added only by asking for further groups', async () => {
    const late = await enrol(PLACES.eastVillage, ['dibao'])
    const { id, version } = await open()
    expect(await rowOf(id, late)).toBeUndefined()
    const before = (await rows(id)).length
    expect(await must(head, 'POST', `/emergency/${id}/groups`, { version, groups: ['dibao'] })).toMatchObject({ version: 2 })
    expect(await rowOf(id, late)).toMatchObject({ groups: ['dibao'] })
    expect((await rows(id)).length).toBeGreaterThan(before)
    expect((await must(head, 'GET', `/emergency/${id}`)).groups).toEqual(['low-lying', 'lives-alone', 'dibao'])
  })

  test('infants and red files are found by age and risk, and nobody who has left the files', async () => {
    const infant = await enrol(PLACES.eastVillage, [], { birthOn: '2024-03-01' })
    const red = await enrol(PLACES.eastVillage, [], { risk: 'red' })
    const three = await enrol(PLACES.eastVillage, [], { birthOn: '2023-05-20' })
    const gone = await enrol(PLACES.eastVillage, ['low-lying'])
    await must(worker, 'POST', `/residents/${gone}/close`, { version: 1, why: 'moved-away', on: '2026-05-19' })
    const { id } = await open({ groups: ['infant', 'risk-red', 'low-lying'] })
    expect(await rowOf(id, infant)).toMatchObject({ groups: ['infant'] })
    expect(await rowOf(id, red)).toMatchObject({ groups: ['risk-red'], risk: 'red' })
    expect(await rowOf(id, three)).toBeUndefined()
    expect(await rowOf(id, gone)).toBeUndefined()
  })

  test('a restricted group brings people onto the list without being named there', async () => {
    const child = await enrol(PLACES.eastVillage, ['left-behind-child'], { birthOn: '2016-03-01' })
    const { id } = await open({ groups: ['left-behind-child'] })
    expect(await rowOf(id, child)).toMatchObject({ groups: [] })
  })

  test('opening it twice opens it once; another content under its id is refused', async () => {
    const id = randomUUID()
    await must(head, 'PUT', `/emergency/${id}`, storm())
    await must(head, 'PUT', `/emergency/${id}`, storm())
    expect((await town.owner.query('select count(*)::int as n from event_check where event = $1 group by file having count(*) > 1', [id])).rows).toEqual([])
    expect(await town.ask(head, 'PUT', `/emergency/${id}`, storm({ level: 'blue' }))).toMatchObject({ status: 409, body: { code: 'event.changed-since' } })
  })

  test.each([
    ['an unknown kind', { kind: 'dragon' }, 422, 'code.unknown'], ['an unknown level', { level: 'purple' }, 422, 'code.unknown'], ['an unknown group', { groups: ['heroes'] }, 422, 'code.unknown'],
    ['no group', { groups: [] }, 400, 'request.malformed'], ['no area', { area: [] }, 400, 'request.malformed'], ['a place beyond reach', { area: [PLACES.west] }, 403, 'post.may-not'],
    ['a place that is none', { area: [510421100999] }, 404, 'place.not-found'], ['a beginning tomorrow', { begunAt: '2026-05-21T08:00:00+08:00' }, 422, 'event.in-the-future'],
    ['a beginning last month', { begunAt: '2026-04-20T08:00:00+08:00' }, 422, 'event.in-the-future'], ['a field nobody knows', { people: 3 }, 400, 'request.malformed'],
  ])('%s is refused in words', async (_, change, status, code) => {
    const id = randomUUID()
    expect(await town.ask(head, 'PUT', `/emergency/${id}`, storm(change))).toMatchObject({ status, body: { code } })
    expect((await town.owner.query('select 1 from emergency_event where id = $1', [id])).rowCount).toBe(0)
  })
})

describe('a check', () => {
  test('is an ordinary call or visit: the duty, the figures and the list follow from it', async () => {
    const file = await enrol(PLACES.eastVillage, ['low-lying', 'lives-alone'])
    const { id } = await open()
    const record = randomUUID()
    expect((await mark(id, file, 'safe', { words: '在家' }, worker, record)).status).toBe(200)
    expect(await rowOf(id, file)).toMatchObject({ state: 'safe', misses: 0, last: { on: '2026-05-20', mode: 'phone', result: 'normal' } })
    expect(await must(worker, 'GET', `/records/${record}`)).toMatchObject({ kind: 'call', result: 'normal', words: '在家' })
    expect((await town.owner.query('select last_on::text, last_record from duty where file = $1', [file])).rows).toEqual([{ last_on: '2026-05-20', last_record: record }])
    expect((await town.owner.query(`select count(*)::int as n from tally_tail where day = '2026-05-20' and measure = 'call' and tag = '' and worker = $1`, [worker.account])).rows[0].n).toBeGreaterThan(0)
  })

  test('an ordinary visit, written without a thought of the event, checks its person too', async () => {
    const file = await enrol(PLACES.eastVillage, ['low-lying'])
    const { id } = await open()
    const record = randomUUID()
    await must(worker, 'PUT', `/records/${record}`, { kind: 'visit', occurredOn: '2026-05-20', minutes: 10, files: [file], mode: 'home', result: 'normal' })
    expect(await rowOf(id, file)).toMatchObject({ state: 'safe' })
    await must(head, 'POST', `/records/${record}/void`, { version: 1, why: '录入有误' })
    expect(await rowOf(id, file)).toMatchObject({ state: 'open', checkedAt: null })
  })

  test('a visit of last week, entered today, checks nobody', async () => {
    const file = await enrol(PLACES.eastVillage, ['low-lying'])
    const { id } = await open()
    await must(worker, 'PUT', `/records/${randomUUID()}`, { kind: 'visit', occurredOn: '2026-05-13', minutes: 10, files: [file], mode: 'home', result: 'normal' })
    expect(await rowOf(id, file)).toMatchObject({ state: 'open' })
  })

  test('not reached twice is told to the head; once seen, a shut door makes nobody unseen again', async () => {
    const file = await enrol(PLACES.eastVillage, ['low-lying'])
    const { id } = await open()
    await mark(id, file, 'missed')
    expect((await must(head, 'GET', `/emergency/${id}`)).counts).toMatchObject({ missed: 1, twice: 0 })
    await mark(id, file, 'missed', { how: 'home' })
    expect((await must(head, 'GET', `/emergency/${id}`)).counts).toMatchObject({ missed: 1, twice: 1 })
    expect(await rows(id, head, { scope: 'all', twiceOnly: true })).toMatchObject([{ file, misses: 2 }])
    await mark(id, file, 'safe')
    await mark(id, file, 'missed')
    expect(await rowOf(id, file)).toMatchObject({ state: 'safe', misses: 3 })
  })

  test('whoever needs help becomes a need of the same moment', async () => {
    const file = await enrol(PLACES.eastVillage, ['low-lying'])
    const { id } = await open()
    const [record, need] = [randomUUID(), randomUUID()]
    for (const _ of [1, 2]) expect((await mark(id, file, 'help', { words: '屋里进水，要转移', need }, worker, record)).status).toBe(200)
    expect(await rowOf(id, file)).toMatchObject({ state: 'help' })
    expect(await must(worker, 'GET', `/needs/${need}`)).toMatchObject({ words: '屋里进水，要转移', file, record, urgency: 'emergency', state: 'open' })
    expect((await mark(id, file, 'help')).status).toBe(400)
  })

  test('sent ten times at once it is one record; two people who check the same person both have theirs', async () => {
    const file = await enrol(PLACES.eastVillage, ['low-lying'])
    const { id } = await open()
    const again = randomUUID()
    const sent = await Promise.all([...Array.from({ length: 10 }, () => mark(id, file, 'safe', { words: '在家' }, worker, again)), mark(id, file, 'missed', {}, cadre), mark(id, file, 'help', { words: '要药' }, head)])
    // Of equal sendings at one instant all but one may be told to try again; trying again says it is there.
    expect(sent.slice(10).map(({ status }) => status)).toEqual([200, 200])
    expect((await mark(id, file, 'safe', { words: '在家' }, worker, again)).status).toBe(200)
    const { rows: kept } = await town.owner.query('select r.worker from record r join record_person p on p.record = r.id where p.file = $1', [file])
    expect(kept.map((row) => row.worker).sort()).toEqual([worker.account, cadre.account, head.account].sort())
    expect(await rowOf(id, file)).toMatchObject({ misses: 1 })
    expect(['safe', 'help']).toContain((await rowOf(id, file)).state)
  })

  test('another content under the same id is refused, and an event that is not there', async () => {
    const file = await enrol(PLACES.eastVillage, ['low-lying'])
    const { id } = await open()
    const record = randomUUID()
    await mark(id, file, 'safe', {}, worker, record)
    expect(await mark(id, file, 'missed', {}, worker, record)).toMatchObject({ status: 409, body: { code: 'record.changed-since' } })
    expect((await mark(randomUUID(), file, 'safe')).status).toBe(202)
    expect(await mark(id, file, 'safe', { how: 'telepathy' })).toMatchObject({ status: 422, body: { code: 'code.unknown' } })
  })

  test('paper is entered afterwards with a sheet, and the list follows', async () => {
    const [one, two] = [await enrol(PLACES.eastVillage, ['low-lying']), await enrol(PLACES.eastVillage, ['low-lying'])]
    const { id } = await open()
    await must(worker, 'PUT', `/records/sheets/${randomUUID()}`, { kind: 'visit', occurredOn: '2026-05-20', mode: 'home', rows: [{ id: randomUUID(), file: one, result: 'normal' }, { id: randomUUID(), file: two, result: 'nobody' }] })
    expect(await rowOf(id, one)).toMatchObject({ state: 'safe' })
    expect(await rowOf(id, two)).toMatchObject({ state: 'missed' })
  })
})

describe('splitting', () => {
  test('equal shares keep to neighbouring villages; a village goes to its cadre; single rows by hand', async () => {
    for (let n = 0; n < 3; n++) await enrol(PLACES.eastVillage2, ['low-lying'])
    const { id, listed } = await open()
    expect(await must(head, 'POST', `/emergency/${id}/split`, { how: 'equal', checkers: [head.account, worker.account] })).toEqual({ given: listed })
    const mine = await rows(id, head, { scope: 'mine' })
    expect(Math.abs(mine.length * 2 - listed)).toBeLessThanOrEqual(1)
    await must(head, 'POST', `/emergency/${id}/split`, { how: 'village', of: [{ village: PLACES.eastVillage, checker: cadre.account }] })
    const cadres = await rows(id, cadre, { scope: 'mine' })
    expect(new Set(cadres.map((row: any) => row.village))).toEqual(new Set([PLACES.eastVillage]))
    const far = (await rows(id)).find((row: any) => row.village === PLACES.eastVillage2)
    await must(head, 'POST', `/emergency/${id}/split`, { how: 'rows', rows: [far.id], checker: null })
    expect(await rowOf(id, far.file)).toMatchObject({ checker: null, checkerName: null })
    expect((await rows(id, head, { scope: 'all', near: PLACES.eastVillage2 }))[0].village).toBe(PLACES.eastVillage2)
  })

  test('nobody outside is given rows, and only a head gives them', async () => {
    const { id } = await open()
    expect(await town.ask(head, 'POST', `/emergency/${id}/split`, { how: 'equal', checkers: [westHead.account] })).toMatchObject({ status: 422, body: { code: 'checker.not-here' } })
    expect(await town.ask(worker, 'POST', `/emergency/${id}/split`, { how: 'equal', checkers: [worker.account] })).toMatchObject({ status: 403 })
  })
})

describe('who sees what', () => {
  test('a bureau opens an event for the county and sees counts, no person', async () => {
    const { id } = await open({ area: [PLACES.county] }, bureau)
    const view = await must(bureau, 'GET', `/emergency/${id}`)
    expect(view.counts.all).toBeGreaterThan(10)
    expect(view.outstanding).toEqual([])
    expect(JSON.stringify(view)).not.toMatch(/王秀英|王＊/)
    for (const path of ['checks', 'paper']) expect(await town.ask(bureau, 'POST', `/emergency/${id}/${path}`, {})).toMatchObject({ status: 403, body: { code: 'post.may-not' } })
    const west = await rows(id, westHead)
    expect(west.every((row: any) => row.village === PLACES.westVillage)).toBe(true)
    expect(west.length).toBeGreaterThan(0)
    expect((await must(westHead, 'GET', `/emergency/${id}`))).toMatchObject({ mayClose: false, counts: { all: west.length } })
    expect(await town.ask(westHead, 'POST', `/emergency/${id}/close`, { version: 1 })).toMatchObject({ status: 404, body: { code: 'event.not-found' } })
  })

  test("another town's event is not there", async () => {
    const { id } = await open()
    expect(await town.ask(westHead, 'GET', `/emergency/${id}`)).toMatchObject({ status: 404, body: { code: 'event.not-found' } })
    expect(await town.ask(westHead, 'POST', `/emergency/${id}/checks`, {})).toMatchObject({ status: 404 })
    expect((await must(westHead, 'GET', '/emergency')).rows.map((row: any) => row.id)).not.toContain(id)
  })

  test('a protected person is on the list for the circle alone, and counts from the county up', async () => {
    const file = await enrol(PLACES.eastVillage, ['low-lying'])
    await must(head, 'POST', `/residents/${file}/protect`, { members: [head.post], why: '疑似受伤害' })
    const { id } = await open({ area: [PLACES.county] }, bureau)
    expect(await rowOf(id, file)).toMatchObject({ state: 'open' })
    expect(await rowOf(id, file, worker)).toBeUndefined()
    const [county, townView] = [await must(bureau, 'GET', `/emergency/${id}`), await must(head, 'GET', `/emergency/${id}`)]
    expect(county.hidden).toBe(1)
    expect(county.counts.all).toBe(county.byVillage.reduce((sum: number, one: any) => sum + one.counts.all, 0) + 1)
    expect(townView.hidden).toBe(0)
    expect((await mark(id, file, 'safe', {}, head)).status).toBe(200)
    expect(await rowOf(id, file)).toMatchObject({ state: 'safe' })
    const paper = await must(head, 'POST', `/emergency/${id}/paper`, { scope: 'all' })
    expect(paper.rows.map((row: any) => row.file)).not.toContain(file)
  })

  test('paper shows telephone and address, and who printed it stands in the audit', async () => {
    const { id } = await open()
    const paper = await must(worker, 'POST', `/emergency/${id}/paper`, { scope: 'all' })
    expect(paper.code).toMatch(/^YJ260520-[0-9A-F]{4}$/)
    expect(paper.rows[0]).toMatchObject({ phone: '13800001234', address: '3组18号' })
    expect((await town.owner.query(`select rows from audit_leaf where act = 'print' and subject = 'event_check' and subject_id = $1 and account = $2`, [id, worker.account])).rows).toEqual([{ rows: paper.rows.length }])
  })
})

describe('closing', () => {
  test('freezes the list, names nobody whole, and a check that comes late is still a record', async () => {
    const [missed, late] = [await enrol(PLACES.eastVillage, ['low-lying']), await enrol(PLACES.eastVillage, ['low-lying'])]
    const { id, version } = await open()
    await mark(id, missed, 'missed')
    expect(await town.ask(head, 'POST', `/emergency/${id}/close`, { version: version + 1 })).toMatchObject({ status: 409, body: { code: 'event.changed-since' } })
    const closed = await must(head, 'POST', `/emergency/${id}/close`, { version })
    expect(closed).toMatchObject({ mayClose: false, counts: { missed: 1 }, outstanding: [{ name: '王＊＊', villageName: '水塘村', state: 'missed' }] })
    expect(await town.ask(head, 'POST', `/emergency/${id}/close`, { version: 2 })).toMatchObject({ status: 409, body: { code: 'event.closed' } })
    expect((await mark(id, late, 'safe')).status).toBe(200)
    expect(await rowOf(id, late)).toMatchObject({ state: 'open', last: { result: 'normal' } })
    expect(await town.ask(head, 'POST', `/emergency/${id}/split`, { how: 'equal', checkers: [worker.account] })).toMatchObject({ status: 409, body: { code: 'event.closed' } })
  })

  test('while it is open the list follows a move and a death', async () => {
    const file = await enrol(PLACES.eastVillage, ['low-lying'])
    const { id } = await open()
    await must(worker, 'POST', `/residents/${file}/close`, { version: 1, why: 'died', on: '2026-05-20' })
    expect(await rowOf(id, file)).toMatchObject({ state: 'left' })
    const counts = (await must(head, 'GET', `/emergency/${id}`)).counts
    expect(counts.left).toBe(1)
    expect(counts.all).toBe((await rows(id, worker)).length - 1)
  })
})
