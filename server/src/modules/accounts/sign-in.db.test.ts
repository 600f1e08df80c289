import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { codeToUse, hashPassword, hashPin, makeCodeCard, makeTotpSecret, sealTotp } from './index.ts'

const PASSWORD = '竹杖芒鞋轻胜马谁怕'
const PIN = '2580'
const START = '2026-05-20T10:00:00+08:00'
let town: Town
let me: { account: string; post: string; name: string; totp: string; codes: string[] }
let minute = 0
beforeAll(async () => { town = await startTown({ today: START }) })
afterAll(() => town.stop())

/** Somebody new for each test, so that one test's wrong tries are not another's; and a later half hour, so that addresses cool down. */
async function somebody() {
  const post = await town.addPost('worker', PLACES.east, town.stations.east.id)
  const totp = makeTotpSecret()
  const card = makeCodeCard(town.keys, post.account)
  await town.owner.query(`insert into account_secret (account, password_hash, totp_sealed, code_card, pin_hash, made_at) values ($1, $2, $3, $4, $5, $6)`,
    [post.account, await hashPassword(town.keys, PASSWORD), sealTotp(town.keys, post.account, totp), card.hashes, await hashPin(town.keys, PIN), town.clock.now()])
  const { rows } = await town.owner.query('select sign_in_name from account where id = $1', [post.account])
  return { account: post.account, post: post.post, name: rows[0].sign_in_name as string, totp, codes: card.codes }
}
const later = (minutes: number) => { minute += minutes; town.clock.set(new Date(new Date(START).getTime() + minute * 60_000).toISOString()) }
beforeEach(async () => { later(30); me = await somebody() })

type Jar = Record<string, string>
async function send(jar: Jar, method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object, more: { headers?: object; remoteAddress?: string } = {}) {
  const cookie = Object.entries(jar).map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await town.app.inject({ method, url: `/api/v1${url}`, ...(payload && { payload }), remoteAddress: more.remoteAddress ?? '127.0.0.1', headers: { ...(cookie && { cookie }), ...more.headers } })
  for (const set of answer.cookies) if (set.value === '') delete jar[set.name]; else jar[set.name] = set.value
  return { status: answer.statusCode, body: answer.body ? (JSON.parse(answer.body) as any) : undefined, cookies: answer.cookies }
}
const password = (jar: Jar, signInName = me.name, word = PASSWORD, more = {}) => send(jar, 'POST', '/session', { signInName, password: word, deviceName: '窗口电脑' }, more)
const lastStep = async () => (await town.owner.query('select totp_last_step from account_secret where account = $1', [me.account])).rows[0].totp_last_step as string
const code = async () => codeToUse(me.totp, Number(await lastStep()), town.clock.now()).code
const second = (jar: Jar, typed: string, trustDevice = false) => send(jar, 'POST', '/session/second-factor', { code: typed, trustDevice })
async function inside(trustDevice = false): Promise<Jar> {
  const jar: Jar = {}
  await password(jar)
  expect((await second(jar, await code(), trustDevice)).body.stage).toBe('open')
  return jar
}
const acts = async (subject = me.account) => (await town.owner.query('select act from audit_leaf where subject_id = $1 order by id', [subject])).rows.map((row) => row.act as string)

test('password and rolling code open a session; the password alone opens nothing', async () => {
  const jar: Jar = {}
  const first = await password(jar)
  expect([first.status, first.body.stage, first.body.posts]).toEqual([200, 'second-factor', []])
  expect((await send(jar, 'GET', '/me/sessions')).body.code).toBe('session.second-factor-needed')
  const open = await second(jar, await code())
  expect(open.body).toMatchObject({
    stage: 'open', account: { name: 'worker', signInName: me.name, hasPin: true, hasSecondFactor: true, mustChangePassword: false }, demo: false, lockAfterMinutes: 5,
    today: '2026-05-20', post: me.post, posts: [{ id: me.post, role: 'worker', placeName: '攀莲镇', stationName: '攀莲镇社会工作服务站' }],
  })
  expect((await send(jar, 'GET', '/session')).body).toEqual(open.body)
  expect(await acts()).toEqual(expect.arrayContaining(['password-accepted', 'signed-in']))
})

test('the token is a new one after the password and again after the second factor, and the old ones open nothing', async () => {
  const jar: Jar = {}
  await password(jar)
  const waiting = { ...jar }
  await second(jar, await code())
  expect(jar).not.toEqual(waiting)
  expect((await send({ ...waiting }, 'GET', '/session')).status).toBe(401)
  const before = { ...jar }
  await password(jar)
  expect((await send(before, 'GET', '/session')).status).toBe(401)
})

test('every cookie is unreadable by scripts, sent to this site only, and over TLS or on this machine only', async () => {
  const jar: Jar = {}
  const cookies = [...(await password(jar)).cookies, ...(await second(jar, await code(), true)).cookies, ...(await send(jar, 'DELETE', '/session')).cookies]
  expect(cookies.length).toBeGreaterThanOrEqual(4)
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
    if (cookie.name.startsWith('__Host-')) expect(cookie).toMatchObject({ secure: true, path: '/' })
  }
  expect(cookies.filter((cookie) => cookie.value !== '').every((cookie) => cookie.secure)).toBe(true)
})

test('a wrong password and a name nobody holds get the same answer, and the sixth try the same pause', async () => {
  const answers = async (name: string) => {
    const found = []
    for (let i = 0; i < 6; i++) found.push(await password({}, name, 'wrong-password'))
    return found.map(({ status, body }) => [status, body])
  }
  const [known, unknown] = [await answers(me.name), await answers('nobody.here')]
  expect(known).toEqual(unknown)
  expect(known.map(([status]) => status)).toEqual([401, 401, 401, 401, 401, 429])
  expect((await password({})).body).toMatchObject({ code: 'sign-in.locked-out', details: { minutes: 15 } })
  expect(await acts()).toEqual(expect.arrayContaining(['sign-in-failed', 'sign-in-locked-out']))
  later(16)
  expect((await password({})).status).toBe(200)
})

test('the time taken does not tell whether a name exists', async () => {
  const time = async (name: string) => {
    const start = performance.now()
    await password({}, name, 'wrong-password')
    return performance.now() - start
  }
  await time('warming.up')
  const [known, unknown] = [[] as number[], [] as number[]]
  for (let i = 0; i < 4; i++) {
    known.push(await time(me.name))
    unknown.push(await time('nobody.there'))
  }
  const middle = (times: number[]) => times.sort((a, b) => a - b)[1]!
  expect(middle(known) / middle(unknown)).toBeGreaterThan(0.5)
  expect(middle(known) / middle(unknown)).toBeLessThan(2)
})

test('twenty guesses at one moment are five guesses', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => password({}, me.name, `guess number ${i}`)))
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
})

test('one address that tries many names is stopped, and an own account does not free it', async () => {
  const from = { remoteAddress: '10.1.2.3' }
  await town.owner.query('truncate sign_in_try')
  for (let i = 0; i < 12; i++) await Promise.all(Array.from({ length: 5 }, (_, j) => password({}, `name.${i}.${j}`, 'wrong-password', from)))
  const stopped = await password({}, 'name.x', 'wrong-password', from)
  expect([stopped.status, stopped.body.code]).toEqual([429, 'request.too-many'])
  expect((await password({}, me.name, PASSWORD, from)).status).toBe(429)
  expect((await password({}, me.name, PASSWORD, { remoteAddress: '10.1.2.4' })).status).toBe(200)
}, 120_000)

test('a proxy on this machine names the address; a header from elsewhere is not believed', async () => {
  const seen = async (remoteAddress: string, forwarded: string) => {
    await town.owner.query('truncate sign_in_try')
    await password({}, 'somebody', 'wrong-password', { remoteAddress, headers: { 'x-forwarded-for': forwarded } })
    return (await town.owner.query('select encode(key, \'hex\') as key from sign_in_try order by key')).rows.map((row) => row.key).join()
  }
  expect(await seen('127.0.0.1', '10.9.9.9')).toBe(await seen('10.9.9.9', ''))
  expect(await seen('10.8.8.8', '10.9.9.9')).toBe(await seen('10.8.8.8', ''))
})

test('a rolling code passes once; of two uses at the same moment one passes', async () => {
  const jars: Jar[] = [{}, {}]
  for (const jar of jars) await password(jar)
  const typed = await code()
  const answers = await Promise.all(jars.map((jar) => second(jar, typed)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
  expect(answers.find(({ status }) => status === 401)!.body.code).toBe('second-factor.used')
})

test('each number of the card is good once', async () => {
  const jar: Jar = {}
  await password(jar)
  expect((await second(jar, me.codes[3]!.toLowerCase().replace('-', ''))).body.stage).toBe('open')
  const again: Jar = {}
  await password(again)
  expect((await second(again, me.codes[3]!)).body.code).toBe('second-factor.wrong')
  expect((await second(again, me.codes[4]!)).body.stage).toBe('open')
  expect((await send(again, 'GET', '/me/security')).body).toEqual({ hasPin: true, hasTotp: true, codesLeft: 8 })
})

test('five wrong codes pause the second factor, whatever the password', async () => {
  const jar: Jar = {}
  await password(jar)
  for (let i = 0; i < 5; i++) expect((await second(jar, `AAAA-AAA${'ABCDE'[i]}`)).body.code).toBe('second-factor.wrong')
  expect((await second(jar, await code())).body.code).toBe('sign-in.locked-out')
  const again: Jar = {}
  await password(again)
  expect((await second(again, me.codes[0]!)).body.code).toBe('sign-in.locked-out')
})

test('a trusted device skips the second factor for thirty days, for its own account only', async () => {
  const jar = await inside(true)
  await send(jar, 'DELETE', '/session')
  expect((await password(jar)).body.stage).toBe('open')
  expect((await send(jar, 'POST', '/me/code-card')).body.code).toBe('session.step-up-needed')
  const other = await somebody()
  expect((await password({ ...jar }, other.name)).body.stage).toBe('second-factor')
  later(29 * 24 * 60)
  expect((await password({ ...jar })).body.stage).toBe('open')
  later(2 * 24 * 60)
  expect((await password({ ...jar })).body.stage).toBe('second-factor')
})

test('a session nobody used for five minutes is locked; used once a minute it stays open; after twelve hours it is over', async () => {
  const jar = await inside()
  for (let i = 0; i < 4; i++) { later(4); expect((await send(jar, 'GET', '/me/sessions')).status).toBe(200) }
  later(6)
  expect((await send(jar, 'GET', '/session')).body.stage).toBe('locked')
  expect((await send(jar, 'GET', '/me/sessions')).body.code).toBe('session.locked')
  expect((await send(jar, 'POST', '/session/unlock', { pin: PIN })).body.stage).toBe('open')
  for (let i = 0; i < 174; i++) { later(4); if ((await send(jar, 'GET', '/session')).status !== 200) break }
  expect((await send(jar, 'GET', '/session')).status).toBe(200)
  later(25)
  expect((await send(jar, 'GET', '/session')).status).toBe(401)
})

test('being seen is written at most once a minute', async () => {
  const jar = await inside()
  const seen = async () => (await town.owner.query('select seen_at from session where account = $1 and ended_at is null', [me.account])).rows[0].seen_at.toISOString()
  const first = await seen()
  later(0.9)
  await send(jar, 'GET', '/session')
  expect(await seen()).toBe(first)
  later(0.2)
  await send(jar, 'GET', '/session')
  expect(await seen()).toBe(town.clock.now().toISOString())
})

test('locked means locked: only the PIN, the lock and signing out answer; the fifth wrong PIN ends the session', async () => {
  const jar = await inside()
  expect((await send(jar, 'POST', '/session/lock')).status).toBe(204)
  expect((await send(jar, 'GET', '/me/security')).body.code).toBe('session.locked')
  const answers = []
  for (let i = 0; i < 5; i++) answers.push((await send(jar, 'POST', '/session/unlock', { pin: `777${i}` })).body)
  expect(answers.map(({ details }) => details.left)).toEqual([4, 3, 2, 1, undefined])
  expect(answers[4].code).toBe('session.ended')
  expect((await send(jar, 'POST', '/session/unlock', { pin: PIN })).status).toBe(401)
})

test('ten wrong PINs at one moment are five tries, and the right one among them comes too late', async () => {
  const jar = await inside()
  await send(jar, 'POST', '/session/lock')
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => send({ ...jar }, 'POST', '/session/unlock', { pin: `77${10 + i}` })))
  expect(answers.filter(({ body }) => body.code === 'pin.wrong')).toHaveLength(4)
  expect(answers.filter(({ body }) => body.code === 'session.ended')).toHaveLength(1)
  expect(answers.filter(({ body }) => body.code === 'session.missing')).toHaveLength(5)
})

test('before the second factor and while locked, no route answers but those of that step', async () => {
  const waiting: Jar = {}
  await password(waiting)
  const locked = await inside()
  await send(locked, 'POST', '/session/lock')
  const open = { waiting: new Set(['GET /session', 'POST /session/second-factor', 'DELETE /session']), locked: new Set(['GET /session', 'POST /session/lock', 'POST /session/unlock', 'DELETE /session']) }
  const tried: string[] = []
  for (const { method, url, access } of town.app.routeList) {
    if (access.who === 'anyone') continue
    const path = url.replace('/api/v1', '')
    const name = `${method} ${path}`
    for (const [step, jar] of [['waiting', waiting], ['locked', locked]] as const) {
      if (open[step].has(name)) continue
      tried.push(name)
      expect(access.who === 'session' ? (access.stages ?? ['open']) : ['open'], name).not.toContain(step === 'waiting' ? 'second-factor' : 'locked')
      const answer = await town.app.inject({ method: method as 'GET', url: url.replaceAll(/:\w+/g, randomUUID()), headers: { cookie: `__Host-wulian=${jar['__Host-wulian']}`, 'sec-fetch-site': 'same-origin' } })
      // A body or address of the wrong shape is refused before anybody is asked who he is.
      expect([400, 401, 415], `${name} ${answer.body}`).toContain(answer.statusCode)
      if (answer.statusCode === 401) expect(JSON.parse(answer.body).code).toBe(step === 'waiting' ? 'session.second-factor-needed' : 'session.locked')
    }
  }
  expect(tried.length).toBeGreaterThan(20)
  expect(town.app.routeList.filter(({ access }) => access.who === 'anyone').map(({ method, url }) => `${method} ${url}`)).toContain('POST /api/v1/session')
})

test('signing out ends the session, also for who kept the cookie', async () => {
  const jar = await inside()
  const kept = { ...jar }
  expect((await send(jar, 'DELETE', '/session')).status).toBe(204)
  expect(jar['__Host-wulian']).toBeUndefined()
  expect((await send(kept, 'GET', '/session')).status).toBe(401)
})

test('a fresh second factor is asked for again after ten minutes', async () => {
  const jar = await inside()
  expect((await send(jar, 'POST', '/me/code-card')).status).toBe(200)
  later(4); await send(jar, 'GET', '/session'); later(4); await send(jar, 'GET', '/session'); later(3)
  expect((await send(jar, 'POST', '/me/code-card')).body.code).toBe('session.step-up-needed')
  expect((await send(jar, 'POST', '/session/step-up', { code: await code() })).status).toBe(200)
  const card = await send(jar, 'POST', '/me/code-card')
  expect(card.body.codes).toHaveLength(10)
  expect((await send(jar, 'POST', '/session/step-up', { code: me.codes[0]! })).body.code).toBe('second-factor.wrong')
  expect((await send(jar, 'POST', '/session/step-up', { code: card.body.codes[0] })).status).toBe(200)
})

test('a new password ends the other sessions; a wrong old one and a simple new one change nothing', async () => {
  const [jar, other] = [await inside(), await inside()]
  const put = (oldPassword: string, newPassword: string) => send(jar, 'PUT', '/me/password', { old: oldPassword, new: newPassword })
  expect((await put('not it at all', '一蓑烟雨任平生谁怕')).body.code).toBe('password.wrong')
  expect((await put(PASSWORD, 'password123')).body.code).toBe('password.too-simple')
  expect((await send(other, 'GET', '/session')).status).toBe(200)
  expect((await put(PASSWORD, '一蓑烟雨任平生谁怕')).status).toBe(204)
  expect([(await send(jar, 'GET', '/session')).status, (await send(other, 'GET', '/session')).status]).toEqual([200, 401])
  expect([(await password({})).status, (await password({}, me.name, '一蓑烟雨任平生谁怕')).status]).toEqual([401, 200])
})

test('a PIN too simple is refused, a good one unlocks', async () => {
  const jar = await inside()
  expect((await send(jar, 'PUT', '/me/pin', { password: PASSWORD, pin: '1111' })).body.code).toBe('pin.too-simple')
  expect((await send(jar, 'PUT', '/me/pin', { password: PASSWORD, pin: '940718' })).status).toBe(204)
  expect((await send(jar, 'PUT', '/me/pin', { password: 'not mine at all', pin: '318405' })).body.code).toBe('password.wrong')
  await send(jar, 'POST', '/session/lock')
  expect((await send(jar, 'POST', '/session/unlock', { pin: PIN })).status).toBe(401)
  expect((await send(jar, 'POST', '/session/unlock', { pin: '940718' })).body.stage).toBe('open')
})

test('a new authenticator counts only once its code confirms it', async () => {
  const jar = await inside()
  const offer = (await send(jar, 'POST', '/me/totp')).body
  expect(offer.uri).toContain('otpauth://totp/')
  expect(offer.qr).toContain('<svg')
  expect((await send(jar, 'PUT', '/me/totp', { code: '000000' })).body.code).toBe('second-factor.wrong')
  later(1)
  expect((await send(jar, 'POST', '/session/step-up', { code: await code() })).status).toBe(200)
  expect((await send(jar, 'PUT', '/me/totp', { code: codeToUse(offer.secret, 0, town.clock.now()).code })).status).toBe(204)
  later(1)
  expect((await send(jar, 'POST', '/session/step-up', { code: codeToUse(me.totp, 0, town.clock.now()).code })).body.code).toBe('second-factor.wrong')
  expect((await send(jar, 'POST', '/session/step-up', { code: codeToUse(offer.secret, 0, town.clock.now()).code })).status).toBe(200)
  const { rows } = await town.owner.query('select totp_sealed from account_secret where account = $1', [me.account])
  expect(rows[0].totp_sealed.includes(Buffer.from(offer.secret))).toBe(false)
})

test('own sessions and devices are listed and ended; those of others cannot be', async () => {
  const [jar, other] = [await inside(true), await inside()]
  const sessions = (await send(jar, 'GET', '/me/sessions')).body.rows
  expect(sessions.map((each: { current: boolean; deviceName: string }) => [each.current, each.deviceName])).toEqual(expect.arrayContaining([[true, '窗口电脑'], [false, '窗口电脑']]))
  const foreign = (await town.owner.query('select id from session where account <> $1 limit 1', [me.account])).rows[0].id
  expect((await send(jar, 'DELETE', `/me/sessions/${foreign}`)).status).toBe(404)
  expect((await send(jar, 'DELETE', `/me/sessions/${sessions.find((each: { current: boolean }) => !each.current).id}`)).status).toBe(204)
  expect((await send(other, 'GET', '/session')).status).toBe(401)
  const [device] = (await send(jar, 'GET', '/me/devices')).body.rows
  expect((await send(jar, 'DELETE', `/me/devices/${device.id}`)).status).toBe(204)
  expect((await send(jar, 'GET', '/me/devices')).body.rows).toEqual([])
  expect((await password({ ...jar })).body.stage).toBe('second-factor')
})

test('working from another of one’s posts is possible, from somebody else’s not', async () => {
  const jar = await inside()
  const { rows } = await town.owner.query(`insert into post (id, cell, place, account, role, title, reach, from_on) values ($1, 510421, $2, $3, 'village_cadre', '村', $4, '2026-01-01') returning id`,
    [randomUUID(), PLACES.eastVillage, me.account, [PLACES.eastVillage, PLACES.eastVillage]])
  expect((await send(jar, 'POST', '/session/post', { post: rows[0].id })).body.post).toBe(rows[0].id)
  expect((await send(jar, 'POST', '/session/post', { post: town.workers.west.post })).body.code).toBe('post.not-held')
})

test('a closed account and an ended post answer nothing from the next request on', async () => {
  const jar = await inside()
  // The route itself is not a worker's: the answer tells whether the post was still there to be judged.
  const ask = async () => (await send(jar, 'POST', '/accounts/list', {})).body.code
  expect(await ask()).toBe('post.may-not')
  await town.owner.query('update post set ended_at = now() where id = $1', [me.post])
  expect(await ask()).toBe('post.not-held')
  await town.owner.query(`update account set state = 'closed' where id = $1`, [me.account])
  expect(await ask()).toBe('session.missing')
  expect((await password({})).status).toBe(401)
})

test('nothing typed in secret is kept as it was typed, nor left in the audit', async () => {
  await inside(true)
  const { rows } = await town.owner.query(`select (select string_agg(t::text, ' ') from account_secret t) || (select string_agg(t::text, ' ') from audit_leaf t) || (select string_agg(t::text, ' ') from session t) as all`)
  for (const secret of [PASSWORD, me.totp, ...me.codes, ...me.codes.map((each) => each.replace('-', ''))]) expect(rows[0].all.includes(secret)).toBe(false)
})
