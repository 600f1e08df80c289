import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// People in groups and activities: places, waiting list, attendance, checking in – many hands at once.
let town: Town
beforeAll(async () => { town = await startTown() })
afterAll(() => town.stop())

type Who = { account: string; post: string }
const must = async (who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => {
  const answer = await town.ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
const worker = () => town.workers.east
const open = async (method: string, change: object = {}) => {
  const id = randomUUID()
  await must(worker(), 'PUT', `/services/${id}`, { method, title: '爷爷奶奶会用手机', openedOn: town.clock.today(), ...change })
  return id
}
const view = (id: string) => must(worker(), 'GET', `/services/${id}`)
const join = (service: string, name: string, change: object = {}, who: Who = worker()) => {
  const id = randomUUID()
  return town.ask(who, 'PUT', `/service-people/${id}`, { service, name, role: 'participant', state: 'signed-up', ...change }).then((answer) => ({ id, ...answer }))
}
const roleOf = async (service: string) => (await view(service)).definition.roles[0].key

test('twenty put their names down at the same moment for twelve places: exactly twelve get in, eight wait in their order', async () => {
  const id = await open('activity-plan', { capacity: 12 })
  const role = await roleOf(id)
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => join(id, `报名${n}`, { role }, n % 2 ? worker() : town.workers.head)))
  for (const again of answers.filter(({ status }) => status === 503)) await must(worker(), 'PUT', `/service-people/${again.id}`, { service: id, name: `重报`, role, state: 'signed-up' })
  const { people } = await view(id)
  expect(people.length).toBe(20)
  expect(people.filter(({ state }: any) => state === 'signed-up').length).toBe(12)
  const waiting = people.filter(({ state }: any) => state === 'waiting')
  expect(waiting.map(({ position }: any) => position)).toEqual(waiting.map(({ position }: any) => position).toSorted((a: number, b: number) => a - b))
  const gone = people.find(({ state }: any) => state === 'signed-up')
  await must(worker(), 'POST', `/service-people/${gone.id}/move`, { version: gone.version, state: 'left', why: '有事来不了' })
  expect((await view(id)).people.find(({ id: one }: any) => one === waiting[0].id).state).toBe('signed-up')
})

test('a minor signs up with a guardian', async () => {
  const id = await open('activity-plan', { capacity: 5 })
  const role = await roleOf(id)
  const no = await join(id, '小朋友', { role, minor: true })
  expect([no.status, no.body.code]).toEqual([422, 'person.needs-guardian'])
  expect((await join(id, '小朋友', { role, minor: true, guardian: '外婆' })).status).toBe(200)
})

test('two hundred people are checked in through two devices at once: each once, nobody lost', async () => {
  const id = await open('activity-plan')
  const role = await roleOf(id)
  const people: string[] = []
  for (let n = 0; n < 200; n += 20) people.push(...(await Promise.all(Array.from({ length: 20 }, (_, k) => join(id, `居民${n + k}`, { role })))).map((one) => one.id))
  const known = new Set((await view(id)).people.map(({ id: one }: any) => one))
  for (const [n, person] of people.entries()) if (!known.has(person)) await must(worker(), 'PUT', `/service-people/${person}`, { service: id, name: `居民${n}`, role, state: 'signed-up' })
  const mark = (who: Who, some: string[]) => must(who, 'POST', `/services/${id}/check-in`, { rows: some.map((person) => ({ person, how: 'qr' })) })
  await Promise.all([mark(worker(), people.slice(0, 120)), mark(town.workers.head, people.slice(80).toReversed())])
  const first = (await view(id)).people
  expect(first.filter(({ checkedInAt }: any) => checkedInAt !== null).length).toBe(200)
  expect(await mark(worker(), people)).toEqual({ checkedIn: 200 })
  expect((await view(id)).people.map(({ checkedInAt }: any) => checkedInAt)).toEqual(first.map(({ checkedInAt }: any) => checkedInAt))
})

test('a group\'s session served whoever came; two workers marking the same line leave one word; two misses in a row raise the flag', async () => {
  const id = await open('group-work')
  const role = await roleOf(id)
  const files = await Promise.all(['甲', '乙', '丙'].map((name) => town.addFile(town.stations.east, PLACES.eastVillage, { name, tags: ['lives-alone'] })))
  const members: string[] = []
  for (const file of files) { const person = randomUUID(); await must(worker(), 'PUT', `/service-people/${person}`, { service: id, file: file.id, role }); members.push(person) }
  const { session } = (await view(id)).definition
  for (const [n, day] of ['2026-05-06', '2026-05-13'].entries()) {
    const record = randomUUID()
    await must(worker(), 'PUT', `/services/${id}/records/${record}`, { kind: 'session', occurredOn: day, minutes: 60, mode: session.modes[0].key, files: files.map((file) => file.id), words: `第${n + 1}节` })
    const rows = (third: string) => [{ person: members[0], state: 'present' }, { person: members[1], state: 'late' }, { person: members[2], state: third }]
    await Promise.all([must(worker(), 'POST', `/services/${id}/attendance`, { record, rows: rows('absent') }), must(town.workers.head, 'POST', `/services/${id}/attendance`, { record, rows: rows('absent') })])
    const served = await town.owner.query('select file from record_person where record = $1 and not voided', [record])
    expect(served.rows.map(({ file }) => file).toSorted()).toEqual([files[0]!.id, files[1]!.id].toSorted())
    expect((await town.owner.query('select count(*)::int as n from attendance where record = $1', [record])).rows[0].n).toBe(3)
  }
  const { people } = await view(id)
  expect(people.map(({ present, absent, droppingOut }: any) => [present, absent, droppingOut])).toEqual([[2, 0, false], [2, 0, false], [0, 2, true]])
  const { rows } = await town.owner.query(`select sum(heads)::int as heads, sum(n)::int as n from tally_tail where measure = 'session' and tag = '' and day between '2026-05-06' and '2026-05-13' and place = $1`, [PLACES.east])
  expect(rows[0]).toEqual({ heads: 4, n: 2 })
})

test('what is 待补 for each of a group names them to who may read their names, is kept without names, and goes when it is done', async () => {
  const id = await open('group-work')
  const role = await roleOf(id)
  const members: string[] = []
  for (const name of ['何大爷', '邓大妈']) { const person = randomUUID(); await must(worker(), 'PUT', `/service-people/${person}`, { service: id, name, role, state: 'in' }); members.push(person) }
  const move = async (to: string) => must(worker(), 'POST', `/services/${id}/move`, { version: (await view(id)).version, to })
  await move('formation')
  const gap = async (key: string) => (await view(id)).stages.flatMap(({ gaps }: any) => gaps).find((one: any) => one.key === key)
  const fill = async (form: string, answers: object, about: object = {}) => {
    const { formVersion } = await must(worker(), 'GET', `/services/form/${form}?service=${id}`)
    return must(worker(), 'PUT', `/service-forms/${randomUUID()}`, { service: id, form, formVersion, filledOn: town.clock.today(), answers, ...about })
  }
  expect(await gap('contract-signed')).toMatchObject({ words: { zh: '未在小组契约上签名：2 人' }, people: members, lock: false })
  const contract = await fill('group-contract', { rules: [{ rule: '守时' }], signed: [{ member: members[0], signature: 'thumbprint' }] })
  expect(await gap('contract-signed')).toMatchObject({ words: { zh: '未在小组契约上签名：1 人' }, people: [members[1]] })
  const kept = async () => (await town.owner.query('select gaps from service where id = $1', [id])).rows[0].gaps
  expect(await kept()).toContain('formation/contract-signed')
  expect(JSON.stringify(await kept())).not.toMatch(/何|邓/)
  await must(worker(), 'POST', `/service-forms/${contract.id}/amend`, { version: contract.version, why: '补签', answers: { rules: [{ rule: '守时' }], signed: members.map((member) => ({ member })) } })
  expect(await gap('contract-signed')).toBeUndefined()

  const { session } = (await view(id)).definition
  for (const on of ['2026-05-06', '2026-05-13']) {
    const record = randomUUID()
    await must(worker(), 'PUT', `/services/${id}/records/${record}`, { kind: 'session', occurredOn: on, minutes: 60, mode: session.modes[0].key, words: '一节' })
    expect(await gap('attendance-marked')).toMatchObject({ words: { zh: `出席未记：1 次（${on}）` } })
    await must(worker(), 'POST', `/services/${id}/attendance`, { record, rows: [{ person: members[0], state: 'present' }, { person: members[1], state: 'absent' }] })
    expect(await gap('attendance-marked')).toBeUndefined()
  }
  expect(await gap('drop-outs-followed')).toMatchObject({ people: [members[1]] })
  await fill('group-follow-up', { on: '2026-05-14', why: '带孙子', next: 'comes-back' }, { person: members[1] })
  expect(await gap('drop-outs-followed')).toBeUndefined()
  await must(worker(), 'POST', `/service-people/${members[1]}/move`, { version: 1, state: 'left', why: '搬走了' })
  await move('ending')
  expect(await gap('before-and-after')).toMatchObject({ people: [members[0]] })
  const elsewhere = await town.ask(town.workers.west, 'GET', `/services/${id}`)
  expect([elsewhere.status, JSON.stringify(elsewhere.body)]).toEqual([404, expect.not.stringMatching(/何大爷|前后测/)])
})

test('a member\'s own trouble opens a case that says where it came from', async () => {
  const id = await open('group-work')
  const file = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '张桂芳' })
  const record = randomUUID()
  await must(worker(), 'PUT', `/services/${record}`, { method: 'casework', client: file.id, openedOn: town.clock.today(), fromService: id })
  expect((await view(record)).fromService).toMatchObject({ id, title: '爷爷奶奶会用手机' })
  expect((await view(id)).toServices).toMatchObject([{ id: record, title: '张桂芳', method: 'casework' }])
})

test('a contact corrected or voided leaves the case and its figures exact', async () => {
  const file = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '李大爷' })
  const id = randomUUID()
  await must(worker(), 'PUT', `/services/${id}`, { method: 'casework', client: file.id, openedOn: '2026-05-02' })
  const record = randomUUID()
  await must(worker(), 'PUT', `/services/${id}/records/${record}`, { kind: 'session', occurredOn: '2026-05-08', minutes: 45, mode: 'interview', words: '谈了一次' })
  await must(worker(), 'POST', `/records/${record}/amend`, { version: 1, why: '日期写错', occurredOn: '2026-05-09' })
  expect(await view(id)).toMatchObject({ sessions: 1, lastOn: '2026-05-09' })
  await must(town.workers.head, 'POST', `/records/${record}/void`, { version: 2, why: '重复' })
  expect(await view(id)).toMatchObject({ sessions: 0, lastOn: null })
})
