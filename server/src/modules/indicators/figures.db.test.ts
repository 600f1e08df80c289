import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '#server/platform/postgres/migrate.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { asActor, openDatabase } from '#server/platform/database/index.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { TEST_MASTER_KEY } from '#tests/support/global-setup.ts'
import type { Work } from '#server/platform/work.ts'
import { mergeTail } from './index.ts'
import { requireScope } from './store/find-scope.ts'
import { monthLines } from './views/month-lines.ts'
import { type Facts, INDICATORS, readFacts, type View } from '#tests/support/plain-scan.ts'

let town: Town
let listener: ReturnType<typeof openDatabase>
const files: { id: string; who: 'east' | 'west' | 'supervisor'; guarded: boolean }[] = []
const needs: { id: string; who: 'east' | 'west' | 'supervisor'; version: number }[] = []
const services: { id: string; who: 'east' | 'west' | 'supervisor'; method: string }[] = []
const saved: { id: string; who: 'east' | 'west' | 'supervisor'; version: number; kind: string }[] = []

beforeAll(async () => {
  town = await startTown()
  listener = openDatabase({ url: urlFor('wulian_listener', ownerUrl(town), TEST_MASTER_KEY), poolSize: 2 })
  for (const [who, station, place] of [['east', 'east', PLACES.eastVillage], ['east', 'east', PLACES.eastVillage2], ['west', 'west', PLACES.westVillage], ['supervisor', 'general', PLACES.eastVillage]] as const) {
    for (let n = 0; n < 5; n++) {
      const guarded = n === 4 && who !== 'supervisor'
      const file = await town.addFile(town.stations[station], place, { tags: n % 2 ? ['dibao', 'lives-alone'] : ['disabled'], birthOn: n % 3 ? '1950-02-03' : '1990-02-03' })
      files.push({ id: file.id, who, guarded })
    }
  }
}, 60_000)
afterAll(async () => {
  await listener.destroy()
  await town.stop()
})

const ownerUrl = (of: Town): string => {
  const { host, port, user, password, database } = of.owner as unknown as { host: string; port: number; user: string; password: string; database: string }
  return `postgresql://${user}:${encodeURIComponent(password ?? '')}@${encodeURIComponent(host)}:${port}/${database}`
}

const DAYS = ['2026-03-31', '2026-04-01', '2026-04-30', '2026-05-01', '2026-05-19', '2026-05-20']
const ITEMS = ['', 'pzh-3.2.1', 'pzh-3.1.1']
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('save' as const), kind: fc.constantFrom('visit', 'call', 'activity', 'task', 'consultation'), files: fc.array(fc.nat(19), { minLength: 1, maxLength: 3 }),
    day: fc.constantFrom(...DAYS), result: fc.constantFrom('normal', 'needs-attention', 'nobody', 'refused'), minutes: fc.nat(90), heads: fc.nat(30), inContract: fc.boolean(), item: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('amend' as const), at: fc.nat(), day: fc.constantFrom(...DAYS), minutes: fc.nat(90) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('void' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('classify' as const), at: fc.nat(), item: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('find-need' as const), file: fc.nat(19), day: fc.constantFrom(...DAYS) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('close', 'reopen', 'void-need'), at: fc.nat(), outcome: fc.constantFrom('met', 'partly', 'unmet'), day: fc.constantFrom('2026-05-20', '2026-05-19') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('open-service' as const), file: fc.nat(19), method: fc.constantFrom('casework', 'casework', 'group-work', 'supervision', 'mediation'), day: fc.constantFrom(...DAYS), accept: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('session' as const), at: fc.nat(), day: fc.constantFrom(...DAYS), minutes: fc.nat(90) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('end-service', 'reopen-service', 'move-service'), at: fc.nat(), day: fc.constantFrom(...DAYS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('open-file' as const), who: fc.constantFrom('east', 'west'), day: fc.constantFrom(...DAYS) }) },
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never
let items: string[] = ITEMS

async function run(step: Command): Promise<void> {
  if (step.do === 'merge') return void await mergeTail(listener)
  if (step.do === 'open-file') {
    await town.ask(town.workers[step.who as 'east'], 'PUT', `/residents/${randomUUID()}`, { place: step.who === 'east' ? PLACES.eastVillage : PLACES.westVillage, name: '李桂芳', openedOn: step.day })
    return
  }
  if (step.do === 'save') return save(step)
  if (step.do === 'find-need') return findNeed(step.file, step.day)
  if (step.do === 'close' || step.do === 'reopen' || step.do === 'void-need') return settleNeed(step as never)
  if (step.do === 'open-service') return openService(step)
  if (step.do === 'session') return holdSession(step)
  if (step.do === 'end-service' || step.do === 'reopen-service' || step.do === 'move-service') return changeService(step)
  const one = saved[step.at % Math.max(1, saved.length)]
  if (!one) return
  const body = step.do === 'amend' ? { version: one.version, why: '写错了', occurredOn: step.day, minutes: step.minutes } : { version: one.version, why: '重复录入' }
  const answer = step.do === 'classify'
    ? await town.ask(town.workers[one.who], 'POST', '/records/classify', { rows: [{ id: one.id, version: one.version, item: items[1 + (step.item % (items.length - 1))] }] })
    : await town.ask(town.workers[one.who], 'POST', `/records/${one.id}/${step.do}`, body)
  if (answer.status === 200) one.version += 1
  if (step.do === 'void') saved.splice(saved.indexOf(one), 1)
}

async function findNeed(at: number, day: string): Promise<void> {
  const file = files[at % files.length]!
  const id = randomUUID()
  const answer = await town.ask(town.workers[file.who], 'PUT', `/needs/${id}`, { words: '屋顶漏雨', file: file.id, foundOn: day })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  needs.push({ id, who: file.who, version: 1 })
}

async function settleNeed(step: { do: 'close' | 'reopen' | 'void-need'; at: number; outcome: string; day: string }): Promise<void> {
  const need = needs[step.at % Math.max(1, needs.length)]
  if (!need) return
  const body = step.do === 'close' ? { version: need.version, outcome: step.outcome, closedOn: step.day, ...(step.outcome === 'unmet' && { why: 'no-policy' }) } : { version: need.version, why: '再看看' }
  const answer = await town.ask(town.workers[need.who], 'POST', `/needs/${need.id}/${step.do === 'void-need' ? 'void' : step.do}`, body)
  if (answer.status === 200) need.version = answer.body.version
}

async function openService(step: { file: number; method: string; day: string; accept: boolean }): Promise<void> {
  const file = files[step.file % files.length]!
  const id = randomUUID()
  const answer = await town.ask(town.workers[file.who], 'PUT', `/services/${id}`, { method: step.method, openedOn: step.day, ...(step.method === 'casework' ? { client: file.id } : { title: '某项服务' }) })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  services.push({ id, who: file.who, method: step.method })
  if (step.method === 'casework' && step.accept) await changeService({ do: 'move-service', at: services.length - 1, day: step.day })
  if (step.method === 'group-work') {
    const members = files.filter((one) => one.who === file.who).slice(0, 3)
    for (const member of members) expect((await town.ask(town.workers[file.who], 'PUT', `/service-people/${randomUUID()}`, { service: id, file: member.id, role: 'member', state: 'in' })).status).toBe(200)
  }
}

async function holdSession(step: { at: number; day: string; minutes: number }): Promise<void> {
  const service = services[step.at % Math.max(1, services.length)]
  if (!service || service.method === 'mediation') return
  const who = town.workers[service.who]
  const record = randomUUID()
  const mode = { casework: 'interview', 'group-work': 'on-site', supervision: 'face' }[service.method]
  const answer = await town.ask(who, 'PUT', `/services/${service.id}/records/${record}`, { kind: 'session', occurredOn: step.day, minutes: step.minutes, mode, files: [] })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  saved.push({ id: record, who: service.who, version: 1, kind: 'session' })
  if (service.method !== 'group-work') return
  const { people } = (await town.ask(who, 'GET', `/services/${service.id}`)).body
  const marked = await town.ask(who, 'POST', `/services/${service.id}/attendance`, { record, rows: people.map((person: any, n: number) => ({ person: person.id, state: n === step.minutes % 3 ? 'absent' : 'present' })) })
  if (marked.status === 200) saved.at(-1)!.version += 1
}

async function changeService(step: { do: string; at: number; day: string }): Promise<void> {
  const service = services[step.at % Math.max(1, services.length)]
  if (!service) return
  const who = town.workers[service.who]
  const { version, stages, stage, closeReasons } = (await town.ask(who, 'GET', `/services/${service.id}`)).body
  if (step.do === 'move-service') {
    const next = stages?.[stages.findIndex((one: any) => one.key === stage) + 1]
    if (next) await town.ask(who, 'POST', `/services/${service.id}/move`, { version, to: next.key })
  } else if (step.do === 'reopen-service') await town.ask(who, 'POST', `/services/${service.id}/reopen`, { version, why: '继续跟进' })
  else {
    if (service.method === 'casework') await town.ask(who, 'PUT', `/service-forms/${randomUUID()}`, await closingForm(who, service.id))
    await town.ask(who, 'POST', `/services/${service.id}/close`, { version: (await town.ask(who, 'GET', `/services/${service.id}`)).body.version, reason: closeReasons[0].key, on: step.day })
  }
}

async function closingForm(who: { account: string; post: string }, service: string) {
  const { formVersion } = (await town.ask(who, 'GET', `/services/form/case-closure?service=${service}`)).body
  return { service, form: 'case-closure', formVersion, filledOn: town.clock.today(), answers: { remaining_risk: 'none' } }
}

async function save(step: Extract<Command, { do: 'save' }>): Promise<void> {
  const own = files[step.files[0]! % files.length]!
  const chosen = [...new Set(step.files.map((n) => files[n % files.length]!).filter((file) => file.who === own.who).map((file) => file.id))]
  const base = { kind: step.kind, occurredOn: step.day, minutes: step.minutes, item: items[step.item % items.length] }
  const body = step.kind === 'visit' || step.kind === 'call' ? { ...base, files: chosen, mode: step.kind === 'visit' && step.minutes % 2 ? 'home' : 'phone', result: step.result }
    : step.kind === 'activity' ? { ...base, title: '讲座', mode: step.minutes % 2 ? 'policy-publicity' : 'health', heads: step.heads, headGroups: { dibao: Math.min(3, step.heads) }, files: chosen }
      : step.kind === 'task' ? { ...base, mode: 'dibao-check', inContract: step.inContract, requester: 'township-civil-affairs' }
        : { ...base, mode: step.minutes % 2 ? 'assistance-application' : 'policy', files: chosen }
  const id = randomUUID()
  const answer = await town.ask(town.workers[own.who], 'PUT', `/records/${id}`, body)
  if (answer.status === 200) saved.push({ id, who: own.who, version: 1, kind: step.kind })
  else throw new Error(`${answer.status} ${JSON.stringify(answer.body)} ${JSON.stringify(body)}`)
}

const READERS = { head: [PLACES.east, PLACES.east + 999], county: [PLACES.county, PLACES.county + 999_999], city: [PLACES.city, PLACES.city + 99_999_999], manager: [PLACES.east, PLACES.east + 999] } as const

async function compare(facts: Facts, reader: keyof typeof READERS, question: { scope: object; period: object }, view: Omit<View, 'reach'>): Promise<void> {
  const answer = await town.ask(town.workers[reader], 'POST', '/figures', { ...question, indicators: Object.keys(INDICATORS) })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const said = Object.fromEntries(answer.body.figures.map((figure: any) => [figure.key, figure.value]))
  const plain = Object.fromEntries(Object.entries(INDICATORS).map(([key, count]) => [key, count(facts, { ...view, reach: READERS[reader] })]))
  expect(said, `${reader} ${JSON.stringify(question)}`).toEqual(plain)
}

async function compareAll(): Promise<void> {
  const facts = await readFacts(town.owner)
  const may = { from: '2026-05-01', to: '2026-05-31' }
  const east: string[] = [town.stations.east.id, town.stations.room.id]
  await compare(facts, 'head', { scope: { by: 'station', station: town.stations.east.id }, period: { name: '2026-05' } }, { ...may, keep: (fact) => east.includes(fact.station), whole: false })
  await compare(facts, 'manager', { scope: { by: 'station', station: town.stations.east.id }, period: { name: '2026-Q2' } }, { from: '2026-04-01', to: '2026-06-30', keep: (fact) => east.includes(fact.station), whole: false })
  await compare(facts, 'county', { scope: { by: 'place', place: PLACES.county }, period: { name: '2026' } }, { from: '2026-01-01', to: '2026-12-31', keep: () => true, whole: true })
  await compare(facts, 'city', { scope: { by: 'place', place: PLACES.east }, period: { from: '2026-04-30', to: '2026-05-19' } }, { from: '2026-04-30', to: '2026-05-19', keep: (fact) => fact.village >= PLACES.east && fact.village <= PLACES.east + 999, whole: false })
  await compare(facts, 'county', { scope: { by: 'worker', worker: town.workers.west.account }, period: { name: '2026-05' } }, { ...may, keep: (fact) => fact.worker === town.workers.west.account, whole: false })
}

test('whatever is saved, corrected, voided or classified, every figure equals a plain count of the facts', { timeout: 180_000 }, async () => {
  items = ['', ...(await town.ask(town.workers.east, 'GET', '/standards/items')).body.rows.filter((row: any) => row.kind === 'item').slice(0, 9).map((row: any) => row.key)]
  let step = 0
  await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 14, maxLength: 22 }), async (steps) => {
    for (const one of steps) await run(one)
    // Half of the time while the merger is moving the tail.
    const merging = step++ % 2 ? mergeTail(listener) : Promise.resolve(0)
    await Promise.all([merging, compareAll()])
    await compareAll()
  }), { numRuns: 8, endOnFailure: true })
  // However the steps fell, one need was met in the end.
  await findNeed(0, '2026-05-01')
  await settleNeed({ do: 'close', at: needs.length - 1, outcome: 'met', day: '2026-05-20' })
  for (const day of DAYS.slice(0, 3)) await run({ do: 'open-file', who: 'east', day })
  // And a case was open, a group met, a service was settled.
  await openService({ file: 0, method: 'casework', day: '2026-05-01', accept: true })
  await holdSession({ at: services.length - 1, day: '2026-05-19', minutes: 50 })
  await openService({ file: 1, method: 'group-work', day: '2026-05-01', accept: true })
  await holdSession({ at: services.length - 1, day: '2026-05-20', minutes: 90 })
  await openService({ file: 0, method: 'casework', day: '2026-04-30', accept: true })
  await changeService({ do: 'end-service', at: services.length - 1, day: '2026-05-19' })
  await compareAll()
  const facts = await readFacts(town.owner)
  for (const kind of ['case', 'case-closed', 'group']) expect(facts.services.filter((one) => one.kind === kind).length, kind).toBeGreaterThan(0)
  expect(facts.records.filter((one) => one.kind === 'session' && one.way === 'group-work' && one.heads === 2).length).toBeGreaterThan(0)
  expect([facts.records.length > 20, facts.files.length > 22, facts.needs.length >= 0]).toEqual([true, true, true])
  expect(facts.needs.filter((need) => need.kind === 'met').length).toBeGreaterThan(0)
})

test('a file that is protected leaves the station\'s figures and stays in the county\'s; opened again it is back', { timeout: 60_000 }, async () => {
  const head = town.workers.head
  const file = files.find((one) => one.who === 'east')!
  for (let n = 0; n < 3; n++) await save({ do: 'save', kind: 'visit', files: [files.indexOf(file)], day: `2026-05-1${n}`, result: 'normal', minutes: 21, heads: 0, inContract: false, item: n })
  await findNeed(files.indexOf(file), '2026-05-12')
  await openService({ file: files.indexOf(file), method: 'casework', day: '2026-05-12', accept: true })
  await holdSession({ at: services.length - 1, day: '2026-05-13', minutes: 30 })
  const answer = await town.ask(head, 'POST', `/residents/${file.id}/protect`, { members: [head.post], why: '疑似家暴' })
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  await compareAll()
  await mergeTail(listener)
  await compareAll()
  const before = await town.owner.query(`select count(*)::int as n from record where protected`)
  expect(before.rows[0].n).toBeGreaterThan(2)
  const opened = await town.ask(head, 'POST', `/residents/${file.id}/unprotect`, {})
  expect(opened.status, JSON.stringify(opened.body)).toBeLessThan(300)
  await compareAll()
  expect((await town.owner.query(`select coalesce(sum(n), 0)::int as n from (select n from tally_tail where station is null union all select n from tally_day where station is null) t`)).rows[0].n).toBe(0)
})

test('all indicators of the month report in three periods take at most three statements', async () => {
  let statements = 0
  await asActor(town.database, await credentials(), (found) => found as never, async (tx, actor) => {
    const counting = tx.withPlugin({ transformQuery: ({ node }) => { statements += 1; return node }, transformResult: async ({ result }) => result })
    const work = { tx: counting, actor, today: '2026-05-20', now: town.clock.now() } as unknown as Work
    const standards = await standardsOn(work, PLACES.east, '2026-05-20')
    const scope = await requireScope(work, { by: 'station', station: town.stations.east.id })
    statements = 0
    const lines = await monthLines(work, standards, { asked: { by: 'station', station: town.stations.east.id }, scope, range: { from: '2026-05-01', to: '2026-05-31' }, contract: { from: '2025-10-01', to: '2026-09-30' }, targets: [] })
    expect(lines.length).toBeGreaterThan(40)
  })
  expect(statements).toBeLessThanOrEqual(3)
})

async function credentials() {
  const headers = await town.as(town.workers.head)
  return { token: createHash('sha256').update(headers.cookie.split('=')[1]!).digest(), post: town.workers.head.post, at: town.clock.now(), today: town.clock.today() }
}
