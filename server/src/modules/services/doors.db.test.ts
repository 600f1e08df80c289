import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asGuest, openDatabase } from '#server/platform/database/index.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// Somebody without an account, a code on a wall, and what stays closed to him.
let town: Town
beforeAll(async () => { town = await startTown() })
afterAll(() => town.stop())

type Who = { account: string; post: string }
const must = async (who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => {
  const answer = await town.ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
/** As the public: no cookie, no post. */
const publicly = async (method: 'GET' | 'PUT', url: string, payload?: object) => {
  const answer = await town.app.inject({ method, url: `/api/v1${url}`, ...(payload && { payload }) })
  return { status: answer.statusCode, body: JSON.parse(answer.body) }
}
const until = () => town.clock.today()
const survey = async (who: Who = town.workers.east) => {
  const id = randomUUID()
  await must(who, 'PUT', `/services/${id}`, { method: 'satisfaction', title: '上半年满意度', openedOn: town.clock.today() })
  return id
}
const makeDoor = async (body: object, who: Who = town.workers.east) => {
  const id = randomUUID()
  await must(who, 'PUT', `/doors/${id}`, { untilOn: until(), ...body })
  const { rows } = await must(who, 'POST', '/doors/list', 'service' in body ? { service: body.service } : {})
  return rows.find((row: { id: string }) => row.id === id)
}
const GOOD = { whom: 'client', attitude: 5, skill: 5, timely: 4, respect: 5, result: 4, recommend: 5 }
const answerOf = async (token: string, answers: object = GOOD, id = randomUUID()) =>
  publicly('PUT', `/public/doors/${token}/answers/${id}`, { formVersion: (await publicly('GET', `/public/doors/${token}`)).body.formVersion, answers })

test('a code shows its questions and the station, and nothing else', async () => {
  const { token } = await makeDoor({ service: await survey(), door: 'answer' })
  const { status, body } = await publicly('GET', `/public/doors/${token}`)
  expect([status, Object.keys(body).sort()]).toEqual([200, ['fields', 'formVersion', 'intro', 'state', 'stationName', 'tells', 'title', 'today']])
  expect(body.fields.map(({ key }: { key: string }) => key)).toEqual(['whom', 'attitude', 'skill', 'timely', 'respect', 'result', 'recommend', 'opinion'])
  expect([body.stationName, body.state, body.tells]).toEqual(['攀莲镇社会工作服务站', 'open', false])
})

test('an answer stands in the survey as if staff had entered it: sealed, scored, by code; sent twice it is one', async () => {
  const service = await survey()
  const { token } = await makeDoor({ service, door: 'answer' })
  const id = randomUUID()
  const opinion = '小周人好，就是来得少。'
  expect((await answerOf(token, { ...GOOD, opinion }, id)).status).toBe(200)
  expect((await answerOf(token, { ...GOOD, opinion }, id)).status).toBe(200)
  const seen = await must(town.workers.east, 'GET', `/services/${service}`)
  const filled = seen.stages.flatMap((stage: any) => stage.forms).find((form: any) => form.key === 'satisfaction-answer').filled
  expect(filled).toMatchObject([{ workerName: '公众', score: 92, level: { key: 'good' } }])
  expect((await must(town.workers.east, 'GET', `/service-forms/${filled[0].id}`)).answers).toMatchObject({ whom: 'client', way: 'qr', opinion })
  expect((await town.owner.query('select count(*)::int as n from service_form where service = $1 and position($2::bytea in answers_sealed) > 0', [service, Buffer.from('小周')])).rows[0].n).toBe(0)
  expect((await must(town.workers.east, 'POST', '/doors/list', { service })).rows[0].used).toBe(1)
})

test('thirty answer at the same instant where ten were asked for: exactly ten are in', async () => {
  const service = await survey()
  const { token } = await makeDoor({ service, door: 'answer', most: 10 })
  const answers = await Promise.all(Array.from({ length: 30 }, () => answerOf(token)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
  expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(new Set(['door.full']))
  expect((await town.owner.query('select count(*)::int as n from service_form where service = $1', [service])).rows[0].n).toBe(10)
})

test('an invented, ended, past or broken code, an answer to a question that was not asked, and nothing at all are refused and change nothing', async () => {
  const service = await survey()
  const door = await makeDoor({ service, door: 'answer' })
  const before = (await town.owner.query('select count(*)::int as n from service_form')).rows[0].n
  expect((await publicly('GET', `/public/doors/${'A'.repeat(38)}`)).body.code).toBe('door.not-found')
  expect((await publicly('GET', `/public/doors/${door.token.slice(0, -4)}AAAA`)).body.code).toBe('door.not-found')
  expect((await answerOf(door.token, { way: 'face' })).body.code).toBe('form.answer-wrong')
  expect((await answerOf(door.token, { attitude: 9 })).body.code).toBe('form.answer-wrong')
  expect((await answerOf(door.token, {})).body.code).toBe('door.nothing-said')
  expect((await publicly('PUT', `/public/doors/${door.token}/answers/${randomUUID()}`, { formVersion: 'feedback@0', answers: GOOD })).body.code).toBe('form.version-changed')
  await must(town.workers.east, 'POST', `/doors/${door.id}/end`, { version: door.version })
  expect([(await publicly('GET', `/public/doors/${door.token}`)).body.state, (await answerOf(door.token)).body.code]).toEqual(['ended', 'door.ended'])
  const late = await makeDoor({ service, door: 'answer' })
  const now = town.clock.now()
  town.clock.set(new Date(now.getTime() + 2 * 86_400_000).toISOString())
  expect((await answerOf(late.token)).body.code).toBe('door.past')
  town.clock.set(now.toISOString())
  expect((await town.owner.query('select count(*)::int as n from service_form')).rows[0].n).toBe(before)
})

test('a code for somebody else\'s survey, a way that has no door, and too long a time are refused', async () => {
  const service = await survey()
  const ask = (body: object, who: Who = town.workers.east) => town.ask(who, 'PUT', `/doors/${randomUUID()}`, body)
  expect((await ask({ service, door: 'answer', untilOn: until() }, town.workers.west)).body.code).toBe('service.not-found')
  expect((await ask({ service, door: 'complain', untilOn: until() })).body.code).toBe('door.not-found')
  expect((await ask({ method: 'casework', door: 'answer', untilOn: until() })).body.code).toBe('door.not-found')
  expect((await ask({ service, door: 'answer', untilOn: '2029-01-01' })).body.code).toBe('door.until')
})

test('a complaint by code begins a service with its clocks, tells the head, and answers to its own code alone', async () => {
  const { token } = await makeDoor({ method: 'complaint', door: 'complain' }, town.workers.head)
  const id = randomUUID()
  const sent = await answerOf(token, { kind: 'conduct', facts: '上门时态度不好。', anonymous: true }, id)
  expect(sent.status).toBe(200)
  expect((await answerOf(token, { kind: 'conduct', facts: '上门时态度不好。', anonymous: true }, id)).body).toEqual(sent.body)
  const { rows } = await must(town.workers.head, 'POST', '/services/list', { method: 'complaint', limit: 50 })
  expect(rows).toMatchObject([{ title: '意见和投诉', stage: 'received', state: 'open', number: expect.any(String) }])
  const page = await must(town.workers.head, 'GET', `/services/${rows[0].id}`)
  expect(page.clocks.filter(({ doneAt }: { doneAt: string | null }) => doneAt === null).map(({ key }: { key: string }) => key).sort()).toEqual(['accept', 'resolve-urgent'])
  const standing = await publicly('GET', `/public/receipts/${sent.body.code.toLowerCase().replaceAll('-', '')}`)
  expect(standing).toMatchObject({ status: 200, body: { stageTitle: { zh: '收到' }, state: 'open', answers: [] } })
  expect(JSON.stringify(standing.body)).not.toMatch(/态度不好|station_head/)
  expect((await publicly('GET', '/public/receipts/ABCD-EFGH-JKLM')).body.code).toBe('receipt.not-found')
  const { formVersion } = await must(town.workers.head, 'GET', `/services/form/complaint-reply?service=${page.id}`)
  await must(town.workers.head, 'PUT', `/service-forms/${randomUUID()}`, { service: page.id, form: 'complaint-reply', formVersion, filledOn: town.clock.today(), answers: { replied_on: town.clock.today(), text: '已向您道歉。', how: 'phone' } })
  const replied = await publicly('GET', `/public/receipts/${sent.body.code}`)
  expect(replied.body.answers.map(({ value }: { value: string }) => value)).toEqual([town.clock.today(), '已向您道歉。'])
  expect((await town.owner.query(`select code_hash from public_receipt where id = $1`, [page.id])).rows[0].code_hash).toHaveLength(32)
})

test('a survey adds up its answers by who gave them, and each number opens to exactly those', async () => {
  const service = await survey()
  const { token } = await makeDoor({ service, door: 'answer' })
  for (const answers of [GOOD, { ...GOOD, whom: 'purchaser' }, { whom: 'client', attitude: 1, skill: 2 }]) expect((await answerOf(token, answers)).status).toBe(200)
  const { results } = await must(town.workers.east, 'GET', `/services/${service}`)
  expect(results).toMatchObject([{ form: 'satisfaction-answer', groups: [{ key: null, answers: 3, mean: 66, low: 1 }, { key: 'client', answers: 2, mean: 53, low: 1 }, { key: 'purchaser', answers: 1, mean: 92, low: 0 }] }])
  const behind = async (group?: string) => (await must(town.workers.east, 'POST', `/services/${service}/answers`, { form: 'satisfaction-answer', ...(group && { group }) })).rows.map(({ score }: { score: number }) => score)
  expect([await behind(), await behind('client'), await behind('purchaser')]).toEqual([[13, 92, 92], [13, 92], [92]])
})

test('one survey is its answers by code, by telephone and on paper: how many came each way, and each number opens to its answers and tallies', async () => {
  const service = await survey()
  const { token } = await makeDoor({ service, door: 'answer' })
  for (const answers of [GOOD, { ...GOOD, whom: 'purchaser' }]) expect((await answerOf(token, answers)).status).toBe(200)
  const fill = async (form: string, answers: object) => {
    const { formVersion } = await must(town.workers.east, 'GET', `/services/form/${form}?service=${service}`)
    return must(town.workers.east, 'PUT', `/service-forms/${randomUUID()}`, { service, form, formVersion, filledOn: town.clock.today(), answers })
  }
  await fill('satisfaction-answer', { whom: 'client', way: 'phone', attitude: 3, skill: 3 })
  await fill('satisfaction-answer', { whom: 'client', attitude: 5 })
  const tally = await fill('satisfaction-tally', { whom: 'client', fives: 6, fours: 3, ones: 1 })
  await fill('satisfaction-tally', { whom: 'executor', fours: 2, twos: 0 })
  const results = async () => (await must(town.workers.east, 'GET', `/services/${service}`)).results[0]
  expect(await results()).toMatchObject({
    groups: [{ key: null, answers: 16, mean: 82, low: 2 }, { key: 'client', answers: 13, mean: 82, low: 2 }, { key: 'executor', answers: 2, mean: 75, low: 0 }, { key: 'purchaser', answers: 1, mean: 92, low: 0 }],
    ways: [{ key: 'paper', title: { zh: '纸质问卷' }, answers: 12, mean: 81, low: 1 }, { key: 'qr', answers: 2, mean: 92, low: 0 }, { key: '', title: null, answers: 1, mean: 100, low: 0 }, { key: 'phone', answers: 1, mean: 50, low: 1 }],
  })
  const behind = async (only: object) => (await must(town.workers.east, 'POST', `/services/${service}/answers`, { form: 'satisfaction-answer', ...only })).rows.map(({ form, sheets, score }: any) => [form.replace('satisfaction-', ''), sheets, score])
  expect(await behind({ way: 'paper' })).toEqual([['tally', 2, 75], ['tally', 10, 83]])
  expect([await behind({ way: 'phone' }), await behind({ way: '' })]).toEqual([[['answer', null, 50]], [['answer', null, 100]]])
  expect((await behind({ group: 'client' })).reduce((sum: number, [, sheets]: any) => sum + (sheets ?? 1), 0)).toBe(13)
  const pages = []
  for (let after: string | null | undefined; after !== null;) {
    const page: any = await must(town.workers.east, 'POST', `/services/${service}/answers`, { form: 'satisfaction-answer', limit: 4, ...(after && { after }) })
    pages.push(page.rows.map(({ id }: any) => id))
    after = page.next
  }
  expect([pages.map(({ length }) => length), new Set(pages.flat()).size]).toEqual([[4, 2], 6])
  expect((await town.ask(town.workers.east, 'POST', `/services/${service}/answers`, { form: 'satisfaction-answer', after: 'x' })).body.code).toBe('request.malformed')
  expect((await town.ask(town.workers.west, 'POST', `/services/${service}/answers`, { form: 'satisfaction-answer' })).body.code).toBe('service.not-found')
  await must(town.workers.east, 'POST', `/service-forms/${tally.id}/amend`, { version: 1, why: '数错一份', answers: { whom: 'client', fives: 7, fours: 3, ones: 1 } })
  expect((await results()).ways[0]).toMatchObject({ key: 'paper', answers: 13 })
  await must(town.workers.east, 'POST', `/service-forms/${tally.id}/void`, { version: 2, why: '录重了' })
  expect((await results()).ways.find(({ key }: any) => key === 'paper')).toMatchObject({ answers: 2 })
})

test('a sample is drawn from those served, never from one\'s own, the protected or the drawn, and its seed finds the same people again', async () => {
  const files = []
  for (let n = 0; n < 12; n++) files.push(await town.addFile(town.stations.east, PLACES.eastVillage, { name: `抽样${n}` }))
  const hidden = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '不抽', isProtected: false })
  const visit = (who: Who, file: string) => must(who, 'PUT', `/records/${randomUUID()}`, { kind: 'visit', files: [file], occurredOn: town.clock.today(), minutes: 20, mode: 'home', result: 'normal', words: '在家' })
  for (const { id } of [...files.slice(0, 10), hidden]) await visit(town.workers.east, id)
  await visit(town.workers.head, files[10]!.id)
  await visit(town.workers.head, files[9]!.id)
  await town.owner.query('update resident_file set protected = true where id = $1', [hidden.id])
  await town.owner.query('update record_person set protected = true where file = $1', [hidden.id])
  const service = await survey(town.workers.head)
  const draw = (body: object) => town.ask(town.workers.head, 'POST', `/services/${service}/sample`, { id: randomUUID(), from: town.clock.today(), to: town.clock.today(), ...body })
  expect((await draw({ size: 6 })).body).toEqual({ drawn: 6, pool: 9 })
  const page = await must(town.workers.head, 'GET', `/services/${service}`)
  const drawn = page.people.map(({ file }: { file: string }) => file)
  const pool: string[] = files.slice(0, 9).map(({ id }) => id)
  expect(drawn.every((file: string) => pool.includes(file))).toBe(true)
  const again = (await town.owner.query('select f from unnest($1::uuid[]) f order by md5($2 || f::text) limit 6', [pool, page.samples[0].seed])).rows.map(({ f }) => f)
  expect([...drawn].sort()).toEqual(again.sort())
  expect((await draw({ size: 100 })).body).toEqual({ drawn: 3, pool: 3 })
  expect((await draw({ size: 5 })).body.code).toBe('sample.nobody')
  expect((await draw({ size: 5, to: '2029-01-01' })).body.code).toBe('sample.time')
})

test('the database alone shows a guest one dossier of all people, and no more; with its policy gone, this test would see', async () => {
  const [mine, other] = [await survey(), await survey()]
  await answerOf((await makeDoor({ service: other, door: 'answer' })).token)
  await town.addFile(town.stations.east, PLACES.eastVillage, { name: '王秀英' })
  const database = openDatabase({ url: town.appUrl, poolSize: 1 })
  const seen = async () => asGuest(database, async () => ({ id: randomUUID(), name: '公众', place: PLACES.east, cell: 510421, station: town.stations.east.id, dossier: mine }), town.clock.today(), async (tx) => {
    const tables = (await sql<{ name: string }>`select distinct polrelid::regclass::text as name from pg_policy where polname = 'see_people_in_reach' and has_table_privilege(polrelid, 'select')`.execute(tx)).rows
    const strangers = []
    for (const { name } of tables) if ((await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)} where dossier <> ${mine}::uuid`.execute(tx)).rows[0]!.n > 0) strangers.push(name)
    return { strangers, tables: tables.length, own: (await sql<{ n: number }>`select count(*)::int as n from service`.execute(tx)).rows[0]!.n }
  })
  try {
    expect(await seen()).toEqual({ strangers: [], tables: expect.any(Number), own: 1 })
    expect((await seen()).tables).toBeGreaterThan(15)
    await town.owner.query('alter table service_form disable row level security')
    expect((await seen()).strangers).toEqual(['service_form'])
  } finally {
    await town.owner.query('alter table service_form enable row level security')
    await database.destroy()
  }
})

test('a service that became protected has no door any more, and its code finds nothing', async () => {
  const { token } = await makeDoor({ method: 'complaint', door: 'complain' }, town.workers.head)
  const { body: { code } } = await answerOf(token, { kind: 'other', facts: '问一下。' })
  const { rows: [found] } = await town.owner.query(`select id from service where method = 'complaint' order by recorded_at desc, id desc`)
  await town.owner.query('update service set protected = true where method = $1', ['complaint'])
  expect(found).toBeDefined()
  expect((await publicly('GET', `/public/receipts/${code}`)).body.code).toBe('receipt.not-found')
})
