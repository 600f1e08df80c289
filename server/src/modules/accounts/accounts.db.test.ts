import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '#server/app.ts'
import { openLog } from '#server/platform/log.ts'
import { cellOf, PLACES, reachOf, startTown, type Town } from '#tests/support/town.ts'
import { codeToUse, hashPassword, makeCodeCard, makeTotpSecret, sealTotp } from './index.ts'

let town: Town
beforeAll(async () => {
  town = await startTown()
  for (const who of [town.workers.head, town.workers.county, town.workers.administrator, town.workers.east]) await fresh(who)
})
afterAll(() => town.stop())

type Who = { account: string; post: string }
const fresh = async (who: Who) => {
  await town.as(who)
  await town.owner.query('update session set stepped_up_at = $2 where account = $1', [who.account, town.clock.now()])
}
const worker = (change = {}) => ({ role: 'worker', title: '社工', station: town.stations.east.id, ...change })
let counter = 0
const create = async (who: Who, post: object, change = {}) => {
  const id = randomUUID()
  const answer = await town.ask(who, 'PUT', `/accounts/${id}`, { name: '李思雨', signInName: `lisiyu${++counter}`, postId: randomUUID(), post, ...change })
  return { ...answer, id }
}
const give = (who: Who, account: string, post: object, id = randomUUID()) => town.ask(who, 'PUT', `/posts/${id}`, { account, post })
const reset = (who: Who, account: string, change = {}) => town.ask(who, 'POST', `/accounts/${account}/reset`, { id: randomUUID(), reason: 'lost-phone', words: '手机掉进水塘，本人到站办理', ...change })
const outcome = ({ status, body }: { status: number; body: any }) => (status === 200 ? 'done' : body.code)
const signIn = async (signInName: string, password: string) => {
  const answer = await town.app.inject({ method: 'POST', url: '/api/v1/session', payload: { signInName, password } })
  return { status: answer.statusCode, cookie: answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
}
const with_ = (cookie: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) => town.app.inject({ method, url: `/api/v1${url}`, headers: { cookie }, ...(payload && { payload }) })

test('a head takes in a colleague: one-time password and code card are shown once, and serve only to choose an own password', async () => {
  const { id, body } = await create(town.workers.head, worker())
  expect(body.secrets.codes).toHaveLength(10)
  const { cookie } = await signIn(body.secrets.signInName, body.secrets.oneTimePassword)
  const second = await with_(cookie, 'POST', '/session/second-factor', { code: body.secrets.codes[0] })
  const open = second.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  expect(second.json().account.mustChangePassword).toBe(true)
  for (const [method, url, payload] of [['GET', '/me/sessions'], ['POST', '/accounts/list', {}], ['PUT', '/me/pin', { password: 'x', pin: '2580' }]] as const) {
    expect((await with_(open, method, url, payload)).json().code).toBe('password.must-change')
  }
  expect((await with_(open, 'PUT', '/me/password', { old: body.secrets.oneTimePassword, new: 'kelp ridge 竹杖' })).statusCode).toBe(204)
  expect((await with_(open, 'GET', '/me/sessions')).statusCode).toBe(200)
  const again = await town.ask(town.workers.head, 'PUT', `/accounts/${id}`, { name: '李思雨', signInName: 'x.again', postId: randomUUID(), post: worker() })
  expect(again.body).toEqual({ id, version: 1, secrets: null })
  const { rows } = await town.owner.query(`select string_agg(t::text, ' ') as all from account_secret t`)
  expect(rows[0].all.includes(body.secrets.oneTimePassword)).toBe(false)
})

test('a certificate seen by the head counts for the station at once', async () => {
  const certified = async () => (await town.ask(town.workers.head, 'GET', `/stations/${town.stations.east.id}`)).body.staffing.certified
  const before = await certified()
  expect(outcome(await create(town.workers.head, worker({ certificateLevel: 'assistant', fullTime: false, staffingMode: 'service-purchase' })))).toBe('done')
  expect(await certified()).toBe(before + 1)
  expect(outcome(await create(town.workers.head, worker({ staffingMode: 'by-luck' })))).toBe('code.unknown')
})

test('giving posts and handing over secrets needs a fresh second factor', async () => {
  const head = await town.addPost('station_head', PLACES.west, town.stations.west.id)
  expect(outcome(await create(head, worker({ station: town.stations.west.id })))).toBe('session.step-up-needed')
  // What T12 says of a colleague opens nothing to anybody.
  for (const route of town.app.routeList.filter(({ url }) => /\/(accounts|posts)\/:id(?!\/staff)/.test(url))) expect(route.access.stepUp, route.url).toBe(true)
})

test('a head takes in workers at the own station and village people of its rooms, nobody else and nowhere else', async () => {
  const { head } = town.workers
  expect(outcome(await create(head, worker()))).toBe('done')
  expect(outcome(await create(head, worker({ role: 'child_director', station: town.stations.room.id })))).toBe('done')
  expect(outcome(await create(head, worker({ station: town.stations.room.id })))).toBe('post.reach-too-wide')
  expect(outcome(await create(head, worker({ station: town.stations.west.id })))).toBe('station.not-found')
  expect(outcome(await create(head, worker({ station: null, place: PLACES.east })))).toBe('post.reach-too-wide')
  for (const role of ['station_head', 'county_bureau', 'administrator', 'auditor', 'general_supervisor']) expect(outcome(await create(head, worker({ role })))).toBe('post.may-not-give')
})

test('a post reaches no further than its giver', async () => {
  const { head, county } = town.workers
  expect(outcome(await create(head, worker({ reach: [PLACES.eastVillage, PLACES.eastVillage2] })))).toBe('done')
  for (const reach of [[PLACES.county], [PLACES.west], [PLACES.eastVillage, PLACES.westVillage]]) expect(outcome(await create(head, worker({ reach })))).toBe('post.reach-too-wide')
  expect(outcome(await create(county, worker({ role: 'township_office', station: null, place: PLACES.west })))).toBe('done')
  expect(outcome(await create(county, worker({ role: 'county_bureau', station: null, place: PLACES.otherCounty })))).toBe('post.reach-too-wide')
  expect(outcome(await create(county, worker({ role: 'county_bureau', station: null, place: PLACES.city })))).toBe('post.reach-too-wide')
  expect(outcome(await create(county, worker({ station: null, place: 510421199999 })))).toBe('place.not-found')
  expect(outcome(await create(head, worker({ reach: [PLACES.east, PLACES.eastVillage, PLACES.eastVillage2, PLACES.west, PLACES.westVillage] })))).toBe('request.malformed')
})

test('the database refuses a wider post even when the service would not', async () => {
  const { head, east } = town.workers
  const { asActor } = await import('#server/platform/database/index.ts')
  const token = Buffer.from((await town.as(head)).cookie.split('=')[1]!)
  const { createHash } = await import('node:crypto')
  const credentials = { token: createHash('sha256').update(token).digest(), post: head.post, at: town.clock.now(), today: town.clock.today() }
  const insert = (reach: number[]) => asActor(town.database, credentials, (found) => found as never, (tx) => tx.insertInto('post').values({
    id: randomUUID(), cell: cellOf(PLACES.east), place: PLACES.east, account: east.account, role: 'worker', title: 'x', reach, from_on: '2026-05-20' }).execute())
  await expect(insert([...reachOf(PLACES.county)])).rejects.toMatchObject({ code: '42501' })
  await expect(insert([...reachOf(PLACES.eastVillage)])).resolves.toBeDefined()
})

test('nobody gives himself a post, nor resets or closes himself', async () => {
  for (const who of [town.workers.county, town.workers.administrator]) {
    expect(outcome(await give(who, who.account, worker()))).toBe('post.not-to-oneself')
    expect(outcome(await reset(who, who.account))).toBe('post.not-to-oneself')
    expect(outcome(await town.ask(who, 'POST', `/accounts/${who.account}/close`, { version: 1, why: '试试' }))).toBe('post.not-to-oneself')
    expect(outcome(await town.ask(who, 'POST', `/posts/${who.post}/end`, { version: 1 }))).toBe('post.not-to-oneself')
  }
})

test('nobody is both administrator and auditor, also when two posts are given at one moment', async () => {
  const admin = town.workers.administrator
  const power = (role: string) => worker({ role, title: role, station: null, place: PLACES.county })
  expect(outcome(await give(admin, town.workers.auditor.account, power('administrator')))).toBe('post.powers-apart')
  const { id } = await create(admin, power('county_bureau'))
  const both = await Promise.all([give(admin, id, power('administrator')), give(admin, id, power('auditor'))])
  expect(both.map(outcome).sort()).toEqual(['done', 'post.powers-apart'])
})

test('an administrator gives any post and sees no resident', async () => {
  expect(outcome(await create(town.workers.administrator, worker({ role: 'county_bureau', station: null, place: PLACES.county })))).toBe('done')
  const { rows } = await town.owner.query(`select people from role where key in ('administrator', 'auditor')`)
  expect(rows).toEqual([{ people: 'none' }, { people: 'none' }])
})

test('workers and agencies neither list colleagues nor take anybody in', async () => {
  for (const who of [town.workers.east, town.workers.manager, town.workers.township]) {
    await fresh(who)
    expect(outcome(await town.ask(who, 'POST', '/accounts/list', {}))).toBe('post.may-not')
    expect(outcome(await create(who, worker()))).toBe('post.may-not')
    expect(outcome(await reset(who, town.workers.head.account))).toBe('post.may-not')
  }
})

test('a reset gives a new password and card, ends sessions and devices, replaces the second factor, and its reason is on record', async () => {
  const { id, body } = await create(town.workers.head, worker())
  const old = body.secrets
  await town.owner.query('update account_secret set totp_sealed = $2, pin_hash = $3 where account = $1', [id, sealTotp(town.keys, id, makeTotpSecret()), 'x'])
  await town.owner.query(`insert into trusted_device (id, token_hash, account, name, until_at, made_at) values ($1, '\\x01', $2, '窗口电脑', '2027-01-01', '2026-05-01')`, [randomUUID(), id])
  const { cookie } = await signIn(old.signInName, old.oneTimePassword)
  const answer = await reset(town.workers.head, id)
  expect(answer.body.secrets.codes).toHaveLength(10)
  expect(answer.body.secrets.oneTimePassword).not.toBe(old.oneTimePassword)
  expect((await with_(cookie, 'GET', '/session')).statusCode).toBe(401)
  expect((await signIn(old.signInName, old.oneTimePassword)).status).toBe(401)
  const again = await signIn(old.signInName, answer.body.secrets.oneTimePassword)
  expect((await with_(again.cookie, 'POST', '/session/second-factor', { code: old.codes[0] })).json().code).toBe('second-factor.wrong')
  expect((await with_(again.cookie, 'POST', '/session/second-factor', { code: answer.body.secrets.codes[0] })).json().account).toMatchObject({ mustChangePassword: true, hasPin: false, hasSecondFactor: false })
  expect((await town.owner.query('select 1 from trusted_device where account = $1', [id])).rowCount).toBe(0)
  expect((await town.owner.query('select reason, words, made_by from account_reset where account = $1', [id])).rows).toEqual([{ reason: 'lost-phone', words: '手机掉进水塘，本人到站办理', made_by: town.workers.head.account }])
  expect((await town.owner.query('select act from audit_leaf where subject_id = $1', [id])).rows.map(({ act }) => act)).toContain('reset-lost-phone')
})

test('a reset needs a reason of the list and words, and lets nobody choose the password', async () => {
  const { id } = await create(town.workers.head, worker())
  for (const change of [{ reason: 'because' }, { words: '' }, { password: 'my own choice 1' }, { oneTimePassword: 'my own choice 1' }]) expect(outcome(await reset(town.workers.head, id, change))).toBe('request.malformed')
})

test('a locked-out colleague gets in again after the reset', async () => {
  const { id, body } = await create(town.workers.head, worker())
  for (let i = 0; i < 6; i++) await signIn(body.secrets.signInName, 'wrong-password')
  expect((await signIn(body.secrets.signInName, body.secrets.oneTimePassword)).status).toBe(429)
  const { secrets } = (await reset(town.workers.head, id, { reason: 'locked-out' })).body
  expect((await signIn(secrets.signInName, secrets.oneTimePassword)).status).toBe(200)
})

test('a head cannot reset the head, the bureau, or an account with a post beyond the station', async () => {
  const { head, county, administrator, west } = town.workers
  expect(outcome(await reset(head, county.account))).toBe('account.not-found')
  expect(outcome(await reset(head, west.account))).toBe('account.not-found')
  const peer = await town.addPost('station_head', PLACES.east, town.stations.east.id)
  expect(outcome(await reset(head, peer.account))).toBe('account.beyond-you')
  const { id } = await create(head, worker())
  expect(outcome(await give(county, id, worker({ station: town.stations.west.id })))).toBe('done')
  expect(outcome(await reset(head, id))).toBe('account.beyond-you')
  expect(outcome(await reset(county, id))).toBe('done')
  expect(outcome(await reset(county, administrator.account))).toBe('account.beyond-you')
})

test('an ended post and a closed account answer nothing from the next request on', async () => {
  const { head } = town.workers
  const { id, body } = await create(head, worker())
  const post = (await town.owner.query('select id from post where account = $1', [id])).rows[0].id
  const who = { account: id, post }
  await town.owner.query('update account_secret set must_change = false where account = $1', [id])
  expect((await town.ask(who, 'POST', '/accounts/list', {})).body.code).toBe('post.may-not')
  expect(outcome(await town.ask(head, 'POST', `/posts/${post}/end`, { version: 7 }))).toBe('post.changed-since')
  expect(outcome(await town.ask(head, 'POST', `/posts/${post}/end`, { version: 1 }))).toBe('done')
  expect((await town.ask(who, 'POST', '/accounts/list', {})).body.code).toBe('post.not-held')
  expect(outcome(await town.ask(head, 'POST', `/accounts/${id}/close`, { version: 1, why: '离职' }))).toBe('done')
  expect((await town.ask(who, 'POST', '/accounts/list', {})).body.code).toBe('session.missing')
  expect((await signIn(body.secrets.signInName, body.secrets.oneTimePassword)).status).toBe(401)
  expect(outcome(await give(head, id, worker()))).toBe('account.closed')
})

test('a taken user name is said; the same post sent twice is one post', async () => {
  const { body, id } = await create(town.workers.head, worker())
  expect(outcome(await create(town.workers.head, worker(), { signInName: body.secrets.signInName }))).toBe('account.name-taken')
  const post = randomUUID()
  expect((await give(town.workers.head, id, worker(), post)).body).toEqual({ id: post, version: 1 })
  expect((await give(town.workers.head, id, worker(), post)).body).toEqual({ id: post, version: 1 })
  expect((await town.owner.query('select 1 from post where account = $1', [id])).rowCount).toBe(2)
})

test('the list shows the accounts in reach with their posts, page by page, and who has not signed in for ninety days', async () => {
  const { head, county, auditor } = town.workers
  const all = (await town.ask(county, 'POST', '/accounts/list', { limit: 200 })).body.rows
  expect(all.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([town.workers.west.account, head.account]))
  expect(all.map(({ id }: { id: string }) => id)).not.toContain(town.workers.far.account)
  const own = all.find(({ id }: { id: string }) => id === head.account)
  expect(own.posts[0]).toMatchObject({ role: 'station_head', stationName: '攀莲镇社会工作服务站', ended: false, reach: [{ name: '攀莲镇' }] })
  const paged: string[] = []
  for (let after: string | undefined; ;) {
    const page = (await town.ask(county, 'POST', '/accounts/list', { limit: 3, ...(after && { after }) })).body
    paged.push(...page.rows.map(({ id }: { id: string }) => id))
    if (!page.next) break
    after = page.next
  }
  expect(paged).toEqual(all.map(({ id }: { id: string }) => id))
  const { id } = await create(head, worker(), { name: '久未来' })
  await town.owner.query(`update account_secret set signed_in_at = '2026-01-10' where account = $1`, [id])
  const dormant = (await town.ask(auditor, 'POST', '/accounts/list', { dormantOnly: true })).body.rows
  expect(dormant.map((row: { id: string }) => row.id)).toEqual([id])
  expect((await town.ask(head, 'POST', '/accounts/list', { name: '久未' })).body.rows).toHaveLength(1)
  expect((await town.ask(head, 'POST', '/accounts/list', { after: 'bm9uc2Vuc2U' })).status).toBe(400)
})

test('secrets, other people’s sessions and counts of tries cannot be read from a post, whatever the service asks', async () => {
  const { asActor } = await import('#server/platform/database/index.ts')
  const { createHash } = await import('node:crypto')
  const { county } = town.workers
  const token = createHash('sha256').update((await town.as(county)).cookie.split('=')[1]!).digest()
  const as = { token, post: county.post, at: town.clock.now(), today: town.clock.today() }
  await asActor(town.database, as, (found) => found as never, async (tx) => {
    expect(await tx.selectFrom('account_secret').selectAll().execute()).toEqual([])
    expect(await tx.selectFrom('session').selectAll().execute()).toEqual([])
    expect(await tx.selectFrom('trusted_device').selectAll().execute()).toEqual([])
  })
  const tries = asActor(town.database, as, (found) => found as never, (tx) => tx.selectFrom('sign_in_try').selectAll().execute())
  await expect(tries).rejects.toMatchObject({ code: '42501' })
})

test('the demo’s rolling code exists only with demo data on a server only this machine reaches, and only for this machine', async () => {
  const demo = await town.addPost('worker', PLACES.east, town.stations.east.id)
  const totp = makeTotpSecret()
  await town.owner.query('insert into account_secret (account, password_hash, totp_sealed, code_card) values ($1, $2, $3, $4)',
    [demo.account, await hashPassword(town.keys, '竹杖芒鞋轻胜马谁怕'), sealTotp(town.keys, demo.account, totp), makeCodeCard(town.keys, demo.account).hashes])
  const name = (await town.owner.query('select sign_in_name from account where id = $1', [demo.account])).rows[0].sign_in_name
  const parts = { ...town.app.parts, log: openLog('silent') }
  for (const [isDemo, loopback] of [[true, true], [true, false], [false, true], [false, false], [undefined, undefined], [true, undefined], [undefined, true]]) {
    const app = await buildApp({ ...parts, ...(isDemo !== undefined && { demo: isDemo }), ...(loopback !== undefined && { loopback }) })
    const ask = (more = {}, who = name) => app.inject({ url: `/api/v1/session/demo-code?name=${who}`, ...more })
    const allowed = isDemo === true && loopback === true
    const answer = await ask()
    expect(answer.statusCode, `demo ${isDemo}, loopback ${loopback}`).toBe(allowed ? 200 : 404)
    if (allowed) {
      expect(answer.json().code).toBe(codeToUse(totp, 0, town.clock.now()).code)
      for (const more of [{ remoteAddress: '10.1.1.1' }, { headers: { 'x-forwarded-for': '10.1.1.1' } }, { headers: { via: 'x' } }, { headers: { host: 'wulian.example.cn' } }]) expect((await ask(more)).statusCode).toBe(404)
      expect((await ask({}, 'nobody.here')).statusCode).toBe(404)
      const view = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { signInName: name, password: '竹杖芒鞋轻胜马谁怕' } })
      expect(view.json().demo).toBe(true)
    }
    await app.close()
  }
})

test('who may give is told what and where: a head the own station and its rooms, a bureau the county', async () => {
  const of = async (who: Who) => (await town.ask(who, 'GET', '/accounts/giving')).body
  expect((await of(town.workers.head)).stations.map(({ name }: { name: string }) => name).sort()).toEqual(['攀莲镇社会工作服务站', '水塘村社会工作服务室'].sort())
  const county = await of(town.workers.county)
  expect(county.stations).toHaveLength(4)
  expect(county.roles).not.toContain('administrator')
})
