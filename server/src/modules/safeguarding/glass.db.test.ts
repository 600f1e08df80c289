import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { inventIdentityNumber } from '#server/platform/identity-number.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

type Who = Town['workers']['east']
const IDENTITY = inventIdentityNumber(510421, '2016-05-05')
const PHONE = '13811112222'
const REASON = '派出所来电，孩子可能有危险'
let town: Town
let circleHead: Who
let member: Who
let breaker: Who
let accused: Who
let file: string
let fileNo: string

beforeAll(async () => {
  town = await startTown()
  const { east, west } = town.stations
  circleHead = await town.addPost('station_head', PLACES.east, east.id)
  member = await town.addPost('worker', PLACES.east, east.id)
  breaker = await town.addPost('worker', PLACES.west, west.id)
  accused = await town.addPost('worker', PLACES.east, east.id)
  file = randomUUID()
  const saved = await town.ask(town.workers.east, 'PUT', `/residents/${file}`, { place: PLACES.eastVillage, name: '小雨', identity: IDENTITY, phone: PHONE, note: '不能让人知道住在哪里' })
  fileNo = saved.body.fileNo
  expect((await post(circleHead, `/residents/${file}/protect`, { members: [circleHead.post, member.post], why: '疑似受到伤害', conflicts: [{ post: accused.post, kind: 'accused' }] })).status).toBe(200)
})
afterAll(() => town.stop())
beforeEach(async () => {
  await town.owner.query('delete from dossier_ask where not exists (select from break_glass g where g.ask = dossier_ask.id)')
  for (const who of [circleHead, member, breaker, accused, ...Object.values(town.workers)]) await stepUp(who)
})

const stepUp = async (who: Who) => {
  await town.as(who)
  await town.owner.query('update session set stepped_up_at = $2 where account = $1', [who.account, town.clock.now()])
}
const post = (who: Who, path: string, body: object) => town.ask(who, 'POST', path, body)
const ask = (who: Who, kind: string, number: string, id = randomUUID()) => post(who, '/glass/ask', { id, kind, number })
const open = (who: Who, question: string, id = randomUUID(), category = 'danger-to-life') => post(who, '/glass/open', { id, ask: question, category, reason: REASON })
const show = (who: Who) => town.ask(who, 'GET', `/residents/${file}`)
const glass = async (who: Who) => (await town.ask(who, 'GET', '/glass')).body
const later = (minutes: number) => town.clock.set(new Date(town.clock.now().getTime() + minutes * 60_000).toISOString())
const toldOf = async (kind: string) => (await town.owner.query(`select payload -> 'posts' as posts from outbox where event = 'notice.asked' and payload ->> 'kind' = $1 order by id desc limit 1`, [kind])).rows[0]?.posts as string[] | null | undefined
const breakIn = async (who: Who) => {
  const question = randomUUID()
  await ask(who, 'phone', PHONE, question)
  return open(who, question)
}
const review = async (who: Who, outcome: string) => {
  const waiting = (await glass(who)).watched.find((one: any) => one.outcome === null)
  return post(who, `/glass/${waiting.id}/review`, { outcome, words: '看过记录，情况属实' })
}

test('only who knows the whole number hears that there is a protected file, and nothing else about it', async () => {
  for (const [kind, number] of [['identity', IDENTITY], ['phone', '138-1111-2222'], ['file-no', fileNo]] as const) {
    const answer = await ask(breaker, kind, number)
    expect([answer.status, answer.body], kind).toEqual([200, { answer: 'found', file: null }])
    await town.owner.query('delete from dossier_ask')
  }
  for (const [kind, number] of [['phone', '1381111'], ['identity', IDENTITY.slice(0, 17)], ['file-no', fileNo.slice(7)]] as const) {
    const { status, body } = await ask(breaker, kind, number)
    expect(body.code === 'glass.not-exact' || body.answer === 'none', `${kind} ${number} ${status}`).toBe(true)
  }
  expect((await ask(breaker, 'phone', '13811112223')).body).toEqual({ answer: 'none', file: null })
})

test('another county hears that there is nothing, and so does an ordinary file', async () => {
  expect((await ask(town.workers.far, 'identity', IDENTITY)).body).toEqual({ answer: 'none', file: null })
  await town.ask(town.workers.east, 'PUT', `/residents/${randomUUID()}`, { place: PLACES.eastVillage, name: '不保密', phone: '13900001111' })
  expect((await ask(breaker, 'phone', '13900001111')).body).toEqual({ answer: 'none', file: null })
})

test('village posts, offices, agencies and auditors may not even ask', async () => {
  for (const who of ['cadre', 'township', 'county', 'city', 'manager', 'auditor', 'administrator'] as const) {
    expect([who, (await ask(town.workers[who], 'identity', IDENTITY)).status]).toEqual([who, 403])
  }
})

test('without a fresh second factor nobody asks, and nobody opens; the database says so too', async () => {
  const question = randomUUID()
  await ask(breaker, 'phone', PHONE, question)
  later(11)
  expect((await ask(breaker, 'phone', PHONE)).body.code).toBe('session.step-up-needed')
  expect((await open(breaker, question)).body.code).toBe('session.step-up-needed')
  const { rows } = await town.owner.query(`select app.is_stepped_up(id, $2) as ok from session where account = $1`, [breaker.account, town.clock.now()])
  expect(rows).toEqual([{ ok: false }])
})

test('five questions an hour and no more, whatever they answer; each is kept, and a hit is told to who watches', async () => {
  for (let n = 0; n < 5; n++) expect((await ask(breaker, 'phone', n === 0 ? PHONE : `1390000200${n}`)).status).toBe(200)
  expect((await ask(breaker, 'phone', PHONE)).body.code).toBe('glass.too-many')
  expect((await town.owner.query('select count(*)::int as n from dossier_ask where account = $1', [breaker.account])).rows).toEqual([{ n: 5 }])
  expect((await town.owner.query(`select count(*)::int as n from audit_leaf where act = 'protected-asked' and account = $1 and rows > 0 and subject_id = $2`, [breaker.account, file])).rows[0].n).toBeGreaterThan(0)
  expect(new Set(await toldOf('glass-asked'))).toEqual(new Set([circleHead.post, member.post, town.workers.supervisor.post]))
  expect((await glass(circleHead)).asks).toMatchObject([{ kind: 'phone', byName: 'worker', fileNo }])
  expect((await glass(town.workers.east)).asks).toEqual([])
  later(61)
  await stepUp(breaker)
  expect((await ask(breaker, 'phone', PHONE)).status).toBe(200)
})

test('many questions at the same instant are not more than five', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => ask(town.workers.west, 'phone', `139000030${String(n).padStart(2, '0')}`)))
  expect(answers.filter(({ status }) => status === 200).length).toBe(5)
})

test('glass is broken with a ground of the list, a reason and a question just asked, and by nobody with the question of another', async () => {
  const question = randomUUID()
  await ask(breaker, 'identity', IDENTITY, question)
  expect((await open(breaker, question, randomUUID(), 'curiosity')).body.code).toBe('code.unknown')
  expect((await open(breaker, randomUUID())).body.code).toBe('glass.not-found')
  expect((await open(town.workers.west, question)).body.code).toBe('glass.not-found')
  expect((await post(breaker, '/glass/open', { id: randomUUID(), ask: question, category: 'other', reason: '急' })).status).toBe(400)
  later(31)
  await stepUp(breaker)
  expect((await open(breaker, question)).body.code).toBe('glass.not-found')
  expect((await show(breaker)).status).toBe(404)
})

test('somebody in conflict of interest hears that there is nothing, and enters no circle', async () => {
  expect((await ask(accused, 'identity', IDENTITY)).body).toEqual({ answer: 'none', file: null })
  expect((await ask(accused, 'phone', PHONE)).body).toEqual((await ask(accused, 'phone', '13911113333')).body)
  expect((await post(circleHead, `/residents/${file}/protect`, { members: [circleHead.post, accused.post], why: '换人' })).body.code).toBe('circle.in-conflict')
  await town.owner.query(`insert into circle_member (id, cell, place, dossier, post, kind, from_at, why) values ($1, 510421, $2, $3, $4, 'circle', $5, 'past the rules')`, [randomUUID(), PLACES.east, file, accused.post, town.clock.now()])
  expect((await show(accused)).status).toBe(404)
  await town.owner.query('delete from circle_member where post = $1', [accused.post])
})

test('it opens for three hours by the row, tells the circle and the supervisor at once, and closes inside the running session', async () => {
  const id = randomUUID()
  const question = randomUUID()
  await ask(breaker, 'phone', PHONE, question)
  const opened = await open(breaker, question, id)
  expect([opened.status, opened.body]).toEqual([200, { file, untilAt: new Date(town.clock.now().getTime() + 3 * 3_600_000).toISOString() }])
  expect((await open(breaker, question, id)).body).toEqual(opened.body)
  expect((await show(breaker)).body).toMatchObject({ name: '小雨', note: '不能让人知道住在哪里', glassUntil: opened.body.untilAt })
  expect((await show(member)).body.glassUntil).toBeNull()
  expect(new Set(await toldOf('glass-review'))).toEqual(new Set([circleHead.post, town.workers.supervisor.post]))
  expect(await toldOf('glass-opened')).toEqual([member.post])
  expect((await town.owner.query(`select act from audit_leaf where subject = 'dossier' and subject_id = $1 and account = $2`, [file, breaker.account])).rows.map(({ act }) => act)).toEqual(expect.arrayContaining(['break-glass-opened', 'admitted-by-break-glass']))
  const kept = await town.owner.query(`select to_jsonb(o)::text as text from outbox o where event = 'notice.asked' union all select to_jsonb(g)::text from break_glass g union all select to_jsonb(a)::text from audit_leaf a`)
  expect(kept.rows.filter(({ text }) => /小雨|派出所|13811112222/.test(text))).toEqual([])
  later(179)
  expect((await show(breaker)).status).toBe(200)
  later(2)
  expect((await show(breaker)).status).toBe(404)
  expect((await glass(breaker)).own).toMatchObject([{ file: null, outcome: null, reason: REASON }])
})

test('who broke glass has no say about the circle', async () => {
  const head = await town.addPost('station_head', PLACES.west, town.stations.west.id)
  await stepUp(head)
  expect((await breakIn(head)).status).toBe(200)
  expect((await show(head)).status).toBe(200)
  expect((await post(head, `/residents/${file}/unprotect`, {})).status).toBe(404)
  expect((await post(head, `/residents/${file}/protect`, { members: [head.post], why: '换成我' })).status).toBe(404)
  expect((await town.ask(head, 'GET', `/residents/${file}/circle-choices`)).body.conflicts).toEqual([])
  expect((await town.ask(circleHead, 'GET', `/residents/${file}/circle-choices`)).body.conflicts).toEqual([{ post: accused.post, kind: 'accused' }])
  expect((await review(circleHead, 'justified')).status).toBe(200)
})

test('until somebody else has reviewed it there is no second time; the reviewer reads the reason, and a supervisor not the file', async () => {
  const question = randomUUID()
  await ask(breaker, 'phone', PHONE, question)
  expect((await open(breaker, question)).body.code).toBe('glass.review-first')
  const [waiting] = (await glass(town.workers.supervisor)).watched.filter((one: any) => one.outcome === null)
  expect(waiting).toMatchObject({ reason: REASON, category: 'danger-to-life', fileNo, file: null, mine: true })
  expect((await glass(circleHead)).watched.find((one: any) => one.id === waiting.id)).toMatchObject({ file, mine: true })
  expect((await glass(member)).watched.find((one: any) => one.id === waiting.id)).toMatchObject({ mine: false })
  for (const who of [breaker, member, town.workers.east, town.workers.head, town.workers.west, accused]) {
    expect([who.role, (await post(who, `/glass/${waiting.id}/review`, { outcome: 'justified', words: '我觉得可以' })).status]).toEqual([who.role, 404])
  }
  expect((await post(town.workers.supervisor, `/glass/${waiting.id}/review`, { outcome: 'justified', words: '看过记录，情况属实' })).status).toBe(200)
  expect((await post(circleHead, `/glass/${waiting.id}/review`, { outcome: 'not-justified', words: '不同意这样做' })).body.code).toBe('glass.reviewed-before')
  expect((await glass(breaker)).own[0]).toMatchObject({ outcome: 'justified', review: '看过记录，情况属实' })
  expect(await toldOf('glass-reviewed')).toEqual([breaker.post])
  expect((await open(breaker, question)).status).toBe(200)
})

test('what was not justified closes at once', async () => {
  expect((await show(breaker)).status).toBe(200)
  expect((await review(circleHead, 'not-justified')).status).toBe(200)
  expect((await show(breaker)).status).toBe(404)
})

test('a conflict recorded while the file is open closes it', async () => {
  expect((await breakIn(breaker)).status).toBe(200)
  expect((await show(breaker)).status).toBe(200)
  const members = [circleHead.post, member.post]
  expect((await post(circleHead, `/residents/${file}/protect`, { members, why: '是亲属', conflicts: [{ post: accused.post, kind: 'accused' }, { post: breaker.post, kind: 'family' }] })).status).toBe(200)
  expect((await show(breaker)).status).toBe(404)
  expect((await glass(breaker)).own[0].file).toBeNull()
  expect((await review(circleHead, 'not-justified')).status).toBe(200)
  expect((await ask(breaker, 'phone', PHONE)).body.answer).toBe('none')
  await post(circleHead, `/residents/${file}/protect`, { members, why: '查清不是亲属', conflicts: [{ post: accused.post, kind: 'accused' }] })
  expect((await ask(breaker, 'phone', PHONE)).body.answer).toBe('found')
})

test('whoever is let in already is led to the file, and breaks nothing', async () => {
  expect((await ask(member, 'phone', PHONE)).body).toEqual({ answer: 'open', file })
})

test('a phone of two protected files opens neither', async () => {
  const second = randomUUID()
  await town.ask(town.workers.east, 'PUT', `/residents/${second}`, { place: PLACES.eastVillage, name: '小雪', phone: PHONE })
  await post(circleHead, `/residents/${second}/protect`, { members: [circleHead.post], why: '同一户' })
  const question = randomUUID()
  expect((await ask(breaker, 'phone', PHONE, question)).body).toEqual({ answer: 'several', file: null })
  expect((await open(breaker, question)).body.code).toBe('glass.not-found')
  expect((await post(circleHead, `/residents/${second}/unprotect`, {})).status).toBe(200)
  expect((await ask(breaker, 'phone', PHONE)).body.answer).toBe('found')
})

test('nobody but the functions reads who is in conflict, who asked, and by which phone a protected file is known', async () => {
  for (const table of ['conflict_of_interest', 'dossier_ask', 'protected_phone']) {
    const { rows } = await town.owner.query(`select has_table_privilege('wulian_app', $1, 'select') as app, has_table_privilege('wulian_listener', $1, 'select') as listener`, [table])
    expect([table, rows]).toEqual([table, [{ app: false, listener: false }]])
  }
  const { rows } = await town.owner.query(`select 1 from history where table_name in ('conflict_of_interest', 'break_glass') or (table_name = 'circle_member' and dossier = $1 and not protected)`, [file])
  expect(rows).toEqual([])
})
