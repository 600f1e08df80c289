import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { formOf, photoBytes } from '#tests/support/uploads.ts'

type Who = Awaited<ReturnType<Town['addPost']>>
let town: Town
let wu: Who
const files = {} as Record<'child' | 'sister' | 'unknown' | 'nearly' | 'mother' | 'grown' | 'hidden' | 'far', { id: string; name: string }>
beforeAll(async () => {
  town = await startTown({ today: '2026-05-20T10:00:00+08:00' })
  const { addFile, stations: { east, room } } = town
  const at = (name: string, birthOn: string | null, change = {}) => addFile(east, PLACES.eastVillage, { name, birthOn, ...change })
  files.child = await at('周小朵', '2016-02-03')
  files.sister = await at('周小苗', '2019-07-11')
  files.unknown = await at('何小满', null, { tags: ['left-behind-child'] })
  files.nearly = await at('李将成', '2008-05-21')
  files.mother = await at('周淑华', '1990-01-01')
  files.grown = await at('陈已冠', '2008-05-20', { tags: ['left-behind-child'] })
  files.hidden = await at('吴藏', '2015-01-01', { isProtected: true })
  files.far = await addFile(east, PLACES.eastVillage2, { name: '邻村童', birthOn: '2015-01-01' })
  wu = await town.addPost('child_director', PLACES.eastVillage, room.id)
})
afterAll(() => town.stop())

const names = async () => (await town.ask(wu, 'POST', '/residents/list', { state: 'all' })).body.rows.map((row: { name: string }) => row.name).sort()
const SEEN = { kind: 'visit', occurredOn: '2026-05-19', minutes: 10, mode: 'home', result: 'normal', words: '作业写完了' }
const visit = (of: string[], id = randomUUID()) => town.ask(wu, 'PUT', `/records/${id}`, { ...SEEN, files: of })

test('a child director sees the children of the village and none of its adults', async () => {
  expect(await names()).toEqual(['何小满', '周小朵', '周小苗', '李将成'].sort())
  expect((await town.ask(wu, 'GET', `/residents/${files.child.id}`)).body.name).toBe('周小朵')
  for (const stranger of [files.mother, files.grown, files.hidden, files.far]) expect((await town.ask(wu, 'GET', `/residents/${stranger.id}`)).status).toBe(404)
})

test('a child director visits children and writes their needs down; a visit to an adult is kept for the head', async () => {
  expect((await visit([files.child.id])).status).toBe(200)
  const kept = await visit([files.mother.id])
  expect([kept.status, kept.body.code]).toEqual([202, 'resident.not-found'])
  expect((await town.ask(wu, 'PUT', `/needs/${randomUUID()}`, { words: '想要一张书桌', file: files.child.id })).status).toBe(200)
})

test('what a child director wrote that is no one child’s stays readable for him, and sending it twice means once', async () => {
  const both = randomUUID()
  for (let n = 0; n < 2; n++) expect((await visit([files.child.id, files.sister.id], both)).status).toBe(200)
  expect((await town.ask(wu, 'GET', `/records/${both}`)).body.words).toBe('作业写完了')
  const need = randomUUID()
  expect((await town.ask(wu, 'PUT', `/needs/${need}`, { words: '村口路灯坏了', spokenBy: '几个孩子' })).status).toBe(200)
  expect((await town.ask(wu, 'GET', `/needs/${need}`)).body.words).toBe('村口路灯坏了')
})

test('a child director’s photo goes with a visit to several children', async () => {
  const [blob, record] = [randomUUID(), randomUUID()]
  const { payload, headers } = formOf({ id: blob, home: town.stations.room.id }, { name: 'a.jpg', type: 'image/jpeg', bytes: await photoBytes() })
  const kept = await town.app.inject({ method: 'POST', url: '/api/v1/files', payload, headers: { ...headers, ...(await town.as(wu)) } })
  expect([kept.statusCode, kept.json().id]).toEqual([200, blob])
  expect((await town.ask(wu, 'PUT', `/records/${record}`, { ...SEEN, files: [files.child.id, files.sister.id], photos: [{ blob, shows: 'site', consent: 'none' }] })).body).toEqual({ id: record, version: 1 })
  expect((await town.ask(wu, 'GET', `/records/${record}`)).body.photos).toHaveLength(1)
  expect((await town.app.inject({ method: 'GET', url: `/api/v1/files/${blob}`, headers: await town.as(wu) })).statusCode).toBe(200)
})

test('what the station wrote of adults in the same village is not there for a child director', async () => {
  const { workers: { east } } = town
  const [record, mixed] = [randomUUID(), randomUUID()]
  for (const [id, of] of [[record, [files.mother.id]], [mixed, [files.mother.id, files.child.id]]] as const) {
    expect((await town.ask(east, 'PUT', `/records/${id}`, { kind: 'visit', occurredOn: '2026-05-19', minutes: 10, files: of, mode: 'home', result: 'normal', words: '夫妻吵架' })).status).toBe(200)
    expect((await town.ask(wu, 'GET', `/records/${id}`)).status).toBe(404)
  }
})

test('a child director sees the services of children and none of adults, and goes on with what he opened himself', async () => {
  const worker = await town.addPost('worker', PLACES.eastVillage, town.stations.room.id)
  const open = async (who: Who, method: string, client: { id: string }) => {
    const id = randomUUID()
    const answer = await town.ask(who, 'PUT', `/services/${id}`, { method, client: client.id, openedOn: '2026-05-20', words: '说一说' })
    expect([answer.status, answer.body], method).toEqual([200, { id, version: 1 }])
    return id
  }
  const [ofChild, ofMother] = [await open(worker, 'casework', files.child), await open(worker, 'casework', files.mother)]
  const own = await Promise.all([open(wu, 'vagrancy', files.sister), open(wu, 'child-report', files.child)])
  for (const id of [ofChild, ...own]) expect((await town.ask(wu, 'GET', `/services/${id}`)).body.words).toBe('说一说')
  expect((await town.ask(wu, 'GET', `/services/${ofMother}`)).status).toBe(404)
  expect((await town.ask(wu, 'POST', '/services/list', { limit: 50 })).body.rows.map(({ id }: { id: string }) => id).sort()).toEqual([ofChild, ...own].sort())
})

test('on the eighteenth birthday a child is no longer a child director’s', async () => {
  town.clock.set('2026-05-21T08:00:00+08:00')
  expect(await names()).toEqual(['何小满', '周小朵', '周小苗'].sort())
  town.clock.set('2026-05-20T10:00:00+08:00')
})
