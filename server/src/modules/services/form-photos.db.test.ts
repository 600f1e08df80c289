import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { localStore, purgeStaged } from '#server/platform/files/index.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { formOf, photoBytes } from '#tests/support/uploads.ts'

// Pictures answered in a form are part of it: they stay, and only those of its own service may be named.
let town: Town
let listener: Database
let service: string
beforeAll(async () => {
  town = await startTown()
  listener = openDatabase({ url: town.listenerUrl, poolSize: 2 })
  const client = await town.addFile(town.stations.east, PLACES.eastVillage)
  service = randomUUID()
  await must('PUT', `/services/${service}`, { method: 'violence', client: client.id, openedOn: town.clock.today() })
})
afterAll(async () => {
  await listener.destroy()
  await town.stop()
})

const ask = (method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => town.ask(town.workers.east, method, url, body)
async function must(method: 'GET' | 'PUT' | 'POST', url: string, body?: object) {
  const answer = await ask(method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
async function upload(seed: number, home = service): Promise<string> {
  const id = randomUUID()
  const form = formOf({ id, home }, { name: 'a.jpg', type: 'image/jpeg', bytes: await photoBytes(seed) })
  const answer = await town.app.inject({ method: 'POST', url: '/api/v1/files', payload: form.payload, headers: { ...(await town.as(town.workers.east)), ...form.headers } })
  expect(answer.statusCode).toBe(200)
  return id
}
const status = async (id: string) => (await town.app.inject({ method: 'GET', url: `/api/v1/files/${id}`, headers: await town.as(town.workers.east) })).statusCode
const save = async (answers: object, id = randomUUID()) => {
  const { formVersion } = await must('GET', `/services/form/violence-incident?service=${service}`)
  return { id, ...(await ask('PUT', `/service-forms/${id}`, { service, form: 'violence-incident', formVersion, filledOn: town.clock.today(), answers })) }
}

test('pictures answered in a form outlive the uploads nobody used, also those a correction adds', async () => {
  const [evidence, added, unused] = [await upload(301), await upload(302), await upload(303)]
  const form = await save({ evidence: [evidence] })
  expect(form.status).toBe(200)
  await must('POST', `/service-forms/${form.id}/amend`, { version: 1, why: '补一张', answers: { evidence: [evidence, added] } })
  town.clock.set(new Date(town.clock.now().getTime() + 31 * 86_400_000).toISOString())
  await purgeStaged({ database: listener, clock: town.clock, store: localStore(town.dataFolder) })
  expect([await status(evidence), await status(added), await status(unused)]).toEqual([200, 200, 404])
})

test('a picture of another service, or none at all, is refused and nothing is written', async () => {
  const other = randomUUID()
  await must('PUT', `/services/${other}`, { method: 'activity-plan', title: '茶话会', openedOn: town.clock.today() })
  for (const picture of [await upload(304, other), randomUUID()]) {
    const form = await save({ evidence: [picture] })
    expect([form.status, form.body.code]).toEqual([404, 'file.not-found'])
    expect((await ask('GET', `/service-forms/${form.id}`)).status).toBe(404)
  }
})
