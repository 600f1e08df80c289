import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventIdentityNumber } from '#server/platform/identity-number.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
let wang: { id: string; fileNo: string }
let west: { id: string; fileNo: string }
const IDENTITY = inventIdentityNumber(510421, '1944-03-08')

beforeAll(async () => {
  town = await startTown()
  wang = await open({ name: '王秀英', birthOn: '1944-03-08', identity: IDENTITY, phone: '13800001234', address: '3组12号', tags: tags('lives-alone', 'dibao', 'violence-victim') })
  await open({ name: '王秀兰', birthOn: '1950-02-01', phone: '13900005678', risk: 'red', place: PLACES.eastVillage2 })
  await open({ name: '单雄', birthOn: '2015-09-01', phone: '13900005678', tags: tags('left-behind-child') })
  west = await open({ name: '西门金丝雀', birthOn: '1944-03-08', phone: '13800001234', place: PLACES.westVillage }, town.workers.west)
})
afterAll(() => town.stop())

const tags = (...keys: string[]) => keys.map((tag) => ({ id: randomUUID(), tag }))
async function open(change: object, who = town.workers.east) {
  const { body } = await town.ask(who, 'PUT', `/residents/${randomUUID()}`, { place: PLACES.eastVillage, ...change })
  return body
}
const search = async (words: string, who = town.workers.east) => (await town.ask(who, 'POST', '/residents/search', { words })).body.rows?.map((row: { name: string }) => row.name)
const list = async (filter = {}, who = town.workers.east) => (await town.ask(who, 'POST', '/residents/list', filter)).body
const names = async (filter = {}, who = town.workers.east) => (await list(filter, who)).rows.map((row: { name: string }) => row.name)
const similar = async (typed: object, who = town.workers.east) =>
  (await town.ask(who, 'POST', '/residents/similar', typed)).body.rows.map((row: { name: string; because: string[] }) => [row.name, row.because])
const leaves = async () => (await town.owner.query(`select count(*)::int as n from audit_leaf where act = 'view'`)).rows[0].n

test.each([
  ['the name', '王秀英'], ['a part of the name', '秀英'], ['the sound', 'wangxiuying'], ['the initials', 'wxy'], ['the whole number', IDENTITY], ['the end of the number', IDENTITY.slice(-4)],
  ['the whole phone', '13800001234'], ['the end of the phone', '1234'], ['name and village', '王 水塘'], ['village written in full and group', '水塘村 低保'], ['sound and phone', 'wxy 1234'],
  ['house group', '3组 王'], ['a group by another name', '独居老人 英'],
])('a resident is found by %s', async (_, words) => {
  expect(await search(words)).toEqual(['王秀英'])
})

test('a resident is found by the file number, whole or without the station', async () => {
  expect(await search(wang.fileNo)).toEqual(['王秀英'])
  expect(await search(wang.fileNo.split('-').slice(1).join('-'))).toEqual(['王秀英'])
})

test('a surname is read as a surname', async () => {
  expect(await search('shanxiong')).toEqual(['单雄'])
  expect(await search('sx')).toEqual(['单雄'])
})

test('words that fit nobody together find nobody, and signs of patterns are just signs', async () => {
  for (const words of ['王 贤家 独居', '%', '王%', '_', "' or 1=1"]) expect(await search(words), words).toEqual([])
})

test('a protected group is no search word and no filter', async () => {
  expect(await search('家暴')).toEqual([])
  expect(await names({ tags: ['violence-victim'] })).toEqual([])
  expect(await search('留守儿童')).toEqual([])
})

test('a search shows nobody of another station, by whatever word', async () => {
  for (const words of ['西门金丝雀', '西门', 'ximenjinsique', '1234', '13800001234', west.fileNo, '禹王宫']) expect(await search(words), words).not.toContain('西门金丝雀')
  expect(await search('西门金丝雀', town.workers.supervisor)).toEqual(['西门金丝雀'])
})

test('offices, agencies and auditors cannot search people', async () => {
  for (const who of ['township', 'county', 'city', 'manager', 'auditor', 'administrator'] as const) {
    for (const path of ['search', 'similar']) expect((await town.ask(town.workers[who], 'POST', `/residents/${path}`, path === 'search' ? { words: '王' } : { name: '王秀英' })).status, who).toBe(403)
  }
})

test('a name no longer used no longer finds the person', async () => {
  const { id } = await open({ name: '旧名字' })
  await town.ask(town.workers.east, 'POST', `/residents/${id}/change`, { version: 1, name: '新名字' })
  expect([await search('旧名字'), await search('新名字')]).toEqual([[], ['新名字']])
})

test('no file has more than twenty search words, however long its name', async () => {
  await open({ name: '阿卜杜拉·买买提·吐尔逊', identity: inventIdentityNumber(510421, '1961-01-01'), phone: '13600000001', address: '2组', tags: tags('lives-alone', 'dibao', 'disabled', 'empty-nest', 'veteran', 'bereaved') })
  expect((await town.owner.query('select max(n)::int as most from (select count(*) as n from search_token group by file) t')).rows[0].most).toBe(20)
  expect(await search('买买提')).toEqual(['阿卜杜拉·买买提·吐尔逊'])
})

test('lists stand in the order of the alphabet and filter by place, risk, group, age and worker', async () => {
  expect(await names({ place: PLACES.eastVillage2 })).toEqual(['王秀兰'])
  expect(await names({ risks: ['red'] })).toEqual(['王秀兰'])
  expect(await names({ tags: ['lives-alone', 'dibao'] })).toEqual(['阿卜杜拉·买买提·吐尔逊', '王秀英'])
  expect(await names({ ageFrom: 80 })).toEqual(['王秀英'])
  expect(await names({ ageTo: 13 })).toEqual(['单雄'])
  expect(await names({ worker: town.workers.head.account })).toEqual([])
  expect(await names({ state: 'closed' })).toEqual([])
})

test('all of one surname stand together', async () => {
  for (const name of ['刘春', '李玉', '李春', '刘玉']) await open({ name, place: PLACES.westVillage }, town.workers.west)
  expect((await names({}, town.workers.west)).filter((name: string) => /^[刘李]/.test(name))).toEqual(['李春', '李玉', '刘春', '刘玉'])
})

test('somebody is of an age from his birthday until the day before the next', async () => {
  const { id } = await open({ name: '生日人', birthOn: '1956-05-20' })
  const found = async (filter: object) => (await list({ ...filter, limit: 200 })).rows.some((row: { id: string }) => row.id === id)
  expect([await found({ ageFrom: 70 }), await found({ ageFrom: 71 }), await found({ ageTo: 69 }), await found({ ageTo: 70 })]).toEqual([true, false, false, true])
})

test('pages follow one another without gap or repetition, and a cursor tells no name', async () => {
  const all = await names({ limit: 200 })
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = await list({ limit: 2, ...(after && { after }) })
    seen.push(...page.rows.map((row: { name: string }) => row.name))
    after = page.next ?? undefined
    if (after) expect(after).toMatch(/^[0-9a-f-]{36}$/)
  } while (after)
  expect(seen).toEqual(all)
  expect((await list()).count).toBe(all.length)
})

test('lists show groups of class P2 at most', async () => {
  const row = (await list({ limit: 200 })).rows.find((one: { id: string }) => one.id === wang.id)
  expect([row.tags, row.phoneMask]).toEqual([['lives-alone'], '138****1234'])
})

test('offices get rows without a name, a phone or a sound of it', async () => {
  for (const who of ['township', 'county'] as const) {
    const answer = await town.ask(town.workers[who], 'POST', '/residents/list', { limit: 200 })
    expect(answer.status).toBe(200)
    expect(answer.body.rows.length).toBeGreaterThan(3)
    for (const row of answer.body.rows) expect([row.name, row.phoneMask]).toEqual([expect.stringMatching(/^.＊＊$/u), null])
    expect(JSON.stringify(answer.body)).not.toMatch(/王秀英|秀英|xiuying|1234/)
  }
})

test('those who see no people get no list', async () => {
  for (const who of ['city', 'manager', 'auditor', 'administrator'] as const) expect((await town.ask(town.workers[who], 'POST', '/residents/list', {})).status, who).toBe(403)
})

test('a list with a child in it, or of a sensitive group, leaves a trace; another one does not', async () => {
  const before = await leaves()
  await list({ place: PLACES.eastVillage2 })
  expect(await leaves()).toBe(before)
  await list({ ageTo: 13 })
  expect(await leaves()).toBe(before + 1)
  await list({ tags: ['dibao'] })
  expect(await leaves()).toBe(before + 2)
})

test('likely duplicates are shown with the reason while a name is being typed', async () => {
  expect(await similar({ identity: IDENTITY })).toEqual([['王秀英', ['same-identity']]])
  expect(await similar({ name: '王秀英', birthOn: '1944-03-08', place: PLACES.eastVillage })).toContainEqual(['王秀英', ['same-name-and-birth', 'same-sound-and-village']])
  expect(await similar({ phone: '139 0000 5678' })).toEqual(expect.arrayContaining([['单雄', ['same-phone']], ['王秀兰', ['same-phone']]]))
  expect(await similar({ name: '汪秀英', place: PLACES.eastVillage })).toContainEqual(['王秀英', expect.arrayContaining(['same-sound-and-village', 'near-name-and-village'])])
  expect(await similar({ name: '王秀音', place: PLACES.eastVillage2 })).toEqual([['王秀兰', ['near-name-and-village']]])
  expect(await similar({ name: '李建国', place: PLACES.eastVillage })).toEqual([])
})

test('the file being edited is no duplicate of itself', async () => {
  expect(await similar({ identity: IDENTITY, except: wang.id })).toEqual([])
})

test('duplicates in the next town stay unsaid', async () => {
  const found = await similar({ name: '西门金丝雀', birthOn: '1944-03-08', phone: '13800001234', place: PLACES.westVillage })
  expect(found).toEqual([['王秀英', ['same-phone']]])
})
