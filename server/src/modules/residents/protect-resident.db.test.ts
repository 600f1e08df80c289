import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventIdentityNumber } from '#server/platform/identity-number.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
let insider: Town['workers']['east']
let id: string
let home: string
const CANARY = /金丝雀|jinsique|紧诗确/
const IDENTITY = inventIdentityNumber(510421, '1985-05-05')

const post = (path: string, body: object, who = town.workers.east) => town.ask(who, 'POST', path, body)
const show = (who: Town['workers']['east'], file = id) => town.ask(who, 'GET', `/residents/${file}`)
const open = async (change: object) => (await town.ask(town.workers.east, 'PUT', `/residents/${randomUUID()}`, { place: PLACES.eastVillage, ...change })).body.id

beforeAll(async () => {
  town = await startTown()
  insider = await town.addPost('worker', PLACES.east, town.stations.east.id)
  id = await open({ name: '金丝雀', birthOn: '1985-05-05', identity: IDENTITY, phone: '13811112222', address: '庇护所', note: '原话', tags: [{ id: randomUUID(), tag: 'violence-victim' }, { id: randomUUID(), tag: 'lives-alone' }],
    consent: { id: randomUUID(), purpose: 'file', medium: 'written' } })
  await post(`/residents/${id}/change`, { version: 1, name: '紧诗确' })
  await post(`/residents/${id}/change`, { version: 2, name: '金丝雀' })
  home = randomUUID()
  await town.ask(town.workers.east, 'PUT', `/households/${home}`, { file: id, address: '老地址' })
  const brother = await open({ name: '同屋人' })
  await post(`/households/${home}/join`, { file: brother, relation: 'sibling' })
  await town.ask(town.workers.east, 'PUT', `/records/${randomUUID()}`, { kind: 'visit', occurredOn: '2026-05-19', minutes: 10, files: [id], mode: 'home', result: 'normal', words: '保护前' })
})
afterAll(() => town.stop())

test('a worker cannot restrict a file, and a circle takes only posts that serve people here', async () => {
  expect((await post(`/residents/${id}/protect`, { members: [insider.post], why: '家暴，需要保密' })).status).toBe(403)
  for (const stranger of ['county', 'far', 'manager'] as const) {
    expect((await post(`/residents/${id}/protect`, { members: [insider.post, town.workers[stranger].post], why: '家暴，需要保密' }, town.workers.head)).body.code).toBe('circle.not-members')
  }
  expect((await post(`/residents/${id}/protect`, { members: [randomUUID()], why: '家暴，需要保密' }, town.workers.head)).body.code).toBe('circle.not-members')
  expect((await show(town.workers.east)).status).toBe(200)
})

test('a head of the next town cannot restrict, or tell whether there is something to restrict', async () => {
  const westHead = await town.addPost('station_head', PLACES.west, town.stations.west.id)
  const answers = [await post(`/residents/${id}/protect`, { members: [westHead.post], why: '试试' }, westHead), await post(`/residents/${randomUUID()}/protect`, { members: [westHead.post], why: '试试' }, westHead)]
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual([[404, 'resident.not-found'], [404, 'resident.not-found']])
})

test('a head is offered the posts of the station that see names', async () => {
  const { body } = await town.ask(town.workers.head, 'GET', `/residents/${id}/circle-choices`)
  const offered = body.rows.map((row: { post: string }) => row.post)
  expect(offered).toEqual(expect.arrayContaining([insider.post, town.workers.east.post, town.workers.head.post]))
  for (const who of ['west', 'township', 'county', 'manager'] as const) expect(offered).not.toContain(town.workers[who].post)
})

test('once restricted, only the circle opens the file; for everybody else it is not there', async () => {
  expect((await post(`/residents/${id}/protect`, { members: [insider.post], why: '家暴，需要保密' }, town.workers.head)).status).toBe(200)
  const absent = await show(town.workers.east, randomUUID())
  for (const who of ['east', 'head', 'supervisor', 'county', 'township', 'cadre', 'west'] as const) {
    const answer = await show(town.workers[who])
    expect([answer.status, answer.body], who).toEqual([absent.status, absent.body])
  }
  const page = await show(insider)
  expect(page.body).toMatchObject({ name: '金丝雀', protected: true, note: '原话', tags: expect.arrayContaining(['violence-victim']), circle: [{ post: insider.post }], consents: [{ purpose: 'file' }] })
})

test('every table about people followed, history too, and no search word is left', async () => {
  const { rows: tables } = await town.owner.query(`select c.relname as name, bool_or(a.attname = 'file') as has_file from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by 1 having bool_or(a.attname = 'protected') and bool_or(a.attname = 'dossier')`)
  expect(tables.length).toBeGreaterThan(10)
  for (const { name, has_file } of tables) {
    const { rows } = await town.owner.query(`select count(*)::int as n from ${name} where (dossier = $1 ${has_file ? 'or file = $1' : ''}) and not protected`, [id])
    expect([name, rows[0].n]).toEqual([name, 0])
  }
  for (const [table, column] of [['search_token', 'file']]) expect((await town.owner.query(`select 1 from ${table} where ${column} = $1`, [id])).rowCount).toBe(0)
  expect((await town.owner.query('select 1 from history where dossier = $1', [id])).rowCount).toBeGreaterThan(2)
})

test('no list, search, similarity, household or sheet shows the canary to anybody outside the circle', async () => {
  const everybody = [...Object.values(town.workers)]
  for (const who of everybody) {
    const answers = [
      await post('/residents/list', { limit: 200, state: 'all' }, who), await post('/residents/list', { tags: ['lives-alone'], limit: 200 }, who),
      ...(await Promise.all(['金丝雀', '金', 'jinsique', 'jsq', IDENTITY, '13811112222', '2222', '水塘', '独居', '紧诗确'].map((words) => post('/residents/search', { words }, who)))),
      await post('/residents/similar', { name: '金丝雀', birthOn: '1985-05-05', identity: IDENTITY, phone: '13811112222', place: PLACES.eastVillage }, who),
      await town.ask(who, 'GET', `/households/${home}`), await post(`/residents/${id}/reveal`, { field: 'phone', reason: 'contact' }, who),
      await post('/records/list', { station: town.stations.east.id }, who), await post('/records/list', { file: id }, who),
    ]
    for (const answer of answers) {
      expect(JSON.stringify(answer.body), who.role).not.toMatch(CANARY)
      if (answer.status === 200) expect(JSON.stringify(answer.body), who.role).not.toContain(id)
    }
  }
})

test('no change to a restricted file is possible from outside', async () => {
  const tries = [['change', { version: 3, name: '改' }], ['risk', { version: 3, risk: 'red', reason: '试试看' }], ['tags', { id: randomUUID(), tag: 'dibao' }], ['close', { version: 3, why: 'died', on: '2026-05-20' }],
    ['move', { version: 3, place: PLACES.eastVillage2 }], ['consents', { id: randomUUID(), purpose: 'file', medium: 'written' }], ['reveal', { field: 'identity', reason: 'other' }]] as const
  for (const [path, body] of tries) expect((await post(`/residents/${id}/${path}`, body)).status, path).toBe(404)
})

test('the circle goes on working: changes, groups, a visit; the house others live in stays theirs under another name', async () => {
  const { version } = (await show(insider)).body
  expect((await post(`/residents/${id}/change`, { version, note: '新话' }, insider)).status).toBe(200)
  expect((await post(`/residents/${id}/tags`, { id: randomUUID(), tag: 'single-parent' }, insider)).status).toBe(200)
  const visit = { kind: 'visit', occurredOn: '2026-05-20', minutes: 20, files: [id], mode: 'home', result: 'normal', words: '平安' }
  expect((await town.ask(insider, 'PUT', `/records/${randomUUID()}`, visit)).status).toBe(200)
  // His history is there for the circle, in lists and in numbers, and for nobody else.
  const listed = async (who: typeof insider) => (await town.ask(who, 'POST', '/records/list', { file: id, limit: 200 })).body.rows.length
  const counted = async (who: typeof insider) => (await town.ask(who, 'POST', '/records/years', { file: id })).body.years.flatMap((year: any) => year.kinds).reduce((sum: number, { number }: any) => sum + number, 0)
  expect([await listed(insider) > 0, await counted(insider)]).toEqual([true, await listed(insider)])
  expect([await listed(town.workers.east), await counted(town.workers.east)]).toEqual([0, 0])
  // From outside it is kept for the head, as one about a file that is not there would be.
  const [hidden, absent] = [visit, { ...visit, files: [randomUUID()] }].map((body) => town.ask(town.workers.east, 'PUT', `/records/${randomUUID()}`, body))
  expect([(await hidden!).status, (await absent!).status]).toEqual([202, 202])
  expect((await town.ask(town.workers.east, 'GET', `/households/${home}`)).body).toMatchObject({ headName: '同屋人', members: [{ name: '同屋人' }] })
  expect((await town.owner.query('select 1 from search_token where file = $1', [id])).rowCount).toBe(0)
})

test('the same identity number in a restricted file is no oracle: a second file is simply saved', async () => {
  const answer = await town.ask(town.workers.east, 'PUT', `/residents/${randomUUID()}`, { place: PLACES.eastVillage2, name: '另一份', identity: IDENTITY, birthOn: '1985-05-05' })
  expect([answer.status, Object.keys(answer.body)]).toEqual([200, ['id', 'version', 'fileNo', 'warnings']])
})

test('opening a restricted file, and failing to, is known to the audit', async () => {
  const { rows } = await town.owner.query(`select distinct act from audit_leaf where subject = 'dossier' and subject_id = $1`, [id])
  expect(rows.map((row) => row.act)).toContain('admitted-by-circle')
})

test('what it counted is told of the county only', async () => {
  const { rows } = await town.owner.query(`select place, sum(n)::int as n from tally_tail where measure = 'file-opened' and tag = 'violence-victim' group by place having sum(n) <> 0`)
  expect(rows).toEqual([{ place: PLACES.county, n: 1 }].map((row) => ({ ...row, place: expect.anything() })))
  expect(Number(rows[0].place)).toBe(PLACES.county)
})

test('a head in the circle dissolves it, and the file is an ordinary one again', async () => {
  expect((await post(`/residents/${id}/unprotect`, {}, town.workers.head)).status).toBe(404)
  const head2 = await town.addPost('station_head', PLACES.east, town.stations.east.id)
  const second = await open({ name: '再保护', note: '话' })
  await post(`/residents/${second}/protect`, { members: [head2.post], why: '另有原因' }, town.workers.head)
  expect((await post(`/residents/${second}/unprotect`, {}, head2)).status).toBe(200)
  expect((await show(town.workers.east, second)).body).toMatchObject({ name: '再保护', protected: false, note: '话', circle: [] })
  expect((await post('/residents/search', { words: '再保护' })).body.rows).toMatchObject([{ id: second }])
})

test('a visit to two people goes behind the circle of the one who is protected, stays readable there, and comes back', async () => {
  const [one, other] = [await open({ name: '同访甲' }), await open({ name: '同访乙' })]
  const shared = randomUUID()
  const visit = { kind: 'visit', occurredOn: '2026-05-18', minutes: 33, files: [one, other], mode: 'home', result: 'normal', words: '两家一起看的' }
  expect((await town.ask(town.workers.east, 'PUT', `/records/${shared}`, visit)).status).toBe(200)
  const photo = randomUUID()
  await town.owner.query(`insert into record_photo (id, cell, place, dossier, record, blob, shows, consent) values ($1, 510421, $2, $3, $3, $1, 'site', 'inside')`, [photo, PLACES.east, shared])
  const read = async (who: Town['workers']['east']) => town.ask(who, 'GET', `/records/${shared}`)
  expect((await read(town.workers.east)).body.words).toBe('两家一起看的')
  const head2 = await town.addPost('station_head', PLACES.east, town.stations.east.id)
  const minutes = async (who: Town['workers']['east'], scope: object) =>
    (await post('/figures', { indicators: ['service-hours'], scope, period: { from: '2026-05-18', to: '2026-05-18' } }, who)).body.figures[0].value
  const atCounty = async () => (await town.owner.query(`select coalesce(sum(minutes), 0)::int as n from tally_tail where measure = 'visit' and tag = '' and station is null and place = $1 and day = '2026-05-18'`, [PLACES.county])).rows[0].n
  const [before, county] = [await minutes(town.workers.head, { by: 'station', station: town.stations.east.id }), await atCounty()]

  await post(`/residents/${one}/protect`, { members: [insider.post, head2.post], why: '家暴，需要保密' }, town.workers.head)
  expect((await read(town.workers.east)).status).toBe(404)
  expect((await read(insider)).body).toMatchObject({ words: '两家一起看的' })
  expect((await town.owner.query('select 1 from record_photo where record = $1 and not protected', [shared])).rowCount).toBe(0)
  expect((await town.owner.query('select 1 from history where row_id in ($1, $2) and not protected', [shared, photo])).rowCount).toBe(0)
  expect([await minutes(town.workers.head, { by: 'station', station: town.stations.east.id }), await atCounty()]).toEqual([before - 33, county + 33])
  // The other one was seen on that day all the same.
  expect((await town.owner.query('select last_on from duty where file = $1 and closed_on is null', [other])).rows).toEqual((await town.owner.query('select last_on from duty where file = $1 and closed_on is null', [one])).rows)
  expect((await town.owner.query('select protected from record_person where record = $1 and file = $2', [shared, other])).rows).toEqual([{ protected: false }])

  // When the second one is protected too, and the first no more, the record stays behind the second's circle.
  await post(`/residents/${other}/protect`, { members: [insider.post, head2.post], why: '另有原因' }, town.workers.head)
  expect((await post(`/residents/${one}/unprotect`, {}, head2)).status).toBe(200)
  expect([(await read(town.workers.east)).status, (await read(insider)).body.words]).toEqual([404, '两家一起看的'])
  expect((await post(`/residents/${other}/unprotect`, {}, head2)).status).toBe(200)
  expect((await read(town.workers.east)).body.words).toBe('两家一起看的')
  expect([await minutes(town.workers.head, { by: 'station', station: town.stations.east.id }), await atCounty()]).toEqual([before, county])
})
