import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// A service passes from hand to hand, goes back, ends and goes on; and who may know of a secret one changes with that.
let town: Town
let person: { id: string }
let colleague: Who
type Who = { account: string; post: string }
beforeAll(async () => {
  town = await startTown()
  person = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '罗世荣' })
  colleague = await town.addPost('worker', PLACES.east, town.stations.east.id)
})
afterAll(() => town.stop())

const must = async (who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => {
  const answer = await town.ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
const open = async (method: string) => {
  const id = randomUUID()
  await must(town.workers.east, 'PUT', `/services/${id}`, { method, client: person.id, openedOn: town.clock.today(), words: '夜里常哭。' })
  return { id, see: (who: Who = town.workers.east) => town.ask(who, 'GET', `/services/${id}`), act: async (who: Who, act: string, body: object) =>
    town.ask(who, 'POST', `/services/${id}/${act}`, { version: (await town.owner.query('select version from service where id = $1', [id])).rows[0].version, ...body }) }
}
const toldOf = async (id: string) => (await town.owner.query(`select payload ->> 'kind' as kind, payload ->> 'account' as account, payload -> 'posts' as posts from outbox where event = 'notice.asked' and subject_id = $1 order by id`, [id])).rows

test('a case keeps every hand it went through, every step back and how it had ended, each with its reason', async () => {
  const { id, see, act } = await open('casework')
  await act(town.workers.east, 'move', { to: 'assessment' })
  await act(town.workers.head, 'move', { to: 'intake', why: '知情同意书要重签' })
  expect((await act(town.workers.east, 'change', { worker: colleague.account, why: '下周起脱产培训' })).status).toBe(200)
  await must(colleague, 'PUT', `/service-forms/${randomUUID()}`, { service: id, form: 'case-closure', formVersion: 'mzt-094-2017@3', filledOn: town.clock.today(), answers: { remaining_risk: 'none' } })
  const closed = await act(colleague, 'close', { reason: 'goals-reached', on: town.clock.today(), words: '目标都达到了' })
  expect([closed.status, closed.body.code, closed.body.sentence]).toEqual([200, undefined, undefined])
  expect((await act(town.workers.head, 'reopen', { why: '家里又出了事' })).status).toBe(200)
  const { body } = await see()
  expect(body.turns.map(({ kind, from, to, why }: any) => [kind, from?.zh ?? null, to?.zh ?? null, why])).toEqual([
    ['put-back', expect.any(String), expect.any(String), '知情同意书要重签'], ['handed-over', expect.any(String), expect.any(String), '下周起脱产培训'],
    ['closed', null, expect.any(String), '目标都达到了'], ['reopened', null, null, '家里又出了事'],
  ])
  expect(body).toMatchObject({ worker: colleague.account, state: 'open', closeWords: '' })
  // Both learn of it, the one who had it only where somebody else took it away.
  expect((await toldOf(id)).filter(({ kind }) => kind === 'service-handed').map(({ account }) => account)).toEqual([colleague.account, town.workers.east.account])
  const stored = (await town.owner.query('select turns::text from service where id = $1', [id])).rows[0].turns
  for (const words of ['知情同意书', '脱产培训', '目标都达到', '又出了事']) expect(stored).not.toContain(words)
})

test('what is past of it can only be added to', async () => {
  const { id, act } = await open('casework')
  await act(town.workers.east, 'change', { worker: colleague.account, why: '请假' })
  await expect(town.owner.query(`update service set turns = '[]' where id = $1`, [id])).rejects.toThrow('only added to')
})

test('a service nobody accepted keeps why', async () => {
  const { see, act } = await open('casework')
  expect((await act(town.workers.east, 'refuse', { why: '住在外县' })).status).toBe(200)
  expect((await see()).body.turns).toMatchObject([{ kind: 'refused', why: '住在外县' }])
})

test('a secret service is handed only to who may know of it, and its circle is said anew from inside', async () => {
  const { id, see, act } = await open('child-report')
  const outside = await act(town.workers.east, 'change', { worker: colleague.account, why: '请假' })
  expect([outside.status, outside.body.code]).toEqual([422, 'service.outside-circle'])
  const { east, head, supervisor, west } = town.workers
  const all = [east.post, head.post, supervisor.post]
  for (const [who, members, code] of [[colleague, [colleague.post], 'service.not-found'], [east, [head.post, colleague.post], 'circle.left-out'], [head, [head.post], 'circle.left-out'],
    [east, [...all, town.workers.county.post], 'circle.not-members'], [west, [west.post], 'service.not-found']] as const) {
    expect((await act(who, 'circle', { members, why: '交接' })).body.code).toBe(code)
  }
  expect((await see(colleague)).status).toBe(404)
  expect((await see(east)).body.mayCircle).toBe(true)
  expect((await act(east, 'circle', { members: [east.post, head.post, colleague.post], why: '由她接手，督导不再参与' })).status).toBe(200)
  expect([(await see(colleague)).status, (await see(supervisor)).status]).toEqual([200, 404])
  expect((await toldOf(id)).filter(({ kind }) => kind === 'circle-joined')).toMatchObject([{ posts: expect.arrayContaining([head.post, supervisor.post]) }, { posts: [colleague.post] }])
  // In it, but neither head nor in charge: she may not say who else.
  expect([(await see(colleague)).body.mayCircle, (await act(colleague, 'circle', { members: [east.post, head.post, colleague.post], why: '再加一位' })).body.code]).toEqual([false, 'post.may-not'])
  expect((await act(east, 'change', { worker: colleague.account, why: '请假' })).status).toBe(200)
  expect((await act(colleague, 'circle', { members: [head.post, colleague.post], why: '她已离开' })).status).toBe(200)
  expect([(await see(east)).status, (await see(colleague)).body.circle.length]).toEqual([404, 2])
})

test('nobody in conflict of interest comes into a circle', async () => {
  const { id, act } = await open('child-report')
  await town.owner.query(`insert into conflict_of_interest (id, cell, place, dossier, account, kind, from_at) values ($1, 510421, 510421000000, $2, $3, 'family', $4)`, [randomUUID(), id, colleague.account, town.clock.now()])
  const { east, head } = town.workers
  expect((await act(east, 'circle', { members: [east.post, head.post, colleague.post], why: '接手' })).body.code).toBe('circle.in-conflict')
})

test('a circle whose worker has left can still be said anew by the head', async () => {
  const leaving = await town.addPost('worker', PLACES.east, town.stations.east.id)
  const id = randomUUID()
  await must(leaving, 'PUT', `/services/${id}`, { method: 'child-report', client: person.id, openedOn: town.clock.today(), words: '不肯回家。' })
  await town.owner.query(`update post set until_on = $2::date - 1 where id = $1`, [leaving.post, town.clock.today()])
  const { head } = town.workers
  expect((await must(head, 'POST', `/services/${id}/circle`, { version: 1, members: [head.post, colleague.post], why: '她已离职' })).id).toBe(id)
  expect((await must(head, 'POST', `/services/${id}/change`, { version: 2, worker: colleague.account, why: '她已离职' })).id).toBe(id)
})

test('a circle that everybody has left is filled by the usual posts, who are told; nobody in conflict comes in, and no other circle is touched', async () => {
  const { east, head, supervisor } = town.workers
  const alone = randomUUID()
  await must(colleague, 'PUT', `/services/${alone}`, { method: 'child-report', client: person.id, openedOn: town.clock.today(), words: '只有我知道。', alone: true })
  const { id: kept } = await open('child-report')
  const fill = async () => (await town.owner.query('select app.fill_empty_circles($1) as n', [town.clock.now()])).rows[0].n
  expect(await fill()).toBe(0)
  expect((await town.ask(head, 'GET', `/services/${alone}`)).status).toBe(404)
  const before = (await must(east, 'GET', `/services/${kept}`)).circle
  await town.owner.query('update post set ended_at = $2 where id = $1', [colleague.post, town.clock.now()])
  await town.owner.query(`insert into conflict_of_interest (id, cell, place, dossier, account, kind, from_at) select gen_random_uuid(), cell, place, id, $2, 'accused', $3 from service where id = $1`, [alone, supervisor.account, town.clock.now()])
  expect(await fill()).toBe(1)
  expect(await fill()).toBe(0)
  const seen = await must(head, 'GET', `/services/${alone}`)
  expect([seen.words, seen.circle.map(({ post }: any) => post).toSorted()]).toEqual(['只有我知道。', [head.post, colleague.post].toSorted()])
  expect((await town.ask(supervisor, 'GET', `/services/${alone}`)).status).toBe(404)
  expect((await toldOf(alone)).filter(({ kind }) => kind === 'circle-joined')).toMatchObject([{ posts: [head.post] }])
  expect((await must(east, 'GET', `/services/${kept}`)).circle).toEqual(before)
})
