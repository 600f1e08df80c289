import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
let grandma: { id: string }
let uncle: { id: string }
let westerner: { id: string }
beforeAll(async () => {
  town = await startTown()
  grandma = await town.addFile(town.stations.east, PLACES.eastVillage, { tags: ['lives-alone', 'dibao'] })
  uncle = await town.addFile(town.stations.east, PLACES.eastVillage2, { name: '李大山', birthOn: '1961-07-01', sex: 1 })
  westerner = await town.addFile(town.stations.west, PLACES.westVillage, { name: '张西' })
})
afterAll(() => town.stop())

const visit = (change = {}) => ({ kind: 'visit', occurredOn: '2026-05-19', minutes: 20, files: [grandma.id], mode: 'home', result: 'normal', words: '在家，精神好。', ...change })
const save = async (change = {}, who = town.workers.east) => {
  const answer = await town.ask(who, 'PUT', `/records/${randomUUID()}`, visit(change))
  expect(answer.status).toBe(200)
  return answer.body as { id: string; version: number }
}
const tally = async (measure: string, day?: string) => (await town.owner.query(
  `select coalesce(sum(n), 0)::int as n, coalesce(sum(minutes), 0)::int as minutes from tally_tail where measure = $1 and tag = '' and ($2::date is null or day = $2)`, [measure, day ?? null])).rows[0]
const leaves = async (subject: string) => (await town.owner.query(`select count(*)::int as n from audit_leaf where act = 'view' and subject = $1`, [subject])).rows[0].n

test('a mode or result the standards do not offer is refused by name', async () => {
  const mode = await town.ask(town.workers.east, 'PUT', `/records/${randomUUID()}`, visit({ mode: 'pigeon' }))
  expect([mode.status, mode.body.code, mode.body.details]).toEqual([422, 'code.unknown', { field: 'mode', value: 'pigeon' }])
  expect((await town.ask(town.workers.east, 'PUT', `/records/${randomUUID()}`, visit({ result: 'asleep' }))).body.code).toBe('code.unknown')
  expect((await town.ask(town.workers.east, 'PUT', `/records/${randomUUID()}`, visit({ item: 'no-such-item' }))).body.code).toBe('code.unknown')
})

test('every result of the sheet can be written: seen, something found, nobody, vacant, refused, no answer', async () => {
  for (const result of ['normal', 'needs-attention', 'nobody', 'vacant', 'refused', 'no-answer']) await save({ result })
})

test('an activity, a task and a consultation take their codes from their own lists', async () => {
  const base = { occurredOn: '2026-05-19', minutes: 60 }
  const put = (body: object) => town.ask(town.workers.east, 'PUT', `/records/${randomUUID()}`, { ...base, ...body })
  expect((await put({ kind: 'activity', title: '包粽子', mode: 'festival', heads: 40 })).status).toBe(200)
  expect((await put({ kind: 'task', mode: 'meeting-duty' })).status).toBe(200)
  expect((await put({ kind: 'consultation', mode: 'policy' })).status).toBe(200)
  expect((await put({ kind: 'task', mode: 'home' })).body.code).toBe('code.unknown')
})

test('a round on one sheet is saved whole, and sending it again changes nothing', async () => {
  const rows = [{ id: randomUUID(), file: grandma.id, result: 'normal' }, { id: randomUUID(), file: uncle.id, result: 'needs-attention', words: '腿疼' }]
  const sheet = { kind: 'visit', occurredOn: '2026-05-18', mode: 'home', rows }
  const before = await tally('visit', '2026-05-18')
  const url = `/records/sheets/${randomUUID()}`
  const first = await town.ask(town.workers.east, 'PUT', url, sheet)
  expect([first.status, first.body.saved]).toEqual([200, rows.map(({ id }) => ({ id, version: 1 }))])
  expect((await town.ask(town.workers.east, 'PUT', url, sheet)).status).toBe(200)
  expect((await tally('visit', '2026-05-18')).n).toBe(before.n + 2)
  const other = await town.ask(town.workers.east, 'PUT', url, { ...sheet, rows: [{ ...rows[0], result: 'refused' }, rows[1]] })
  expect([other.status, other.body.code]).toEqual([409, 'record.changed-since'])
})

test('a sheet with one file of another town saves nothing at all', async () => {
  const rows = [{ id: randomUUID(), file: grandma.id, result: 'normal' }, { id: randomUUID(), file: westerner.id, result: 'normal' }]
  const answer = await town.ask(town.workers.east, 'PUT', `/records/sheets/${randomUUID()}`, { kind: 'visit', occurredOn: '2026-05-18', mode: 'home', rows })
  expect([answer.status, answer.body.code]).toEqual([202, 'resident.not-found'])
  expect((await town.owner.query('select 1 from record where id = any ($1)', [rows.map(({ id }) => id)])).rowCount).toBe(0)
})

test('a correction changes figures to the new day, keeps what was said before, and moves the version on', async () => {
  const { id } = await save({ occurredOn: '2026-05-10', minutes: 30, words: '原来的话' })
  const [old, fresh] = [await tally('visit', '2026-05-10'), await tally('visit', '2026-05-11')]
  const answer = await town.ask(town.workers.east, 'POST', `/records/${id}/amend`, { version: 1, why: '日期写错', occurredOn: '2026-05-11', minutes: 40, words: '改后的话', result: 'needs-attention' })
  expect([answer.status, answer.body]).toEqual([200, { id, version: 2 }])
  expect(await tally('visit', '2026-05-10')).toEqual({ n: old.n - 1, minutes: old.minutes - 30 })
  expect(await tally('visit', '2026-05-11')).toEqual({ n: fresh.n + 1, minutes: fresh.minutes + 40 })
  const { body } = await town.ask(town.workers.east, 'GET', `/records/${id}`)
  expect(body).toMatchObject({ version: 2, words: '改后的话', occurredOn: '2026-05-11', amendWhy: '日期写错', result: 'needs-attention' })
  expect(body.earlier).toEqual([expect.objectContaining({ version: 1, words: '原来的话', occurredOn: '2026-05-10', result: 'normal' })])
})

test('age and groups are frozen as on the corrected day', async () => {
  const { id } = await save({ files: [uncle.id], occurredOn: '2026-05-18' })
  await town.owner.query(`insert into resident_tag (id, cell, place, station, dossier, file, tag, source, from_on) values ($1, 510421, $2, $3, $4, $4, 'empty-nest', 'survey', '2026-05-17')`,
    [randomUUID(), PLACES.eastVillage2, town.stations.east.id, uncle.id])
  expect((await town.ask(town.workers.east, 'POST', `/records/${id}/amend`, { version: 1, why: '日期写错', occurredOn: '2026-05-17' })).status).toBe(200)
  expect((await town.owner.query('select tags, age from record_person where record = $1', [id])).rows).toEqual([{ tags: ['empty-nest'], age: 64 }])
})

test('who corrects an old version is shown what differs', async () => {
  const { id } = await save()
  await town.ask(town.workers.east, 'POST', `/records/${id}/amend`, { version: 1, why: '补时长', minutes: 25 })
  const late = await town.ask(town.workers.head, 'POST', `/records/${id}/amend`, { version: 1, why: '改时长', minutes: 15 })
  expect([late.status, late.body.code, late.body.details]).toMatchObject([409, 'record.changed-since', { fields: ['minutes'], now: { minutes: 25, version: 2 } }])
})

test('a handed-in month takes no correction, no voiding and no classifying until it is returned', async () => {
  const { id } = await save({ occurredOn: '2026-04-10' })
  const report = randomUUID()
  await town.owner.query(`insert into report (id, cell, place, station, month, state, figures) values ($1, 510421, $2, $3, '2026-04-01', 'submitted', '{}')`, [report, PLACES.east, town.stations.east.id])
  for (const [path, body] of [['amend', { why: '改一下', minutes: 5 }], ['void', { why: '重复录入' }]] as const) {
    const answer = await town.ask(town.workers.east, 'POST', `/records/${id}/${path}`, { version: 1, ...body })
    expect([answer.status, answer.body.code, answer.body.details]).toEqual([409, 'record.month-reported', { month: '2026-04' }])
  }
  const classified = await town.ask(town.workers.east, 'POST', '/records/classify', { rows: [{ id, version: 1, item: 'whatever' }] })
  expect(classified.body.code).toBe('record.month-reported')
  await town.owner.query(`update report set state = 'returned', returned_why = '补照片' where id = $1`, [report])
  expect((await town.ask(town.workers.east, 'POST', `/records/${id}/amend`, { version: 1, why: '改一下', minutes: 5 })).status).toBe(200)
})

test('a voided record leaves the figures and can be read with its reason, but not changed again', async () => {
  const { id } = await save({ occurredOn: '2026-05-05' })
  const before = await tally('visit', '2026-05-05')
  expect((await town.ask(town.workers.east, 'POST', `/records/${id}/void`, { version: 1, why: '重复录入' })).status).toBe(200)
  expect((await tally('visit', '2026-05-05')).n).toBe(before.n - 1)
  expect((await town.ask(town.workers.east, 'GET', `/records/${id}`)).body).toMatchObject({ voided: true, voidWhy: '重复录入' })
  expect((await town.ask(town.workers.east, 'POST', `/records/${id}/void`, { version: 2, why: '再来一次' })).body.code).toBe('record.voided')
})

test('本月待归类 suggests items from the words and takes them in bulk', async () => {
  const { id } = await save({ words: '想申请低保，问怎么办理', occurredOn: '2026-05-02' })
  const before = await leaves('record')
  const page = await town.ask(town.workers.east, 'POST', '/records/unclassified', { month: '2026-05', limit: 200 })
  const row = page.body.rows.find((one: { id: string }) => one.id === id)
  expect(row.words).toBe('想申请低保，问怎么办理')
  expect(row.suggestions.length).toBeGreaterThan(0)
  expect(await leaves('record')).toBe(before + 1)
  const item = row.suggestions[0].item
  const answer = await town.ask(town.workers.east, 'POST', '/records/classify', { rows: [{ id, version: 1, item }] })
  expect([answer.status, answer.body.saved]).toEqual([200, [{ id, version: 2 }]])
  const { rows } = await town.owner.query(`select sum(n)::int as n from tally_tail where measure = 'visit' and tag = '' and item = $1 and day = '2026-05-02'`, [item])
  expect(rows[0].n).toBe(1)
  expect((await town.ask(town.workers.east, 'POST', '/records/unclassified', { month: '2026-05', limit: 200 })).body.rows.some((one: { id: string }) => one.id === id)).toBe(false)
})

test('reading the words of a record leaves a trace, a list leaves none', async () => {
  const { id } = await save()
  const before = await leaves('record')
  await town.ask(town.workers.east, 'POST', '/records/list', {})
  expect(await leaves('record')).toBe(before)
  await town.ask(town.workers.east, 'GET', `/records/${id}`)
  expect(await leaves('record')).toBe(before + 1)
})

test('a list goes on where the last page ended, newest first, each row once', async () => {
  const ids: string[] = []
  let after: string | null = null
  let pages = 0
  do {
    const { body }: { body: any } = await town.ask(town.workers.east, 'POST', '/records/list', { limit: 4, ...(after && { after }) })
    ids.push(...body.rows.map((row: { id: string }) => row.id))
    if (pages++ === 0) expect(body.count).toBe((await town.owner.query('select count(*)::int as n from record where station = $1', [town.stations.east.id])).rows[0].n)
    after = body.next
  } while (after)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBe((await town.owner.query('select count(*)::int as n from record where station = $1', [town.stations.east.id])).rows[0].n)
})

test('a list by person shows that person\'s contacts; groups of class P3 stay off lists', async () => {
  const { body } = await town.ask(town.workers.east, 'POST', '/records/list', { file: grandma.id })
  expect(body.rows.length).toBeGreaterThan(0)
  expect(body.rows[0].people[0]).toMatchObject({ name: '王秀英', tags: ['lives-alone'] })
})

test('the township office sees records with masked names and without words; the city and the agency see none', async () => {
  const { id } = await save()
  const list = await town.ask(town.workers.township, 'POST', '/records/list', { place: PLACES.east })
  expect(list.body.rows.find((row: { id: string }) => row.id === id).people[0].name).toBe('王＊＊')
  expect((await town.ask(town.workers.township, 'GET', `/records/${id}`)).body).toMatchObject({ words: '', withWhom: '', earlier: [] })
  for (const who of [town.workers.city, town.workers.manager, town.workers.auditor]) expect((await town.ask(who, 'POST', '/records/list', {})).status).toBe(403)
})

test('a worker of the next town finds nothing: no record, no row, no change', async () => {
  const { id } = await save()
  expect((await town.ask(town.workers.west, 'GET', `/records/${id}`)).body.code).toBe('record.not-found')
  expect((await town.ask(town.workers.west, 'POST', '/records/list', { station: town.stations.east.id })).body.rows).toEqual([])
  expect((await town.ask(town.workers.west, 'POST', `/records/${id}/void`, { version: 1, why: '不是我的' })).status).toBe(404)
})

test('a village cadre writes in his own village, and sees only what his room wrote', async () => {
  const own = await save({}, town.workers.cadre)
  expect((await town.ask(town.workers.cadre, 'GET', `/records/${own.id}`)).body.words).toBe('在家，精神好。')
  const other = await town.ask(town.workers.cadre, 'PUT', `/records/${randomUUID()}`, visit({ files: [uncle.id] }))
  expect([other.status, other.body.code]).toEqual([202, 'resident.not-found'])
  const byWorker = await save()
  expect((await town.ask(town.workers.cadre, 'GET', `/records/${byWorker.id}`)).status).toBe(404)
})

test('a protected person\'s record is there for the circle and for nobody else', async () => {
  const child = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '小雨', birthOn: '2016-03-01', isProtected: true })
  const refused = await town.ask(town.workers.head, 'PUT', `/records/${randomUUID()}`, visit({ files: [child.id] }))
  expect([refused.status, refused.body.code]).toEqual([202, 'resident.not-found'])
  await town.owner.query(`insert into circle_member (id, cell, place, dossier, post, kind, from_at, why) values ($1, 510421, $2, $3, $4, 'circle', '2026-01-01', '主责')`,
    [randomUUID(), PLACES.east, child.id, town.workers.east.post])
  const { id } = await save({ files: [child.id], words: '受保护的话' })
  expect((await town.ask(town.workers.east, 'GET', `/records/${id}`)).body.words).toBe('受保护的话')
  expect((await town.ask(town.workers.head, 'GET', `/records/${id}`)).status).toBe(404)
  expect((await town.ask(town.workers.head, 'POST', '/records/list', { limit: 200 })).body.rows.some((row: { id: string }) => row.id === id)).toBe(false)
})

test('a photo goes with the record when it lies under that person\'s or the station\'s key, and under no other', async () => {
  const blob = async (key: string) => {
    const id = randomUUID()
    await town.owner.query(`insert into blob (id, cell, place, dossier, hash, key_id, content_key, type, bytes, name, state, made_by, made_at)
      values ($1, 510421, $2, $3, $4, $3, $4, 'image/webp', 1, 'x', 'staged', $3, '2026-05-20')`, [id, PLACES.east, key, Buffer.alloc(32)])
    return id
  }
  const photos = (...ids: string[]) => ({ photos: ids.map((id) => ({ blob: id, shows: 'site', consent: 'none' })) })
  const [own, common, foreign] = [await blob(grandma.id), await blob(town.stations.east.id), await blob(uncle.id)]
  const { id } = await save(photos(own, common))
  expect((await town.ask(town.workers.east, 'GET', `/records/${id}`)).body.photos).toHaveLength(2)
  expect((await town.owner.query('select distinct state from blob where id = any ($1)', [[own, common]])).rows).toEqual([{ state: 'attached' }])
  const refused = await town.ask(town.workers.east, 'PUT', `/records/${randomUUID()}`, visit(photos(foreign)))
  expect([refused.status, refused.body.code]).toEqual([404, 'file.not-found'])
})
