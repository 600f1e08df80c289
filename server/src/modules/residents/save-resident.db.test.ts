import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { checkDigitOf, inventIdentityNumber } from '#server/platform/identity-number.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await startTown()
})
afterAll(() => town.stop())

const person = (change = {}) => ({ place: PLACES.eastVillage, name: '王秀英', birthOn: '1944-03-08', sex: 2, phone: '13800001234', address: '3组12号', whyServed: '独居，行动不便', ...change })
const put = (change = {}, id: string = randomUUID(), who = town.workers.east) => town.ask(who, 'PUT', `/residents/${id}`, person(change))
const change = (id: string, body: object, who = town.workers.east) => town.ask(who, 'POST', `/residents/${id}/change`, body)
const show = async (id: string, who = town.workers.east) => (await town.ask(who, 'GET', `/residents/${id}`)).body
const opened = async () => (await town.owner.query(`select coalesce(sum(n), 0)::int as n from tally_tail where measure = 'file-opened' and tag = ''`)).rows[0].n
/** Of somebody born in 1880: nobody alive was ever given it, and it says a sex, which an invented one does not. */
const ofAMan = `51042118800307101${checkDigitOf('51042118800307101')}`
const number = (birth: string) => inventIdentityNumber(510421, birth)

test('a new file gets its number from the station, counts as opened, and reads back as written', async () => {
  const before = await opened()
  const { status, body } = await put({ tags: [{ id: randomUUID(), tag: 'lives-alone' }] })
  expect([status, body.version, body.fileNo]).toEqual([200, 1, expect.stringMatching(/^510421100-2026-\d{4}$/)])
  expect(await opened()).toBe(before + 1)
  expect(await show(body.id)).toMatchObject({
    name: '王秀英', age: 82, placeName: '水塘村', tags: ['lives-alone'], phoneMask: '138****1234', identityMask: null, hasAddress: true, whyServed: '独居，行动不便',
    fileNo: body.fileNo, worker: town.workers.east.account,
  })
})

test('sending the same file twice means once; another content under its id is refused', async () => {
  const id = randomUUID()
  const first = await put({}, id)
  const before = await opened()
  expect((await put({}, id)).body).toEqual(first.body)
  expect(await put({ name: '李四' }, id)).toMatchObject({ status: 409, body: { code: 'resident.changed-since' } })
  expect(await opened()).toBe(before)
})

test('a file that was refused and sent again stays readable when keys are no longer in memory', async () => {
  const id = randomUUID()
  expect((await put({ worker: randomUUID() }, id)).status).toBe(422)
  expect((await put({}, id)).status).toBe(200)
  const later = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000)
  expect((await show(id)).whyServed).toBe('独居，行动不便')
  later.mockRestore()
})

test('files opened at the same moment get different numbers in a row', async () => {
  const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => put({ name: `赵${n}`, phone: '' })))
  const numbers = answers.map(({ body }) => Number(body.fileNo.split('-')[2])).sort((a, b) => a - b)
  expect(numbers).toEqual(numbers.map((_, at) => numbers[0]! + at))
})

test('numbers, phone, address and words lie sealed in the database, and no hash of the number is a plain one', async () => {
  const { body } = await put({ name: '孙封', birthOn: '1950-01-01', identity: number('1950-01-01'), phone: '13900009999', note: '血压高' })
  const { rows } = await town.owner.query('select to_jsonb(f)::text as text from resident_file f where id = $1', [body.id])
  for (const word of [number('1950-01-01'), '13900009999', '3组12号', '血压高', Buffer.from('血压高').toString('hex')]) expect(rows[0].text).not.toContain(word)
})

test('birth date and sex follow from the number, and a number that contradicts them is refused', async () => {
  const { body } = await put({ name: '钱数', birthOn: undefined, sex: 0, identity: ofAMan, phone: '' })
  expect(await show(body.id)).toMatchObject({ birthOn: '1880-03-07', sex: 1, identityMask: expect.stringMatching(/^\*{14}101[0-9X]$/) })
  expect((await put({ birthOn: '1880-03-07', sex: 1, identity: `${ofAMan.slice(0, 17)}${ofAMan.endsWith('0') ? '1' : '0'}` })).body.code).toBe('resident.identity-wrong')
  expect((await put({ birthOn: '1951-01-01', identity: number('1950-01-01') })).body).toMatchObject({ code: 'resident.identity-disagrees', details: { fields: ['birthOn'] } })
  expect((await put({ birthOn: '1880-03-07', sex: 2, identity: ofAMan })).body).toMatchObject({ code: 'resident.identity-disagrees', details: { fields: ['sex'] } })
})

test('a number of an unknown region is taken with a warning', async () => {
  const { status, body } = await put({ name: '吴知', birthOn: '1960-02-03', identity: inventIdentityNumber(171234, '1960-02-03') })
  expect([status, body.warnings]).toEqual([200, expect.arrayContaining(['identity.unknown-region'])])
})

test('a second file with the same identity number is refused and the first is named', async () => {
  const first = await put({ name: '周一', birthOn: '1948-05-05', identity: number('1948-05-05'), phone: '' })
  const second = await put({ name: '周二', birthOn: '1948-05-05', identity: number('1948-05-05'), phone: '' })
  expect(second).toMatchObject({ status: 409, body: { code: 'resident.identity-known', details: { file: first.body.id, fileNo: first.body.fileNo } } })
})

test('whether a number is known in the next town, or to a protected file, cannot be found out: the file is saved as the same person', async () => {
  const there = await town.ask(town.workers.west, 'PUT', `/residents/${randomUUID()}`, person({ place: PLACES.westVillage, name: '郑西', birthOn: '1949-06-06', identity: number('1949-06-06') }))
  const here = await put({ name: '郑东', birthOn: '1949-06-06', identity: number('1949-06-06'), phone: '' })
  expect(Object.keys(here.body)).toEqual(['id', 'version', 'fileNo', 'warnings'])
  const { rows } = await town.owner.query('select count(distinct person)::int as people, count(*)::int as files from resident_file where id = any ($1)', [[there.body.id, here.body.id]])
  expect(rows[0]).toEqual({ people: 1, files: 2 })
})

test('a village outside the reach, or one the station does not answer for, is refused', async () => {
  expect((await put({ place: PLACES.westVillage })).body.code).toBe('resident.lives-elsewhere')
  expect((await put({ place: 510421100999 })).body.code).toBe('place.not-found')
  expect((await put({ station: town.stations.west.id, place: PLACES.westVillage })).body.code).toBe('station.not-found')
})

test('a birth date in the future, a phone of nine digits and an unknown group are refused in words', async () => {
  expect((await put({ birthOn: '2026-05-21' })).body.code).toBe('resident.birth-wrong')
  expect((await put({ phone: '138000012' })).body.code).toBe('resident.phone-wrong')
  expect((await put({ tags: [{ id: randomUUID(), tag: 'no-such-group' }] })).body.code).toBe('tag.unknown')
})

test('village cadres, offices and agencies open no files', async () => {
  for (const who of ['cadre', 'township', 'county', 'city', 'manager', 'auditor', 'administrator'] as const) {
    expect((await put({}, randomUUID(), town.workers[who])).status, who).toBe(403)
  }
})

test('two people who change different fields both keep their change', async () => {
  const { body } = await put({ name: '冯合' })
  expect((await change(body.id, { version: 1, phone: '13700001111' })).body.version).toBe(2)
  expect(await change(body.id, { version: 1, note: '耳背' }, town.workers.head)).toMatchObject({ status: 200, body: { version: 3 } })
  expect(await show(body.id)).toMatchObject({ phoneMask: '137****1111', note: '耳背' })
})

test('who changes a field that was changed meanwhile sees both and decides', async () => {
  const { body } = await put({ name: '陈冲', phone: '' })
  await change(body.id, { version: 1, name: '陈充', whyServed: '高龄' })
  const late = await change(body.id, { version: 1, name: '陈翀', note: '新' }, town.workers.head)
  expect(late).toMatchObject({ status: 409, body: { code: 'resident.changed-since', details: { fields: ['name'], now: { version: 2, name: '陈充' } } } })
  expect((await change(body.id, { version: 2, name: '陈翀', note: '新' }, town.workers.head)).body.version).toBe(3)
})

test('saying what a file says already is no conflict and no change', async () => {
  const { body } = await put({ name: '褚同' })
  await change(body.id, { version: 1, name: '褚桐' })
  expect((await change(body.id, { version: 1, name: '褚桐', phone: '138 0000 1234' })).body.version).toBe(2)
})

test('a number learned later gives the file its person, and a mistyped one can be put right', async () => {
  const { body } = await put({ name: '卫后', birthOn: undefined, phone: '' })
  const first = await town.owner.query('select person from resident_file where id = $1', [body.id])
  expect((await change(body.id, { version: 1, identity: number('1955-07-07') })).status).toBe(200)
  const second = await town.owner.query('select person, birth_on from resident_file where id = $1', [body.id])
  expect(second.rows[0]).toEqual({ person: first.rows[0].person, birth_on: expect.anything() })
  expect((await change(body.id, { version: 2, identity: number('1955-07-08'), birthOn: '1955-07-08' })).status).toBe(200)
  expect((await town.owner.query('select person from resident_file where id = $1', [body.id])).rows[0].person).not.toBe(first.rows[0].person)
})

test('a worker of another station cannot be put in charge', async () => {
  const { body } = await put({ name: '蒋责' })
  expect((await change(body.id, { version: 1, worker: town.workers.west.account })).body.code).toBe('worker.not-here')
  expect((await change(body.id, { version: 1, worker: town.workers.head.account })).status).toBe(200)
})

test('changing a file of the next town looks like changing one that is not there', async () => {
  const { body } = await put({ name: '沈近' })
  const hidden = await change(body.id, { version: 1, name: '改' }, town.workers.west)
  expect([hidden.status, hidden.body]).toEqual([404, (await change(randomUUID(), { version: 1, name: '改' }, town.workers.west)).body])
})
