import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

type Who = Awaited<ReturnType<Town['addPost']>>
let town: Town
let evaluator: Who
let contract: string
const records: string[] = []
let hidden: { id: string }
beforeAll(async () => {
  town = await startTown({ today: '2026-05-20T10:00:00+08:00' })
  const { workers: { county, east }, stations } = town
  evaluator = await town.addPost('evaluator', PLACES.county)
  const [purchaser, agency] = [randomUUID(), randomUUID()]
  contract = randomUUID()
  await must(county, `/organisations/${purchaser}`, { name: '米易县民政局', kind: 'department' })
  await must(county, `/organisations/${agency}`, { name: '同行社工中心', kind: 'agency' })
  await must(county, `/contracts/${contract}`, { title: '乡镇社工站服务', purchaser, agency, stations: [stations.east.id], from: '2026-01-01', until: '2026-12-31', amount: 1 })
  for (let n = 0; n < 20; n++) {
    const { id } = await town.addFile(stations.east, PLACES.eastVillage, { name: `王秀${n}` })
    const record = randomUUID()
    await must(east, `/records/${record}`, { kind: 'visit', occurredOn: '2026-05-10', minutes: 10, files: [id], mode: 'home', result: 'normal', words: '腰疼' })
    records.push(record)
  }
  hidden = await town.addFile(stations.east, PLACES.eastVillage, { name: '吴藏' })
  await must(east, `/records/${randomUUID()}`, { kind: 'visit', occurredOn: '2026-05-10', minutes: 10, files: [hidden.id], mode: 'home', result: 'normal', words: '家暴' })
  await town.owner.query('select app.flip_dossier($1, true)', [hidden.id])
})
afterAll(() => town.stop())

const must = async (who: { account: string; post: string }, url: string, body: object) => {
  const answer = await town.ask(who, 'PUT', url, body)
  if (answer.status !== 200) throw new Error(`${url} ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const wish = (change = {}) => ({ contract, from: '2026-05-01', until: '2026-05-20', post: evaluator.post, ...change })
const draw = (change = {}, id = randomUUID(), who: { account: string; post: string } = town.workers.county) => town.ask(who, 'PUT', `/spot-checks/${id}`, wish(change))

test('chance draws the share the parameter says, the protected are never in it, and sending it twice draws once', async () => {
  const id = randomUUID()
  const { status, body } = await draw({}, id)
  expect([status, body.share, body.drawn, body.total, body.open]).toEqual([200, 30, 6, 20, true])
  expect(body.lines.every(({ subject }: { subject: string }) => records.includes(subject))).toBe(true)
  expect((await draw({}, id)).body).toEqual(body)
  const again = (await draw()).body.lines.map(({ subject }: { subject: string }) => subject).sort()
  expect(again).not.toEqual(body.lines.map(({ subject }: { subject: string }) => subject).sort())
})

test('an evaluator opens what was drawn for him with names masked and without words, and nothing else', async () => {
  const fresh = await town.addPost('evaluator', PLACES.county)
  const { body: { id, lines } } = await draw({ post: fresh.post })
  const drawn = new Set(lines.map(({ subject }: { subject: string }) => subject))
  expect((await town.ask(fresh, 'GET', `/spot-checks/${id}`)).body.lines).toHaveLength(6)
  for (const record of records) {
    const answer = await town.ask(fresh, 'GET', `/records/${record}`)
    expect(answer.status).toBe(drawn.has(record) ? 200 : 404)
    if (drawn.has(record)) expect([answer.body.people[0].name, answer.body.words]).toEqual(['王＊＊', ''])
  }
  const [one] = lines
  const file = (await town.owner.query('select dossier from record where id = $1', [one.subject])).rows[0].dossier
  expect((await town.ask(fresh, 'GET', `/residents/${file}`)).status).toBe(403)
  expect((await town.ask(fresh, 'POST', `/records/${one.subject}/amend`, { version: 1, why: '改一改', minutes: 11 })).status).toBe(403)
  expect((await town.owner.query(`select count(*)::int as n from audit_leaf where act = 'admitted-by-share' and post = $1`, [fresh.post])).rows[0].n).toBe(6)
})

test('another evaluator does not find the sample, and after its days nobody opens it', async () => {
  const [mine, other] = [await town.addPost('evaluator', PLACES.county), await town.addPost('evaluator', PLACES.county)]
  const { body: { id, lines } } = await draw({ post: mine.post, days: 3 })
  expect((await town.ask(other, 'GET', `/spot-checks/${id}`)).status).toBe(404)
  expect((await town.ask(other, 'GET', `/records/${lines[0].subject}`)).status).toBe(404)
  town.clock.set('2026-05-23T10:00:01+08:00')
  expect((await town.ask(mine, 'GET', `/records/${lines[0].subject}`)).status).toBe(404)
  expect((await town.ask(mine, 'GET', `/spot-checks/${id}`)).body.open).toBe(false)
  town.clock.set('2026-05-20T10:00:00+08:00')
})

test('who is protected afterwards leaves the sample', async () => {
  const mine = await town.addPost('evaluator', PLACES.county)
  const { body: { lines } } = await draw({ post: mine.post })
  const { subject } = lines[0]
  const file = (await town.owner.query('select dossier from record where id = $1', [subject])).rows[0].dossier
  expect((await town.ask(mine, 'GET', `/records/${subject}`)).status).toBe(200)
  await town.owner.query('select app.flip_dossier($1, true)', [file])
  expect((await town.ask(mine, 'GET', `/records/${subject}`)).status).toBe(404)
  await town.owner.query('select app.flip_dossier($1, false)', [file])
})

test('only the bureau of the county draws, for an evaluator in office, from a contract of its own', async () => {
  expect((await draw({}, randomUUID(), town.workers.head)).status).toBe(403)
  expect((await draw({ post: town.workers.east.post })).body.code).toBe('spot-check.no-evaluator')
  expect((await draw({ contract: randomUUID() })).body.code).toBe('contract.not-found')
  expect((await draw({ from: '2026-01-01', until: '2026-01-31' })).body.code).toBe('spot-check.nothing-to-draw')
  const far = await town.addPost('county_bureau', PLACES.otherCounty)
  expect((await draw({}, randomUUID(), far)).body.code).toBe('contract.not-found')
})
