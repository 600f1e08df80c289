import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// 机构审批: the manager of the agency that runs the station approves what is about nobody, and sees no person by it.
let town: Town
let manager: Who
let stranger: Who
type Who = { account: string; post: string }
beforeAll(async () => {
  town = await startTown()
  const [agency, other] = [randomUUID(), randomUUID()]
  for (const [id, name] of [[agency, '同行社工中心'], [other, '远山社工中心']]) await town.owner.query(`insert into organisation (id, cell, place, name, kind) values ($1, 510421, $2, $3, 'agency')`, [id, PLACES.county, name])
  await town.owner.query('update station set operator = $2 where id = $1', [town.stations.east.id, agency])
  const hire = async (organisation: string) => {
    const who = await town.addPost('agency_manager', PLACES.county, null)
    await town.owner.query('update post set organisation = $2 where id = $1', [who.post, organisation])
    return who
  }
  manager = await hire(agency)
  stranger = await hire(other)
})
afterAll(() => town.stop())

const must = async (who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => {
  const answer = await town.ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
const fill = async (service: string, form: string, answers: object, more: object = {}) => {
  const { formVersion } = await must(town.workers.east, 'GET', `/services/form/${form}?service=${service}`)
  const id = randomUUID()
  await must(town.workers.east, 'PUT', `/service-forms/${id}`, { service, form, formVersion, filledOn: town.clock.today(), answers, ...more })
  return id
}
async function askedGroup() {
  const { east } = town.workers
  const id = randomUUID()
  await must(east, 'PUT', `/services/${id}`, { method: 'group-work', title: '手工小组', openedOn: town.clock.today() })
  const member = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '金丝雀' })
  const person = randomUUID()
  await must(east, 'PUT', `/service-people/${person}`, { service: id, file: member.id, role: 'member' })
  const plan = await fill(id, 'group-plan', {})
  const screening = await fill(id, 'group-screening', {}, { person })
  const approval = randomUUID()
  await must(east, 'PUT', `/service-approvals/${approval}`, { service: id, key: 'plan-approved', note: '请批' })
  return { id, plan, screening, approval }
}
const waiting = async (who: Who) => (await must(who, 'POST', '/services/due', {})).approvals

test('the manager is told, reads the plan, sees no member, and approves', async () => {
  const { id, plan, screening, approval } = await askedGroup()
  const { rows } = await town.owner.query(`select payload from outbox where event = 'notice.asked' and payload ->> 'kind' = 'approval-asked' and payload -> 'posts' ? $1`, [manager.post])
  expect(rows).toHaveLength(1)
  const [asked] = await waiting(manager)
  expect(asked).toMatchObject({ id: approval, name: '手工小组', note: '请批', forms: [{ id: plan }] })
  expect(JSON.stringify(asked)).not.toContain('金丝雀')
  expect((await must(manager, 'GET', `/service-forms/${plan}`)).form).toBe('group-plan')
  expect((await town.ask(manager, 'GET', `/service-forms/${screening}`)).body.code).toBe('form.not-found')
  expect((await town.ask(manager, 'GET', `/services/${id}`)).status).toBe(403)
  expect((await town.ask(manager, 'POST', `/service-approvals/${approval}/decide`, { version: 1, decision: 'returned' })).body.code).toBe('service.needs-reason')
  await must(manager, 'POST', `/service-approvals/${approval}/decide`, { version: 1, decision: 'approved' })
  const view = await must(town.workers.east, 'GET', `/services/${id}`)
  expect([view.waiting, view.approvals[0].decision]).toEqual([false, 'approved'])
  // Answered, he is let in no longer.
  expect(await waiting(manager)).toEqual([])
  expect((await town.ask(manager, 'GET', `/service-forms/${plan}`)).body.code).toBe('form.not-found')
  expect((await town.ask(manager, 'POST', `/service-approvals/${approval}/decide`, { version: 2, decision: 'approved' })).body.code).toBe('approval.not-found')
})

test('the head may answer first; then the manager is not asked any more', async () => {
  const { plan, approval } = await askedGroup()
  expect(await waiting(manager)).toHaveLength(1)
  await must(town.workers.head, 'POST', `/service-approvals/${approval}/decide`, { version: 1, decision: 'returned', why: '补预算' })
  expect(await waiting(manager)).toEqual([])
  expect((await town.ask(manager, 'GET', `/service-forms/${plan}`)).status).toBe(404)
})

test('the manager of another agency is asked nothing and finds nothing', async () => {
  const { plan, approval } = await askedGroup()
  expect(await waiting(stranger)).toEqual([])
  expect((await town.ask(stranger, 'GET', `/service-forms/${plan}`)).body.code).toBe('form.not-found')
  expect((await town.ask(stranger, 'POST', `/service-approvals/${approval}/decide`, { version: 1, decision: 'approved' })).body.code).toBe('approval.not-found')
  expect((await town.owner.query('select decision from approval where id = $1', [approval])).rows).toEqual([{ decision: null }])
  await must(manager, 'POST', `/service-approvals/${approval}/decide`, { version: 1, decision: 'returned', why: '预算不清楚' })
})

test('of a case he is not asked: it is about somebody', async () => {
  const { east } = town.workers
  const client = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '王秀英' })
  const id = randomUUID()
  await must(east, 'PUT', `/services/${id}`, { method: 'casework', client: client.id, openedOn: town.clock.today(), words: '夜里睡不着。' })
  const approval = randomUUID()
  await must(east, 'PUT', `/service-approvals/${approval}`, { service: id, key: 'plan-approved', note: '' })
  expect(await waiting(manager)).toEqual([])
  expect((await town.owner.query('select asked_of from approval where id = $1', [approval])).rows[0].asked_of).not.toContain('agency_manager')
  expect((await town.ask(manager, 'POST', `/service-approvals/${approval}/decide`, { version: 1, decision: 'approved' })).body.code).toBe('approval.not-found')
})

test('a group that is given up with the question open is his to read no longer', async () => {
  const { id, plan } = await askedGroup()
  expect((await waiting(manager)).some((one: any) => one.service === id)).toBe(true)
  const { version, closeReasons } = await must(town.workers.east, 'GET', `/services/${id}`)
  await must(town.workers.east, 'POST', `/services/${id}/close`, { version, reason: closeReasons.at(-1).key, on: town.clock.today(), words: '报名不足' })
  expect((await waiting(manager)).some((one: any) => one.service === id)).toBe(false)
  expect((await town.ask(manager, 'GET', `/service-forms/${plan}`)).status).toBe(404)
})
