import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventIdentityNumber } from '#server/platform/identity-number.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await startTown()
})
afterAll(() => town.stop())

const open = async (change: object = {}, who = town.workers.east): Promise<string> => {
  const { body, status } = await town.ask(who, 'PUT', `/residents/${randomUUID()}`, { place: PLACES.eastVillage, name: '王秀英', birthOn: '1944-03-08', ...change })
  if (status !== 200) throw new Error(body.code)
  return body.id
}
const post = (path: string, body: object, who = town.workers.east) => town.ask(who, 'POST', path, body)
const show = async (id: string, who = town.workers.east) => (await town.ask(who, 'GET', `/residents/${id}`)).body
const version = async (id: string) => (await town.owner.query('select version from resident_file where id = $1', [id])).rows[0].version
const found = async (words: string, who = town.workers.east) => (await post('/residents/search', { words }, who)).body.rows.map((row: { id: string }) => row.id)
const openedTail = async () => (await town.owner.query(`select coalesce(sum(n), 0)::int as n from tally_tail where measure = 'file-opened' and tag = ''`)).rows[0].n

test('a group is put with its day and source, closed with its day, and both stay to be read', async () => {
  const id = await open()
  const tag = randomUUID()
  expect((await post(`/residents/${id}/tags`, { id: tag, tag: 'dibao', source: 'application', fromOn: '2026-01-01' })).body).toEqual({ id: tag, version: 1 })
  expect((await post(`/residents/${id}/tags`, { id: randomUUID(), tag: 'dibao' })).body).toEqual({ id: tag, version: 1 })
  expect((await post(`/residents/${id}/tags/close`, { tag, version: 1, untilOn: '2025-12-31' })).body.code).toBe('tag.ends-before')
  expect((await post(`/residents/${id}/tags/close`, { tag, version: 1, untilOn: '2026-04-30' })).status).toBe(200)
  expect(await show(id)).toMatchObject({ tags: [], tagHistory: [{ tag: 'dibao', source: 'application', fromOn: '2026-01-01', untilOn: '2026-04-30' }] })
})

test('a protected group is seen by caseworkers, not by the office, the bureau or the village', async () => {
  const id = await open()
  await post(`/residents/${id}/tags`, { id: randomUUID(), tag: 'violence-victim' })
  await post(`/residents/${id}/tags`, { id: randomUUID(), tag: 'lives-alone' })
  const seen = async (who: keyof Town['workers']) => (await show(id, town.workers[who])).tags
  expect(await seen('head')).toEqual(expect.arrayContaining(['violence-victim', 'lives-alone']))
  for (const who of ['township', 'county', 'cadre'] as const) expect(await seen(who), who).toEqual(['lives-alone'])
})

test('the database itself keeps a protected group from an office, and from being put by a village cadre', async () => {
  const loose = await startTown({ trustRoles: true })
  try {
    const file = await loose.addFile(loose.stations.room, PLACES.eastVillage)
    const put = await loose.ask(loose.workers.cadre, 'POST', `/residents/${file.id}/tags`, { id: randomUUID(), tag: 'violence-victim' })
    expect(put.status).toBe(403)
    expect((await loose.ask(loose.workers.east, 'POST', `/residents/${file.id}/tags`, { id: randomUUID(), tag: 'violence-victim' })).status).toBe(200)
    expect((await loose.ask(loose.workers.county, 'GET', `/residents/${file.id}`)).body.tagHistory).toEqual([])
  } finally {
    await loose.stop()
  }
})

test('an office reads a file without name, birth date, words or numbers', async () => {
  const id = await open({ name: '秘密人', phone: '13800007777', identity: inventIdentityNumber(510421, '1944-03-08'), note: '机密话', whyServed: '缘由话', address: '机密地址' })
  const page = await show(id, town.workers.county)
  expect(page).toMatchObject({ masked: true, name: '秘＊＊', birthOn: null, identityMask: null, phoneMask: null, note: null, whyServed: null, age: 82 })
  expect(JSON.stringify(page)).not.toMatch(/秘密人|机密|缘由|7777/)
})

test('opening a page leaves one trace, whoever opens it', async () => {
  const id = await open()
  const traces = async () => (await town.owner.query(`select account from audit_leaf where subject_id = $1 and act = 'view'`, [id])).rows.map((row) => row.account)
  await show(id)
  await show(id, town.workers.county)
  await show(id, town.workers.west)
  expect(await traces()).toEqual([town.workers.east.account, town.workers.county.account])
})

test('one number at a time is shown, for a reason that stands in the audit; offices are refused', async () => {
  const identity = inventIdentityNumber(510421, '1943-03-08')
  const id = await open({ place: PLACES.eastVillage2, identity, birthOn: '1943-03-08', phone: '13800008888', address: '5组1号', name: '开示' }, town.workers.head)
  const reveal = (field: string, who = town.workers.east) => post(`/residents/${id}/reveal`, { field, reason: 'application' }, who)
  expect([(await reveal('identity')).body, (await reveal('phone')).body, (await reveal('address')).body]).toEqual([{ value: identity }, { value: '13800008888' }, { value: '5组1号' }])
  const { rows } = await town.owner.query(`select act, account from audit_leaf where subject_id = $1 and act like 'reveal%' order by id`, [id])
  expect(rows.map((row) => row.act)).toEqual(['reveal-identity-application', 'reveal-phone-application', 'reveal-address-application'])
  expect((await reveal('phone', town.workers.county)).status).toBe(403)
  expect((await reveal('phone', town.workers.west)).status).toBe(404)
  expect((await post(`/residents/${id}/reveal`, { field: 'note', reason: 'application' })).status).toBe(400)
})

test('a village cadre may call and find a house, but sees no identity number', async () => {
  const id = await open({ phone: '13800008889' })
  expect((await post(`/residents/${id}/reveal`, { field: 'phone', reason: 'contact' }, town.workers.cadre)).body).toEqual({ value: '13800008889' })
  expect((await post(`/residents/${id}/reveal`, { field: 'identity', reason: 'contact' }, town.workers.cadre)).status).toBe(403)
})

test('the risk level changes with a reason and says since when', async () => {
  const id = await open()
  expect((await post(`/residents/${id}/risk`, { version: 1, risk: 'red', reason: '跌倒住院' })).body.version).toBe(2)
  expect(await show(id)).toMatchObject({ risk: 'red', riskSince: '2026-05-20', riskWhy: '跌倒住院' })
  expect((await post(`/residents/${id}/risk`, { version: 1, risk: 'blue', reason: '好转了' })).status).toBe(409)
})

const consent = (change = {}) => ({ id: randomUUID(), purpose: 'file', medium: 'written', ...change })
test('spoken consent needs a witness, refusal a reason; thumbprint and refusal are valid records', async () => {
  const id = await open()
  const put = (change: object) => post(`/residents/${id}/consents`, consent(change))
  expect((await put({ medium: 'oral' })).body.code).toBe('consent.witness-needed')
  expect((await put({ medium: 'refused' })).body.code).toBe('consent.reason-needed')
  expect((await put({ purpose: 'no-such-purpose' })).body.code).toBe('code.unknown')
  for (const good of [{ medium: 'oral', witness: '村医张某' }, { medium: 'thumbprint' }, { medium: 'refused', reason: '不愿签字' }, { expiresOn: '2026-12-31' }]) expect((await put(good)).status).toBe(200)
  expect((await show(id)).consents.map((one: { state: string }) => one.state).sort()).toEqual(['refused', 'valid', 'valid', 'valid'])
})

test('for a child under 14, and for an adult who cannot decide, a guardian consents', async () => {
  const child = await open({ birthOn: '2012-05-21', name: '小雨' })
  expect((await post(`/residents/${child}/consents`, consent())).body.code).toBe('consent.guardian-needed')
  expect((await post(`/residents/${child}/consents`, consent({ guardianName: '雨奶奶', guardianRelation: 'grandparent' }))).status).toBe(200)
  const teenager = await open({ birthOn: '2012-05-20', name: '大雨' })
  expect((await post(`/residents/${teenager}/consents`, consent())).status).toBe(200)
  const adult = await open({ name: '糊涂' })
  expect((await post(`/residents/${adult}/consents`, consent({ lacksCapacity: true }))).body.code).toBe('consent.guardian-of-adult-needed')
})

test('a consent is withdrawn with its day, and once', async () => {
  const id = await open()
  const one = consent({ givenOn: '2026-05-01' })
  await post(`/residents/${id}/consents`, one)
  expect((await post(`/residents/${id}/consents/withdraw`, { consent: one.id, version: 1, on: '2026-04-30' })).body.code).toBe('consent.withdrawn-before')
  for (const _ of [1, 2]) expect((await post(`/residents/${id}/consents/withdraw`, { consent: one.id, version: 1, on: '2026-05-10', why: '本人要求' })).body.version).toBe(2)
  expect((await show(id)).consents[0]).toMatchObject({ state: 'withdrawn', withdrawnOn: '2026-05-10' })
})

test('who died is no longer served from that day, stays readable, and can be reopened after a mistake', async () => {
  const id = await open()
  expect((await post(`/residents/${id}/close`, { version: 1, why: 'died', on: '2026-05-21' })).status).toBe(422)
  expect((await post(`/residents/${id}/close`, { version: 1, why: 'died', on: '2026-05-20' })).body.version).toBe(2)
  expect((await post(`/residents/${id}/tags`, { id: randomUUID(), tag: 'dibao' })).body.code).toBe('resident.closed')
  expect(await show(id)).toMatchObject({ closedOn: '2026-05-20', closedWhy: 'died' })
  expect((await post(`/residents/${id}/reopen`, { version: 2 })).body.version).toBe(3)
  expect(await show(id)).toMatchObject({ closedOn: null, closedWhy: null })
})

test('a household has a head and members; when the head leaves, the eldest who stays stands for it', async () => {
  const [grandma, grandpa, son] = [await open({ name: '李奶奶', birthOn: '1945-01-01' }), await open({ name: '李爷爷', birthOn: '1940-01-01' }), await open({ name: '李儿子', birthOn: '1970-01-01' })]
  const home = randomUUID()
  for (const _ of [1, 2]) expect((await town.ask(town.workers.east, 'PUT', `/households/${home}`, { file: grandma, relation: 'self', address: '7组3号' })).status).toBe(200)
  await post(`/households/${home}/join`, { file: grandpa, relation: 'spouse' })
  await post(`/households/${home}/join`, { file: son, relation: 'son' })
  expect((await show(grandma)).household).toMatchObject({ headName: '李奶奶', hasAddress: true, members: [{ name: '李爷爷', relation: 'spouse' }, { name: '李奶奶', relation: 'self' }, { name: '李儿子' }] })
  expect((await post(`/residents/${son}/reveal`, { field: 'address', reason: 'contact' })).body.value).toBe('7组3号')
  expect((await post(`/households/${home}/leave`, { file: grandma })).body.version).toBe(2)
  expect((await town.ask(town.workers.east, 'GET', `/households/${home}`)).body).toMatchObject({ headName: '李爷爷', members: [{ name: '李爷爷' }, { name: '李儿子' }] })
  expect((await town.ask(town.workers.west, 'GET', `/households/${home}`)).status).toBe(404)
  expect((await town.ask(town.workers.county, 'GET', `/households/${home}`)).body).toMatchObject({ headName: '李＊＊', members: [{ name: '李＊＊' }, { name: '李＊＊' }] })
})

test('a file moves to the next town with groups, consent, words and key; the old station no longer sees it and no figure changes', async () => {
  const id = await open({ name: '搬家人', phone: '13800006666', note: '随档', tags: [{ id: randomUUID(), tag: 'lives-alone' }], consent: consent() })
  const before = await openedTail()
  expect((await post(`/residents/${id}/move`, { version: 1, place: PLACES.westVillage })).body.code).toBe('resident.lives-elsewhere')
  expect((await post(`/residents/${id}/move`, { version: 1, place: PLACES.westVillage, station: town.stations.west.id })).body.version).toBe(2)
  expect((await town.ask(town.workers.east, 'GET', `/residents/${id}`)).status).toBe(404)
  expect(await show(id, town.workers.west)).toMatchObject({ name: '搬家人', note: '随档', placeName: '禹王宫村', tags: ['lives-alone'], worker: null, consents: [{ purpose: 'file' }] })
  expect([await found('搬家人'), await found('搬家人', town.workers.west), await found('搬家人 禹王宫', town.workers.west)]).toEqual([[], [id], [id]])
  expect(await openedTail()).toBe(before)
  expect((await post(`/residents/${id}/move`, { version: 2, place: PLACES.eastVillage, station: town.stations.east.id })).status).toBe(404)
})

test('a file cannot move to another county', async () => {
  const id = await open()
  expect((await post(`/residents/${id}/move`, { version: 1, place: PLACES.far, station: town.stations.far.id })).body.code).toBe('resident.lives-elsewhere')
})

test('a household moves together or not at all', async () => {
  const [a, b] = [await open({ name: '同住甲' }), await open({ name: '同住乙' })]
  const home = randomUUID()
  await town.ask(town.workers.east, 'PUT', `/households/${home}`, { file: a, address: '老屋' })
  await post(`/households/${home}/join`, { file: b })
  await post(`/residents/${a}/move`, { version: await version(a), place: PLACES.eastVillage2, withHousehold: true })
  expect(await show(b)).toMatchObject({ place: PLACES.eastVillage2, household: { id: home, place: PLACES.eastVillage2, members: [{}, {}] } })
  await post(`/residents/${a}/move`, { version: await version(a), place: PLACES.eastVillage })
  expect([(await show(a)).household, (await show(b)).household.members]).toEqual([null, [expect.objectContaining({ name: '同住乙' })]])
})

test('two files of one person are merged: the kept one is found by both names, and it can be undone', async () => {
  const kept = await open({ name: '并甲某', identity: inventIdentityNumber(510421, '1947-07-07'), birthOn: '1947-07-07' })
  const double = await open({ name: '并贾某', birthOn: undefined })
  const before = await openedTail()
  expect((await post(`/residents/${kept}/merge`, { version: 1, into: double })).body.code).toBe('resident.merge-keep-identified')
  expect((await post(`/residents/${double}/merge`, { version: 1, into: kept })).body.version).toBe(2)
  expect([await found('并贾某'), await found('并甲某')]).toEqual([[kept], [kept]])
  expect(await show(kept)).toMatchObject({ mergedFrom: [{ file: double, name: '并贾某' }] })
  expect(await show(double)).toMatchObject({ mergedInto: kept, closedWhy: 'merged' })
  expect(await openedTail()).toBe(before - 1)
  expect((await post(`/residents/${double}/reopen`, { version: 2 })).body.code).toBe('resident.merged')
  expect((await post(`/residents/${double}/unmerge`, { version: 2 })).body.version).toBe(3)
  expect([await found('并贾某'), await openedTail()]).toEqual([[double], before])
})

test('two people with different identity numbers are never one', async () => {
  const [a, b] = [await open({ identity: inventIdentityNumber(510421, '1946-01-01'), birthOn: '1946-01-01' }), await open({ identity: inventIdentityNumber(510421, '1946-01-02'), birthOn: '1946-01-02' })]
  expect((await post(`/residents/${a}/merge`, { version: 1, into: b })).body.code).toBe('resident.merge-two-people')
})

/** People served on one day, each once. Nobody else is served on it. */
const servedOn = async (day: string) => (await post('/figures', { indicators: ['people-served'], scope: { by: 'station', station: town.stations.east.id }, period: { from: day, to: day } })).body.figures[0].value
const visit = (file: string, day: string, who = town.workers.east) => town.ask(who, 'PUT', `/records/${randomUUID()}`, { kind: 'visit', occurredOn: day, minutes: 10, files: [file], mode: 'home', result: 'normal' })

test('a number that becomes known takes along what was written before: who is served in two towns counts once in the county', async () => {
  const number = inventIdentityNumber(510421, '1950-05-05')
  const there = await open({ name: '早有号', identity: number, birthOn: '1950-05-05', place: PLACES.westVillage }, town.workers.west)
  const here = await open({ name: '晚有号', birthOn: '1950-05-05' })
  await visit(there, '2026-04-02', town.workers.west)
  await visit(here, '2026-04-02')
  const inCounty = async () => (await post('/figures', { indicators: ['people-served'], scope: { by: 'place', place: PLACES.county }, period: { from: '2026-04-02', to: '2026-04-02' } }, town.workers.supervisor)).body.figures[0].value
  expect(await inCounty()).toBe(2)
  expect((await post(`/residents/${here}/change`, { version: 1, identity: number })).status).toBe(200)
  expect(await inCounty()).toBe(1)
  expect((await town.owner.query('select distinct person from record_person where file = any ($1)', [[there, here]])).rowCount).toBe(1)
})

test('a wrong number put right leaves nothing counted with whom it belongs to', async () => {
  const [owner, wrong] = [await open({ name: '号主', identity: inventIdentityNumber(510421, '1951-05-05'), birthOn: '1951-05-05' }), await open({ name: '录错号', identity: inventIdentityNumber(510421, '1952-05-05'), birthOn: '1952-05-05' })]
  for (const file of [owner, wrong]) await visit(file, '2026-04-03')
  expect(await servedOn('2026-04-03')).toBe(2)
  const old = (await town.owner.query('select person from resident_file where id = $1', [wrong])).rows[0].person
  expect((await post(`/residents/${wrong}/change`, { version: 1, identity: inventIdentityNumber(510421, '1952-05-06'), birthOn: '1952-05-06' })).status).toBe(200)
  await visit(wrong, '2026-04-03')
  expect(await servedOn('2026-04-03')).toBe(2)
  expect((await town.owner.query('select 1 from record_person where person = $1', [old])).rowCount).toBe(0)
})

test('four files merged one into the other are one person, and taken apart again they are two', async () => {
  const files = [await open({ name: '并一' }), await open({ name: '并二' }), await open({ name: '并三' }), await open({ name: '并四' })]
  for (const file of files) await visit(file, '2026-04-07')
  expect(await servedOn('2026-04-07')).toBe(4)
  for (const [n, left] of [[0, 3], [1, 2], [2, 1]] as const) {
    expect((await post(`/residents/${files[n]}/merge`, { version: await version(files[n]!), into: files[n + 1] })).status).toBe(200)
    expect(await servedOn('2026-04-07')).toBe(left)
  }
  expect((await post(`/residents/${files[1]}/unmerge`, { version: await version(files[1]!) })).status).toBe(200)
  expect(await servedOn('2026-04-07')).toBe(2)
  // What hangs on a merged file follows a number that becomes known afterwards.
  expect((await post(`/residents/${files[3]}/change`, { version: await version(files[3]!), identity: inventIdentityNumber(510421, '1953-03-08'), birthOn: '1953-03-08' })).status).toBe(200)
  expect(await servedOn('2026-04-07')).toBe(2)
})
