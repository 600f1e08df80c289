import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { recomputeDuties } from './index.ts'

let town: Town
let listener: Database
beforeAll(async () => {
  town = await startTown()
  listener = openDatabase({ url: town.listenerUrl, poolSize: 2 })
})
afterAll(async () => {
  await listener.destroy()
  await town.stop()
})

const contact = async (file: string, change: Record<string, unknown> = {}, who = town.workers.east) => {
  const { kind = 'visit', occurredOn = '2026-05-19', mode = 'home', result = 'normal', ...more } = change
  const answer = await town.ask(who, 'PUT', `/records/${randomUUID()}`, { kind, occurredOn, minutes: 10, files: [file], mode, result, ...more })
  expect(answer.status).toBe(200)
  return answer.body.id as string
}
const dutyOf = async (file: string) => (await town.owner.query('select * from duty where file = $1 and closed_on is null', [file])).rows[0]
const today = async (query = {}, who = town.workers.east) => (await town.ask(who, 'POST', '/today', query)).body
const find = (page: any, file: string) => page.rows.find((row: any) => row.file === file)
const alone = { tags: ['lives-alone'] }

test('a visit opens the duty of the next month, and voiding it brings the old day back', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, alone)
  await contact(id, { occurredOn: '2026-04-10' })
  expect(await dutyOf(id)).toMatchObject({ due_on: '2026-05-31', last_on: '2026-04-10', monthly: true })
  const record = await contact(id)
  expect((await dutyOf(id)).due_on).toBe('2026-06-30')
  await town.ask(town.workers.east, 'POST', `/records/${record}/void`, { version: 1, why: '录错了人' })
  expect(await dutyOf(id)).toMatchObject({ due_on: '2026-05-31', last_on: '2026-04-10' })
})

test('a visit by the village cadre and one by the general station count for the same person', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, alone)
  await contact(id, { occurredOn: '2026-05-18' }, town.workers.supervisor)
  const record = await contact(id, { occurredOn: '2026-05-10' }, town.workers.cadre)
  expect((await dutyOf(id)).last_on).toBe('2026-05-18')
  await town.ask(town.workers.cadre, 'POST', `/records/${record}/void`, { version: 1, why: '重复录入' })
  expect((await dutyOf(id)).last_on).toBe('2026-05-18')
})

test('who is overdue stands first with the last words, and one trace is left for the page', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, { ...alone, name: '赵逾期' })
  const record = await contact(id, { occurredOn: '2026-03-10', words: '腿不方便' })
  const before = (await town.owner.query(`select count(*)::int as n from audit_leaf where act = 'view' and subject = 'duty'`)).rows[0].n
  const page = await today({ scope: 'station' })
  expect(find(page, id)).toMatchObject({
    name: '赵逾期', state: 'overdue', dueOn: '2026-04-30', daysLate: 20, villageName: '水塘村', tags: ['lives-alone'], age: 82,
    last: { record, on: '2026-03-10', mode: 'home', result: 'normal', words: '腿不方便' }, putOff: null,
  })
  expect((await town.owner.query(`select count(*)::int as n from audit_leaf where act = 'view' and subject = 'duty'`)).rows[0].n).toBe(before + 1)
})

test('a worker of the next town, and the cadre of another village, see nobody of these', async () => {
  expect((await today({ scope: 'station' }, town.workers.west)).rows).toEqual([])
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage2, alone)
  await contact(id, { occurredOn: '2026-03-10' })
  expect(find(await today({}, town.workers.cadre), id)).toBeUndefined()
  expect((await today({}, town.workers.cadre)).rows.every((row: any) => row.village === PLACES.eastVillage)).toBe(true)
  expect((await town.ask(town.workers.county, 'POST', '/today', {})).status).toBe(403)
})

test('the cadre sees when his villager was seen last, but not the words a worker wrote', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, alone)
  await contact(id, { occurredOn: '2026-03-11', words: '站里写的话' })
  expect(find(await today({}, town.workers.cadre), id).last).toMatchObject({ on: '2026-03-11', words: '' })
})

test('pages of today go on without a gap, the near village first among those due on one day', async () => {
  const files: string[] = []
  for (let at = 0; at < 6; at++) {
    const { id } = await town.addFile(town.stations.east, at % 2 === 0 ? PLACES.eastVillage : PLACES.eastVillage2, alone)
    await contact(id, { occurredOn: '2026-02-10' })
    files.push(id)
  }
  const seen: any[] = []
  let after: string | null = null
  do {
    const page: any = await today({ scope: 'station', near: PLACES.eastVillage2, limit: 3, ...(after && { after }) })
    seen.push(...page.rows)
    after = page.next
  } while (after)
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
  const same = seen.filter(({ file }) => files.includes(file)).map(({ village }) => village)
  expect(same).toEqual([...Array(3).fill(PLACES.eastVillage2), ...Array(3).fill(PLACES.eastVillage)])
  const { counts } = await today({ scope: 'station' })
  expect(counts.due + counts.overdue).toBe(seen.length)
})

test('顺延 needs a reason from the list and a day not too far, and ends with the next visit', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, alone)
  await contact(id, { occurredOn: '2026-03-12' })
  const duty = await dutyOf(id)
  const putOff = (body: object) => town.ask(town.workers.east, 'POST', `/duties/${duty.id}/put-off`, { version: duty.version, to: '2026-05-25', why: 'hospital', ...body })
  expect((await putOff({ to: '2026-05-20' })).body.code).toBe('duty.date-past')
  expect((await putOff({ to: '2026-06-20' })).body).toMatchObject({ code: 'duty.too-far', details: { latest: '2026-05-27' } })
  expect((await putOff({ why: 'lazy' })).body.code).toBe('code.unknown')
  expect((await putOff({ words: '县医院骨科' })).status).toBe(200)
  expect((await putOff({})).body.code).toBe('duty.changed-since')
  expect(find(await today({ scope: 'station' }), id)).toBeUndefined()
  expect(find(await today({ scope: 'station', state: 'put-off' }), id)).toMatchObject({ state: 'put-off', putOff: { to: '2026-05-25', why: 'hospital', words: '县医院骨科' } })
  expect((await town.owner.query('select put_off_words_sealed from duty where id = $1', [duty.id])).rows[0].put_off_words_sealed.includes(Buffer.from('骨科'))).toBe(false)
  await contact(id)
  expect((await dutyOf(id)).put_off_to).toBeNull()
})

test('many put off at once with one forged id: none is put off', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, alone)
  await contact(id, { occurredOn: '2026-03-12' })
  const duty = await dutyOf(id)
  const rows = [{ id: duty.id, version: duty.version }, { id: randomUUID(), version: 1 }]
  expect((await town.ask(town.workers.east, 'POST', '/duties/put-off-many', { rows, to: '2026-05-25', why: 'weather' })).body.code).toBe('duty.not-found')
  expect((await dutyOf(id)).put_off_to).toBeNull()
  expect((await town.ask(town.workers.west, 'POST', '/duties/put-off-many', { rows: rows.slice(0, 1), to: '2026-05-25', why: 'weather' })).body.code).toBe('duty.not-found')
})

test('everything of one who leaves goes to a colleague of the station, and to nobody from elsewhere', async () => {
  const leaver = await town.addPost('worker', PLACES.east, town.stations.east.id)
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, { ...alone, worker: leaver.account })
  await contact(id, { occurredOn: '2026-03-12' })
  const give = (worker: string) => town.ask(town.workers.head, 'POST', '/duties/reassign-many', { from: leaver.account, worker, why: 'worker-left' })
  expect((await give(town.workers.west.account)).body.code).toBe('worker.not-here')
  expect((await give(town.workers.east.account)).body).toEqual({ saved: 1 })
  expect((await dutyOf(id)).worker).toBe(town.workers.east.account)
})

test('a colleague\'s people are shown in the days of cover, marked as his', async () => {
  const absent = await town.addPost('worker', PLACES.east, town.stations.east.id)
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, { ...alone, worker: absent.account })
  await contact(id, { occurredOn: '2026-02-01' })
  const mine = async () => find(await today({ limit: 20 }), id)
  expect(await mine()).toBeUndefined()
  const cover = { absent: absent.account, covering: town.workers.east.account, fromOn: '2026-05-19', untilOn: '2026-05-22', why: 'worker-leave' }
  const key = randomUUID()
  expect((await town.ask(town.workers.head, 'PUT', `/covers/${key}`, cover)).body).toEqual({ id: key, version: 1 })
  expect((await town.ask(town.workers.head, 'PUT', `/covers/${key}`, cover)).body).toEqual({ id: key, version: 1 })
  expect(await mine()).toMatchObject({ covered: true, worker: absent.account })
  expect((await town.ask(town.workers.east, 'GET', '/covers')).body.rows).toHaveLength(1)
  expect((await town.ask(town.workers.west, 'GET', '/covers')).body.rows).toEqual([])
  expect((await town.ask(town.workers.head, 'PUT', `/covers/${key}`, { ...cover, untilOn: '2026-05-19', version: 1 })).body.version).toBe(2)
  town.clock.set('2026-05-20T11:00:00+08:00')
  expect(await mine()).toBeUndefined()
})

test('the head sees red people without contact, open reports and who recorded today', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, { risk: 'red', name: '周红' })
  await contact(id, { occurredOn: '2026-05-01' })
  await contact((await town.addFile(town.stations.east, PLACES.eastVillage)).id, { occurredOn: '2026-05-20' })
  await town.owner.query(`insert into report (id, cell, place, station, month, state) values ($1, 510421, $2, $3, '2026-04-01', 'draft')`, [randomUUID(), PLACES.east, town.stations.east.id])
  const { head } = await today({ scope: 'station' }, town.workers.head)
  expect(head.risks).toContainEqual({ file: id, name: '周红', villageName: '水塘村', workerName: null, lastOn: '2026-05-01', daysLate: 12 })
  expect(head.reports).toEqual([{ month: '2026-04', state: 'draft' }])
  expect(head.recordedToday).toEqual([{ worker: town.workers.east.account, workerName: 'worker', records: 1 }])
  expect((await today()).head).toBeNull()
})

test('a protected person is on the page of the circle and on nobody else\'s', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, { ...alone, isProtected: true })
  await town.owner.query(`insert into circle_member (id, cell, place, dossier, post, kind, from_at, why) values ($1, 510421, $2, $3, $4, 'circle', '2026-01-01', '主责')`,
    [randomUUID(), PLACES.east, id, town.workers.east.post])
  await contact(id, { occurredOn: '2026-03-01' })
  expect(await dutyOf(id)).toMatchObject({ protected: true, due_on: '2026-04-30' })
  await town.owner.query(`insert into circle_member (id, cell, place, dossier, post, kind, from_at, until_at, why) values ($1, 510421, $2, $3, $4, 'circle', '2026-01-01', '2026-02-01', '曾经')`,
    [randomUUID(), PLACES.east, id, town.workers.supervisor.post])
  for (const who of [town.workers.head, town.workers.cadre, town.workers.supervisor]) {
    const page = await today({ scope: 'station' }, who)
    expect(find(page, id)).toBeUndefined()
  }
  for (const scope of ['mine', 'station']) expect(find(await today({ scope, limit: 20 }), id)).toMatchObject({ state: 'overdue', last: { on: '2026-03-01' } })
  expect((await town.owner.query(`select 1 from audit_leaf where act = 'admitted-by-circle' and subject_id = $1 and post = $2`, [id, town.workers.east.post])).rowCount).toBeGreaterThan(0)
})

test('the board\'s overdue light opens to the people of the station, masked for the bureau, a number for who sees nobody', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, { risk: 'orange', name: '钱橙色' })
  const hiddenOne = await town.addFile(town.stations.east, PLACES.eastVillage, { risk: 'red', name: '孙受护', isProtected: true })
  await contact(id, { occurredOn: '2026-04-01' })
  const ask = async (who: Town['workers']['east'], station = town.stations.east.id) => town.ask(who, 'POST', '/duties/overdue', { station })
  const own = (await ask(town.workers.head)).body
  const light = (await town.ask(town.workers.county, 'GET', '/board')).body.rows.find((row: any) => row.station === town.stations.east.id).lights.find((one: any) => one.kind === 'overdue-risk')
  expect([own.rows.length, own.hidden]).toEqual([light.done, 0])
  expect(own.rows.find((row: any) => row.file === id)).toMatchObject({ name: '钱橙色', risk: 'orange', daysLate: 35 })
  expect(JSON.stringify(own)).not.toContain(hiddenOne.id)
  expect((await ask(town.workers.county)).body.rows.find((row: any) => row.file === id).name).toBe('钱＊＊')
  expect((await ask(town.workers.city)).body).toMatchObject({ rows: [], hidden: light.done })
  for (const who of [town.workers.west, town.workers.far]) expect((await ask(who)).status).toBe(404)
  for (const who of [town.workers.cadre, town.workers.manager, town.workers.administrator]) expect((await ask(who)).status).toBe(403)
})

const TAGS = ['lives-alone', 'empty-nest', 'disabled']
const step = fc.oneof(
  fc.record({ do: fc.constant('contact' as const), back: fc.integer({ min: 0, max: 120 }), mode: fc.constantFrom('home', 'phone', 'entrusted'),
    result: fc.constantFrom('normal', 'needs-attention', 'nobody'), next: fc.option(fc.integer({ min: 1, max: 40 })), by: fc.constantFrom('east', 'cadre', 'supervisor') }),
  fc.record({ do: fc.constant('amend' as const), which: fc.nat(), back: fc.integer({ min: 0, max: 120 }) }),
  fc.record({ do: fc.constant('void' as const), which: fc.nat() }),
  fc.record({ do: fc.constant('risk' as const), risk: fc.constantFrom('red', 'orange', 'yellow', 'blue') }),
  fc.record({ do: fc.constant('tag' as const), tag: fc.constantFrom(...TAGS) }),
  fc.record({ do: fc.constant('untag' as const), tag: fc.constantFrom(...TAGS), back: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ do: fc.constant('night' as const) }),
)
const dayBack = (back: number) => new Date(Date.parse(`${town.clock.today()}T00:00:00Z`) - back * 86_400_000).toISOString().slice(0, 10)

async function take(move: any, file: string, records: { id: string; version: number; by: string }[]) {
  const east = town.workers.east
  const version = async () => (await town.owner.query('select version from resident_file where id = $1', [file])).rows[0].version
  if (move.do === 'contact') {
    const by = move.by as 'east' | 'cadre' | 'supervisor'
    const id = await contact(file, { occurredOn: dayBack(move.back), mode: move.mode, result: move.result, ...(move.next !== null && { nextOn: dayBack(-move.next) }) }, town.workers[by])
    records.push({ id, version: 1, by })
  }
  const picked = records.length > 0 && 'which' in move ? records[move.which % records.length]! : undefined
  const who = picked && town.workers[picked.by as 'east']
  if (picked && who && move.do === 'amend') {
    const answer = await town.ask(who, 'POST', `/records/${picked.id}/amend`, { version: picked.version, why: '日期写错', occurredOn: dayBack(move.back) })
    if (answer.status === 200) picked.version += 1
  }
  if (picked && who && move.do === 'void') await town.ask(who, 'POST', `/records/${picked.id}/void`, { version: picked.version, why: '录错了' })
  if (move.do === 'risk') await town.ask(east, 'POST', `/residents/${file}/risk`, { version: await version(), risk: move.risk, reason: '情况变化' })
  if (move.do === 'tag') await town.ask(east, 'POST', `/residents/${file}/tags`, { id: randomUUID(), tag: move.tag })
  if (move.do === 'untag') {
    const open = (await town.owner.query('select id, version from resident_tag where file = $1 and tag = $2 and until_on is null', [file, move.tag])).rows[0]
    if (open) await town.ask(east, 'POST', `/residents/${file}/tags/close`, { tag: open.id, version: open.version, untilOn: dayBack(move.back) })
  }
  if (move.do === 'night') {
    town.clock.set(new Date(town.clock.now().getTime() + 86_400_000).toISOString())
    await recomputeDuties(listener, town.clock.today())
  }
}

test('after any row of visits, corrections, voidings, new risk levels and groups the kept duties are what the facts say', async () => {
  await recomputeDuties(listener, town.clock.today())
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), fc.constantFrom('1944-03-08', '1966-05-24', null), async (moves, birthOn) => {
    const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, { birthOn, tags: ['lives-alone'] })
    const records: { id: string; version: number; by: string }[] = []
    await contact(id, { occurredOn: dayBack(40) })
    for (const move of moves) await take(move, id, records)
    const compared = await recomputeDuties(listener, town.clock.today())
    expect({ wrong: compared.wrong, turned: compared.turned }).toEqual({ wrong: 0, turned: 0 })
  }), { numRuns: 15 })
}, 120_000)

test('contacts of one person written at the same moment by four people all count', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, alone)
  const people = [town.workers.east, town.workers.head, town.workers.cadre, town.workers.supervisor]
  await contact(id, { occurredOn: dayBack(30) })
  await Promise.all(people.map((who, at) => contact(id, { occurredOn: dayBack(3 + at), mode: at % 2 === 0 ? 'home' : 'phone' }, who)))
  expect((await dutyOf(id)).last_on).toBe(dayBack(3))
  expect((await recomputeDuties(listener, town.clock.today())).wrong).toBe(0)
})

test('two sheets with the same people in other orders, sent at once, are both saved', async () => {
  const files: { id: string }[] = []
  for (let n = 0; n < 12; n++) files.push(await town.addFile(town.stations.east, PLACES.eastVillage, alone))
  const sheet = (order: typeof files) => ({ kind: 'visit', occurredOn: dayBack(1), mode: 'home', rows: order.map(({ id }) => ({ id: randomUUID(), file: id, result: 'normal' })) })
  const send = (who: typeof town.workers.east, order: typeof files) => town.ask(who, 'PUT', `/records/sheets/${randomUUID()}`, sheet(order))
  const answers = await Promise.all([send(town.workers.east, files), send(town.workers.head, files.toReversed()), send(town.workers.cadre, files)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect((await recomputeDuties(listener, town.clock.today())).wrong).toBe(0)
})

test('the nightly comparison notices a duty that was changed behind its back, and puts it right', async () => {
  const { id } = await town.addFile(town.stations.east, PLACES.eastVillage, alone)
  await contact(id, { occurredOn: dayBack(2) })
  const { due_on: dueOn } = await dutyOf(id)
  await town.owner.query(`update duty set due_on = '2030-01-01' where file = $1`, [id])
  expect((await recomputeDuties(listener, town.clock.today())).wrong).toBe(1)
  expect((await dutyOf(id)).due_on).toEqual(dueOn)
})
