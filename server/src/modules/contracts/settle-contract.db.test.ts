import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NeedFact } from '#server/modules/needs/events.ts'
import { measuresOfNeed } from '#server/modules/needs/measures.ts'
import type { Fact, Served } from '#server/modules/records/events.ts'
import { measuresOfRecord, type Measured } from '#server/modules/records/measures.ts'
import type { ServiceFact } from '#server/modules/services/events.ts'
import { measuresOfService } from '#server/modules/services/measures.ts'
import type { FileState } from '#server/modules/residents/events.ts'
import { measuresOfFile } from '#server/modules/residents/measures.ts'
import { addDays } from '#server/platform/days.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

let town: Town
const [bureau, agency] = [randomUUID(), randomUUID()]
const [FIRST, MONTHS] = ['2026-01-01', 120]
const residents: { id: string; person: string; place: number }[] = []
beforeAll(async () => {
  town = await startTown()
  await town.ask(town.workers.county, 'PUT', `/organisations/${bureau}`, { name: '米易县民政局', kind: 'department' })
  await town.ask(town.workers.county, 'PUT', `/organisations/${agency}`, { name: '仁爱社工中心', kind: 'agency' })
  for (let n = 0; n < 4; n++) residents.push(await town.addFile(town.stations.east, n % 2 ? PLACES.eastVillage : PLACES.eastVillage2))
})
afterAll(() => town.stop())

const TAGS = ['lives-alone', 'dibao', 'disabled']
const day = fc.integer({ min: 0, max: MONTHS }).map((n) => addDays(FIRST, n))
const where = fc.constantFrom('east', 'room', 'west' as const)
const people = fc.uniqueArray(fc.nat(3), { maxLength: 3 })
const factsArb = fc.array(fc.record({
  where, on: day, kind: fc.constantFrom('visit', 'call', 'activity', 'task', 'consultation', 'session' as const), isProtected: fc.integer({ min: 0, max: 5 }).map((n) => n === 0), people,
  tags: fc.array(fc.subarray(TAGS), { minLength: 4, maxLength: 4 }), heads: fc.nat(30), minutes: fc.nat(90), groups: fc.dictionary(fc.constantFrom(...TAGS), fc.integer({ min: 1, max: 9 })),
  inContract: fc.boolean(), voided: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
}), { minLength: 15, maxLength: 40 })
type Drawn = typeof factsArb extends fc.Arbitrary<(infer One)[]> ? One : never
const needsArb = fc.array(fc.record({
  where, on: day, closedAfter: fc.option(fc.nat(40)), outcome: fc.constantFrom('met', 'partly', 'unmet' as const), isProtected: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  person: fc.option(fc.nat(3)), tags: fc.subarray(TAGS), voided: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
}), { minLength: 4, maxLength: 12 })
const servicesArb = fc.array(fc.record({
  where, on: day, closedAfter: fc.option(fc.nat(40)), counts: fc.constantFrom('case', 'group', 'activity', 'service' as const), isProtected: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  accepted: fc.integer({ min: 0, max: 4 }).map((n) => n > 0), person: fc.option(fc.nat(3)), tags: fc.subarray(TAGS),
}), { minLength: 4, maxLength: 10 })
type DrawnService = typeof servicesArb extends fc.Arbitrary<(infer One)[]> ? One : never
type DrawnNeed = typeof needsArb extends fc.Arbitrary<(infer One)[]> ? One : never
/** Sign or change one of two contracts: which stations, from when, how long. */
const stepsArb = fc.array(fc.record({
  which: fc.constantFrom('a', 'b' as const), stations: fc.uniqueArray(where, { minLength: 1 }), from: day, days: fc.integer({ min: 1, max: 70 }), merge: fc.boolean(),
}), { minLength: 3, maxLength: 8 })

function factOf(drawn: Drawn): Fact {
  const station = town.stations[drawn.where]
  const id = randomUUID()
  const served: Served[] = drawn.kind === 'task' ? [] : drawn.people.map((n) => ({
    file: residents[n]!.id, person: residents[n]!.person, household: null, dossier: residents[n]!.id, protected: drawn.isProtected, place: residents[n]!.place, age: 82, sex: 2,
    risk: 'blue', tags: drawn.tags[n]!,
  }))
  return {
    id, cell: 510421, place: station.place, station: station.id, servedPlace: served[0]?.place ?? station.place, dossier: id, protected: drawn.isProtected, kind: drawn.kind,
    occurredOn: drawn.on, minutes: drawn.minutes, worker: town.workers.east.account, contract: null, service: null, method: drawn.kind === 'session' ? 'group-work' : '', mode: drawn.kind === 'visit' ? 'home' : '',
    result: drawn.kind === 'visit' ? 'at-home' : null, item: '', inContract: drawn.kind === 'task' ? drawn.inContract : null,
    heads: drawn.kind === 'activity' ? drawn.heads : served.length, households: Math.min(drawn.minutes % 3, served.length), headGroups: drawn.kind === 'activity' ? drawn.groups : {}, nextOn: null, people: served,
  }
}

async function write(fact: Fact, voided: boolean) {
  const { owner } = town
  await owner.query(`insert into record (id, cell, place, station, served_place, dossier, protected, kind, occurred_on, minutes, worker, worker_name, mode, result, item, in_contract, heads,
      households, head_groups, form_version, recorded_at, late, digest, voided_at, method)
    values ($1, $2, $3, $4, $5, $1, $6, $7, $8, $9, $10, '李思雨', $11, $12, '', $13, $14, $15, $16, 'x.1', now(), false, '', case when $17 then now() end, $18)`,
  [fact.id, fact.cell, fact.place, fact.station, fact.servedPlace, fact.protected, fact.kind, fact.occurredOn, fact.minutes, fact.worker, fact.mode, fact.result, fact.inContract,
    fact.heads, fact.households, JSON.stringify(fact.headGroups), voided, fact.method])
  for (const p of fact.people) {
    await owner.query(`insert into record_person (record, cell, place, station, served_place, dossier, protected, file, person, kind, occurred_on, worker, mode, item, age, sex, risk, tags, voided)
      values ($1, $2, $3, $4, $5, $6, $7, $6, $8, $9, $10, $11, $12, '', 82, 2, 'blue', $13, $14)`,
    [fact.id, fact.cell, fact.place, fact.station, p.place, p.file, p.protected, p.person, fact.kind, fact.occurredOn, fact.worker, fact.mode, p.tags, voided])
  }
  if (!voided) await count(measuresOfRecord(fact))
}

function needOf(drawn: DrawnNeed): NeedFact {
  const station = town.stations[drawn.where]
  const id = randomUUID()
  return {
    id, cell: 510421, place: station.place, station: station.id, servedPlace: PLACES.eastVillage, dossier: id, protected: drawn.isProtected,
    file: drawn.person === null ? null : residents[drawn.person]!.id, person: null, household: null, foundOn: drawn.on, source: 'visit', item: '', urgency: 'routine',
    state: drawn.closedAfter === null ? 'open' : 'closed', outcome: drawn.closedAfter === null ? null : drawn.outcome,
    closedOn: drawn.closedAfter === null ? null : addDays(drawn.on, drawn.closedAfter), tags: drawn.tags, contract: null, worker: town.workers.east.account,
  }
}

async function writeNeed(n: NeedFact, voided: boolean) {
  await town.owner.query(`insert into need (id, cell, place, station, served_place, dossier, protected, file, found_on, source, words_sealed, urgency, state, outcome, unmet_why, closed_on,
      tags, worker, worker_name, digest, recorded_at, voided_at)
    values ($1, $2, $3, $4, $5, $1, $6, $7, $8, $9, '', 'routine', $10, $11, 'other', $12, $13, $14, '李思雨', '', now(), case when $15 then now() end)`,
  [n.id, n.cell, n.place, n.station, n.servedPlace, n.protected, n.file, n.foundOn, n.source, n.state, n.outcome, n.closedOn, n.tags, n.worker, voided])
  if (!voided) await count(measuresOfNeed(n))
}

function serviceOf(drawn: DrawnService): ServiceFact & { openedOn: string } {
  const station = town.stations[drawn.where]
  const id = randomUUID()
  const closed = drawn.accepted && drawn.closedAfter !== null
  return {
    id, cell: 510421, place: station.place, station: station.id, servedPlace: PLACES.eastVillage, dossier: id, protected: drawn.isProtected, method: 'casework', counts: drawn.counts, item: '',
    state: closed ? 'closed' : 'open', openedOn: drawn.on, acceptedOn: drawn.accepted ? drawn.on : null, closedOn: closed ? addDays(drawn.on, drawn.closedAfter!) : null,
    closeReason: closed ? 'goals-met' : null, worker: town.workers.east.account, contract: null, tags: drawn.tags, client: drawn.person === null ? null : residents[drawn.person]!.id,
    milestones: closed ? { answered: drawn.on, 'answered-in-time': drawn.on } : {},
  }
}

async function writeService(s: ReturnType<typeof serviceOf>) {
  await town.owner.query(`insert into service (id, cell, place, station, served_place, dossier, protected, method, pack, pack_version, counts, client, tags, stage, state, worker, worker_name, opened_on,
      accepted_on, closed_on, close_reason, milestones, recorded_at, digest) values ($1, $2, $3, $4, $5, $1, $6, $7, 'mzt-094-2017', '1', $8, $9, $10, 'intake', $11, $12, '李思雨', $13, $14, $15, $16, $17, now(), '')`,
  [s.id, s.cell, s.place, s.station, s.servedPlace, s.protected, s.method, s.counts, s.client, s.tags, s.state, s.worker, s.openedOn, s.acceptedOn, s.closedOn, s.closeReason, JSON.stringify(s.milestones)])
  await count(measuresOfService(s))
}

const DIMENSIONS = ['cell', 'place', 'station', 'servedPlace', 'day', 'measure', 'mode', 'result', 'item', 'tag', 'worker', 'contract'] as const
async function count(rows: readonly Measured[]) {
  for (const r of rows) {
    await town.owner.query(`insert into tally_tail (cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`, [...DIMENSIONS.map((name) => r[name]), r.n, r.heads, r.households, r.minutes])
  }
}

const summed = (rows: readonly Measured[]) => {
  const sums = new Map<string, number[]>()
  for (const r of rows) {
    const key = DIMENSIONS.map((name) => String(r[name])).join('|')
    const sum = sums.get(key) ?? [0, 0, 0, 0]
    sums.set(key, [sum[0]! + r.n, sum[1]! + r.heads, sum[2]! + r.households, sum[3]! + r.minutes])
  }
  return [...sums].filter(([, sum]) => sum.some((n) => n !== 0)).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** What stands in the figures now. */
async function figures(): Promise<ReturnType<typeof summed>> {
  const { rows } = await town.owner.query(`select cell, place, station, served_place as "servedPlace", day, measure, mode, result, item, tag, worker, contract, n::int, heads::int, households::int, minutes::int
    from tally_day union all select cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes from tally_tail`)
  return summed(rows)
}

type Period = { contract: string; stations: string[]; from: string; until: string }
const covering = (periods: readonly Period[], station: string, on: string): string | null =>
  periods.find((one) => one.stations.includes(station) && one.from <= on && on <= one.until)?.contract ?? null

async function clean() {
  await town.owner.query(`truncate tally_tail, tally_day, record_photo, record_person, record, need, service, contract_indicator, contract_station, contract cascade`)
}

test('whatever is signed, moved or shortened in whatever order, each fact counts for the contract that covers its day, and every figure equals a plain recount', async () => {
  await fc.assert(fc.asyncProperty(factsArb, needsArb, servicesArb, stepsArb, async (drawn, drawnNeeds, drawnServices, steps) => {
    await clean()
    const facts = drawn.map((one) => ({ fact: factOf(one), voided: one.voided }))
    for (const { fact, voided } of facts) await write(fact, voided)
    const needs = drawnNeeds.map((one) => ({ need: needOf(one), voided: one.voided }))
    for (const { need, voided } of needs) await writeNeed(need, voided)
    const services = drawnServices.map(serviceOf)
    for (const service of services) await writeService(service)
    const files = await openedFiles()
    for (const file of files) await count(measuresOfFile({ ...file, opened: { ...file.opened, contract: null } }))
    await town.owner.query('update resident_file set opened_contract = null')
    const [ids, versions, signed] = [{ a: randomUUID(), b: randomUUID() }, { a: 0, b: 0 }, new Map<string, Period>()]
    for (const step of steps) {
      const stations = step.stations.map((name) => town.stations[name].id)
      const period = { contract: ids[step.which], stations, from: step.from, until: addDays(step.from, step.days) }
      const { status, body } = await town.ask(town.workers.county, 'PUT', `/contracts/${ids[step.which]}`, {
        title: '服务合同', purchaser: bureau, agency, stations, from: period.from, until: period.until, amount: 1, ...(versions[step.which] && { version: versions[step.which] }),
      })
      if (status === 409) expect(body.code).toBe('contract.overlaps')
      else {
        expect(status).toBe(200)
        versions[step.which] = body.version
        signed.set(ids[step.which], period)
      }
      if (step.merge) await town.owner.query('select app.merge_tally()')
      const periods = [...signed.values()]
      const recount = [
        ...facts.filter(({ voided }) => !voided).flatMap(({ fact }) => measuresOfRecord({ ...fact, contract: covering(periods, fact.station, fact.occurredOn) })),
        ...needs.filter(({ voided }) => !voided).flatMap(({ need }) => measuresOfNeed({ ...need, contract: covering(periods, need.station, need.foundOn) })),
        ...services.flatMap((service) => measuresOfService({ ...service, contract: covering(periods, service.station, service.openedOn) })),
        ...files.flatMap((file) => measuresOfFile({ ...file, opened: { ...file.opened, contract: covering(periods, file.opened.station, file.openedOn) } })),
      ]
      expect(await figures()).toEqual(summed(recount))
      const kept = await town.owner.query<{ id: string; contract: string | null; served: (string | null)[] }>(`select r.id, r.contract, array(select p.contract from record_person p where p.record = r.id) as served from record r`)
      for (const row of kept.rows) {
        const fact = facts.find((one) => one.fact.id === row.id)!.fact
        const wanted = covering(periods, fact.station, fact.occurredOn)
        expect([row.contract, row.served.every((one) => one === wanted)]).toEqual([wanted, true])
      }
    }
  }), { numRuns: 12 })
}, 240_000)

async function openedFiles(): Promise<FileState[]> {
  for (const [n, resident] of residents.entries()) {
    await town.owner.query('update resident_file set opened_on = $2, opened_station = $3, opened_place = $4, opened_village = $5, opened_tags = $6 where id = $1',
      [resident.id, addDays(FIRST, n * 25), town.stations.east.id, PLACES.east, resident.place, TAGS.slice(0, n)])
  }
  return residents.map((resident, n) => ({
    id: resident.id, cell: 510421, place: resident.place, station: town.stations.east.id, person: resident.person, household: null, protected: false, risk: 'blue', tags: [], birthOn: null,
    sex: 2, worker: null, openedOn: addDays(FIRST, n * 25), closedOn: null, closedWhy: null, mergedInto: null,
    opened: { station: town.stations.east.id, place: PLACES.east, village: resident.place, tags: TAGS.slice(0, n), contract: null },
  }))
}

test('nobody settles a contract beyond his reach, or from a post that only looks', async () => {
  await clean()
  const id = randomUUID()
  await town.ask(town.workers.county, 'PUT', `/contracts/${id}`, { title: '服务合同', purchaser: bureau, agency, stations: [town.stations.east.id], from: '2026-01-01', until: '2026-12-31', amount: 1 })
  for (const who of ['app.writes', 'app.reach_from1'] as const) {
    await expect(town.database.transaction().execute(async (tx) => {
      await sql.raw(who === 'app.writes' ? `set local app.writes = 'off'; set local app.reach_from1 = '${PLACES.county}'; set local app.reach_to1 = '510421999999'`
        : `set local app.writes = 'on'; set local app.reach_from1 = '${PLACES.otherCounty}'; set local app.reach_to1 = '510422999999'`).execute(tx)
      await sql`select app.settle_contract(${id}::uuid)`.execute(tx)
    })).rejects.toThrow('out of reach')
  }
})
