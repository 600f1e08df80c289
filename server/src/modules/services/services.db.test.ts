import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// A case from intake to follow-up, through the door.
let town: Town
let file: { id: string }
beforeAll(async () => {
  town = await startTown()
  file = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '王秀英', tags: ['lives-alone'] })
})
afterAll(() => town.stop())

type Who = { account: string; post: string }
const ask = (who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => town.ask(who, method, url, body)
const must = async (who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => {
  const answer = await ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
const worker = () => town.workers.east
const open = async (change: object = {}, who: Who = worker()) => {
  const id = randomUUID()
  await must(who, 'PUT', `/services/${id}`, { method: 'casework', client: file.id, openedOn: town.clock.today(), words: '一个人住，夜里睡不着。', ...change })
  return id
}
const view = (id: string, who: Who = worker()) => must(who, 'GET', `/services/${id}`)
const definition = (form: string, service: string, who: Who = worker()) => must(who, 'GET', `/services/form/${form}?service=${service}`)
const fill = async (service: string, form: string, answers: object, more: object = {}, who: Who = worker()) => {
  const id = randomUUID()
  const { formVersion } = await definition(form, service, who)
  await must(who, 'PUT', `/service-forms/${id}`, { service, form, formVersion, filledOn: town.clock.today(), answers, ...more })
  return id
}
const gapsOf = async (id: string) => (await view(id)).stages.flatMap((stage: any) => stage.gaps.map((gap: any) => `${stage.title.zh}待补：${gap.words.zh}`))
const move = async (id: string, to: string) => must(worker(), 'POST', `/services/${id}/move`, { version: (await view(id)).version, to })

test('a case begins with its person and says in words what is still missing', async () => {
  const id = await open()
  const seen = await view(id)
  expect(seen).toMatchObject({ title: '王秀英', state: 'open', stage: 'intake', number: null, words: '一个人住，夜里睡不着。', people: [{ file: file.id, role: 'client', state: 'in' }] })
  expect(seen.stages.map(({ title }: any) => title.zh)).toEqual(['接案', '预估', '计划', '介入', '评估', '结案', '回访'])
  expect(await gapsOf(id)).toEqual(expect.arrayContaining(['接案待补：接案登记表未填', '接案待补：知情同意书未签']))
})

test('sending the same opening twice opens one; another under its id is refused', async () => {
  const id = randomUUID()
  const body = { method: 'casework', client: file.id, openedOn: town.clock.today() }
  await must(worker(), 'PUT', `/services/${id}`, body)
  await must(worker(), 'PUT', `/services/${id}`, body)
  const other = await ask(worker(), 'PUT', `/services/${id}`, { ...body, words: '别的' })
  expect([other.status, other.body.code]).toEqual([409, 'service.changed-since'])
  expect((await town.owner.query('select count(*)::int as n from service_person where service = $1', [id])).rows[0].n).toBe(1)
})

test('a form is saved whatever is missing; what is missing is 待补 until it is there, and goes when it is amended', async () => {
  const id = await open()
  const intake = await fill(id, 'case-intake', { problem: '睡不好' })
  expect(await gapsOf(id)).toContain('接案待补：接案登记表：风险标记、受理决定未填'.replace('风险标记', (await definition('case-intake', id)).fields.find((f: any) => f.key === 'risk_flags').title.zh).replace('受理决定', (await definition('case-intake', id)).fields.find((f: any) => f.key === 'decision').title.zh))
  const amended = await must(worker(), 'POST', `/service-forms/${intake}/amend`, { version: 1, why: '补填', answers: { problem: '睡不好', risk_flags: ['none'], decision: 'accept' } }).catch(() => undefined)
  if (!amended) throw new Error(JSON.stringify((await definition('case-intake', id)).fields.find((f: any) => f.key === 'risk_flags').options))
  const again = await must(worker(), 'GET', `/service-forms/${intake}`)
  expect(again.answers).toMatchObject({ problem: '睡不好', decision: 'accept' })
  expect(again.earlier).toMatchObject([{ version: 1, answers: { problem: '睡不好' } }])
  expect((await gapsOf(id)).some((gap: string) => gap.includes('接案登记表'))).toBe(false)
})

test('what cannot be an answer is refused with the question\'s name and changes nothing', async () => {
  const id = await open()
  const { formVersion } = await definition('case-intake', id)
  for (const answers of [{ decision: 'perhaps' }, { problem: 3 }, { nobody_asked: 1 }, { received_on: '2026-02-31' }]) {
    const no = await ask(worker(), 'PUT', `/service-forms/${randomUUID()}`, { service: id, form: 'case-intake', formVersion, filledOn: town.clock.today(), answers })
    expect([no.status, no.body.code]).toEqual([422, 'form.answer-wrong'])
  }
  const sentence = async (form: string, answers: object) => (await ask(worker(), 'PUT', `/service-forms/${randomUUID()}`, { service: id, form, formVersion, filledOn: town.clock.today(), answers })).body.sentence
  expect(await sentence('case-intake', { problem: '长'.repeat(4001) })).toBe('“求助问题（本人原话）”填写有误：太长，最多 4000 字')
  expect(await sentence('case-plan', { measures: [{}, { measure: '联系儿子' }, { measure: '长'.repeat(201) }] })).toMatch(/^“.+ 第 3 行 .+”填写有误：太长，最多 200 字$/)
  const old = await ask(worker(), 'PUT', `/service-forms/${randomUUID()}`, { service: id, form: 'case-intake', formVersion: 'mzt-094-2017@0', filledOn: town.clock.today(), answers: {} })
  expect([old.status, old.body.code]).toEqual([409, 'form.version-changed'])
  expect((await view(id)).stages[0].forms[0].filled).toEqual([])
})

test('a gate warns and lets the case go on; its number comes with acceptance, and the figures count it that day', async () => {
  const id = await open()
  await move(id, 'assessment')
  const seen = await view(id)
  expect(seen.number).toMatch(/^510421100-C2026-\d{4}$/)
  expect(seen.stages[0].gaps.length).toBeGreaterThan(0)
  const { rows } = await town.owner.query(`select measure, mode, sum(n)::int as n from tally_tail where measure = 'case' and tag = '' and place = $1 group by 1, 2`, [PLACES.east])
  expect(rows[0]).toMatchObject({ measure: 'case', mode: 'casework' })
})

test('a child under fourteen without a guardian\'s consent is stopped by law and by nothing else', async () => {
  const child = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '小雨', birthOn: '2016-05-01' })
  const id = await open({ client: child.id })
  await fill(id, 'case-intake', { problem: '爸爸在外地', client_age: 10, decision: 'accept' })
  const no = await ask(worker(), 'POST', `/services/${id}/move`, { version: (await view(id)).version, to: 'assessment' })
  expect([no.status, no.body.code]).toEqual([422, 'service.gate-locked'])
  await fill(id, 'case-consent', { medium: 'thumbprint', guardian_agrees: true })
  await move(id, 'assessment')
})

test('an approval is asked once, not decided by who asked, returned with a reason, and approved by the head', async () => {
  const id = await open()
  await move(id, 'assessment')
  const first = randomUUID()
  await must(worker(), 'PUT', `/service-approvals/${first}`, { service: id, key: 'assessment-approved' })
  expect((await ask(worker(), 'PUT', `/service-approvals/${randomUUID()}`, { service: id, key: 'assessment-approved' })).body.code).toBe('approval.asked-already')
  expect((await ask(worker(), 'POST', `/service-approvals/${first}/decide`, { version: 1, decision: 'approved' })).status).toBe(403)
  expect((await must(town.workers.head, 'POST', '/services/due', {})).approvals.map((one: any) => one.id)).toContain(first)
  expect((await ask(town.workers.head, 'POST', `/service-approvals/${first}/decide`, { version: 1, decision: 'returned' })).body.code).toBe('service.needs-reason')
  await must(town.workers.head, 'POST', `/service-approvals/${first}/decide`, { version: 1, decision: 'returned', why: '家庭情况太简单' })
  expect(await gapsOf(id)).toContain('预估待补：预估未批')
  const second = randomUUID()
  await must(worker(), 'PUT', `/service-approvals/${second}`, { service: id, key: 'assessment-approved' })
  await must(town.workers.head, 'POST', `/service-approvals/${second}/decide`, { version: 1, decision: 'approved' })
  expect(await gapsOf(id)).not.toContain('预估待补：预估未批')
  expect((await ask(town.workers.head, 'POST', `/service-approvals/${second}/decide`, { version: 2, decision: 'approved' })).body.code).toBe('approval.decided')
})

test('a contact of a case is one record in every ledger; its full record is asked for until it is written', async () => {
  const id = await open()
  await move(id, 'intervention')
  const record = randomUUID()
  await must(worker(), 'PUT', `/services/${id}/records/${record}`, { kind: 'visit', occurredOn: town.clock.today(), minutes: 40, files: [file.id], mode: 'home', result: 'normal', words: '聊了女儿的事。' })
  const seen = await view(id)
  expect(seen).toMatchObject({ sessions: 1, lastSessions: [{ id: record, words: '聊了女儿的事。', form: null }] })
  expect(await gapsOf(id)).toContain('介入待补：1 次过程记录未写')
  expect((await must(worker(), 'POST', '/records/list', { file: file.id })).rows.map((row: any) => row.id)).toContain(record)
  expect((await definition('case-record', id)).begins).toEqual({})
  const begins = (await must(worker(), 'GET', `/services/form/case-record?service=${id}&record=${record}`)).begins
  expect(Object.values(begins)).toContain('聊了女儿的事。')
  await fill(id, 'case-record', {}, { record })
  expect(await gapsOf(id)).not.toContain('介入待补：1 次过程记录未写')
  const twice = await ask(worker(), 'PUT', `/service-forms/${randomUUID()}`, { service: id, form: 'case-record', formVersion: (await definition('case-record', id)).formVersion, filledOn: town.clock.today(), answers: {}, record })
  expect([twice.status, twice.body.code]).toEqual([409, 'form.once'])
})

test('goals are set and rated; closing needs the remaining risk in words; follow-ups then fall due after one, three and six months', async () => {
  const id = await open()
  await move(id, 'plan')
  const goal = randomUUID()
  await must(worker(), 'PUT', `/service-goals/${goal}`, { service: id, number: 1, words: '每晚睡够五小时', baseline: '三小时', target: '五小时' })
  expect((await ask(worker(), 'PUT', `/service-goals/${randomUUID()}`, { service: id, number: 1, words: '别的' })).body.code).toBe('goal.number-taken')
  await must(worker(), 'POST', `/service-goals/${goal}/rate`, { version: 1, attained: 2 })
  await move(id, 'closing')
  const close = async () => ask(worker(), 'POST', `/services/${id}/close`, { version: (await view(id)).version, reason: (await view(id)).closeReasons[0].key, on: town.clock.today() })
  expect((await close()).body.code).toBe('service.gate-locked')
  const early = await ask(worker(), 'POST', `/services/${id}/move`, { version: (await view(id)).version, to: 'follow-up' })
  expect([early.status, early.body.code]).toEqual([409, 'service.closes-first'])
  await fill(id, 'case-closure', { remaining_risk: 'none' })
  expect((await close()).status).toBe(200)
  const seen = await view(id)
  expect(seen.state).toBe('closed')
  expect(seen.clocks.filter((clock: any) => clock.key.startsWith('follow-ups')).map((clock: any) => [clock.key, clock.dueAt.slice(0, 10), clock.doneAt])).toEqual(
    [['follow-ups', '2026-06-20', null], ['follow-ups#2', '2026-08-20', null], ['follow-ups#3', '2026-11-20', null]])
  expect(seen.stages.map(({ state }: any) => state)).toEqual(['done', 'done', 'done', 'done', 'done', 'done', 'ahead'])
  await fill(id, 'case-follow-up', {})
  expect((await view(id)).stages.at(-1).state).toBe('done')
  expect((await view(id)).clocks.find((clock: any) => clock.key === 'follow-ups').doneAt).not.toBeNull()
  await must(worker(), 'POST', `/services/${id}/reopen`, { version: (await view(id)).version, why: '又睡不好' })
  expect((await view(id)).state).toBe('open')
})

test('a worker of the next town, an office and a bureau find no case; the general station does', async () => {
  const id = await open()
  for (const who of [town.workers.west, town.workers.far, town.workers.township, town.workers.county]) expect((await ask(who, 'GET', `/services/${id}`)).body.code).toBe('service.not-found')
  for (const who of [town.workers.city, town.workers.manager]) expect((await ask(who, 'GET', `/services/${id}`)).status).toBe(403)
  expect((await view(id, town.workers.supervisor)).title).toBe('王秀英')
})

test('a service of somebody whose file is closed is not opened', async () => {
  const gone = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '已故' })
  await town.owner.query(`update resident_file set closed_on = '2026-01-01', closed_why = 'died' where id = $1`, [gone.id])
  const no = await ask(worker(), 'PUT', `/services/${randomUUID()}`, { method: 'casework', client: gone.id, openedOn: town.clock.today() })
  expect([no.status, no.body.code]).toEqual([202, 'resident.closed'])
})

test('the page shows the latest contacts; the older ones come page by page, each once, with their words', async () => {
  const id = await open()
  for (let n = 0; n < 45; n++) await must(worker(), 'PUT', `/services/${id}/records/${randomUUID()}`, { kind: 'session', occurredOn: town.clock.today(), minutes: 30, mode: 'interview', words: `第${n + 1}次` })
  const page = await view(id)
  const first = await must(worker(), 'GET', `/services/${id}/sessions?limit=20&after=${page.olderSessions}`)
  const last = await must(worker(), 'GET', `/services/${id}/sessions?limit=20&after=${first.next}`)
  expect([page.sessions, page.lastSessions.length, first.rows.length, last.rows.length, last.next]).toEqual([45, 20, 20, 5, null])
  expect(new Set([...page.lastSessions, ...first.rows, ...last.rows].map(({ words }: { words: string }) => words)).size).toBe(45)
  const nobody = await ask(town.workers.west, 'GET', `/services/${id}/sessions`)
  expect([nobody.status, nobody.body.code]).toEqual([404, 'service.not-found'])
})

test('a hotline ticket becomes a need, a case or a complaint with the words of the caller; its result knows which', async () => {
  const id = randomUUID()
  await must(worker(), 'PUT', `/services/${id}`, { method: 'ticket', title: '12345 工单', openedOn: town.clock.today() })
  await fill(id, 'ticket-received', { kind: 'help', facts: '楼道灯坏了，老人不敢下楼。', name: '居民甲', ours: true })
  const { becomes, version } = await view(id)
  expect(becomes).toMatchObject({ words: '楼道灯坏了，老人不敢下楼。', who: '居民甲', ways: [{ to: 'need', title: null }, { to: 'casework' }, { to: 'complaint' }] })
  const need = randomUUID()
  await must(worker(), 'PUT', `/needs/${need}`, { words: becomes.words, source: 'hotline', spokenBy: becomes.who })
  await must(worker(), 'POST', `/services/${id}/change`, { version, need })
  expect((await view(id)).need).toBe(need)
  expect((await definition('ticket-reply', id)).begins).toMatchObject({ became: 'need' })
  const strange = await ask(worker(), 'POST', `/services/${id}/change`, { version: version + 1, need: randomUUID() })
  expect([strange.status, strange.body.code]).toEqual([404, 'need.not-found'])
  const complaint = await open({ method: 'complaint', client: undefined, title: '楼道灯', fromService: id })
  expect((await view(id)).toServices).toMatchObject([{ id: complaint, method: 'complaint' }])
  expect((await definition('ticket-reply', id)).begins).toMatchObject({ became: 'complaint' })
})

test('hours of supervision add up for each colleague who was there, and open to the sessions', async () => {
  const { supervisor, east, west, head } = town.workers
  const id = randomUUID()
  await must(supervisor, 'PUT', `/services/${id}`, { method: 'supervision', title: '上半年督导', openedOn: town.clock.today() })
  const session = (supervised: string[], minutes: number) => fill(id, 'supervision-record', { on: town.clock.today(), form: 'group', minutes, supervised }, {}, supervisor)
  await session([east.account, west.account], 90)
  const gone = await session([east.account], 30)
  await session([east.account], 60)
  await must(supervisor, 'POST', `/service-forms/${gone}/void`, { version: 1, why: '记重了' })
  const asked = { method: 'supervision', from: '2026-01-01', to: town.clock.today() }
  const { rows, others, colleagues, writers } = await must(supervisor, 'POST', '/services/tally', asked)
  expect(rows.map(({ account, times, sum }: any) => [account, times, sum])).toEqual([[east.account, 2, 150], [west.account, 1, 90]])
  expect([writers, colleagues - others]).toEqual([1, 2])
  expect((await must(supervisor, 'POST', '/services/tally/rows', { ...asked, account: east.account })).rows.map(({ sum }: any) => sum).sort()).toEqual([60, 90])
  // The supervision is the general station's: a town's head finds none of it.
  expect((await must(head, 'POST', '/services/tally', asked)).rows).toEqual([])
  expect((await ask(supervisor, 'POST', '/services/tally', { ...asked, method: 'casework' })).body.code).toBe('service.method-unknown')
})

test('a home visit of a case is a visit and its call a call: whoever has to be visited was, and it is sent twice for one', async () => {
  const elder = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '周桂芳', tags: ['lives-alone'], birthOn: '1944-03-02' })
  const id = randomUUID()
  await must(worker(), 'PUT', `/services/${id}`, { method: 'casework', client: elder.id, openedOn: town.clock.today() })
  const record = randomUUID()
  for (const _ of [1, 2]) await must(worker(), 'PUT', `/services/${id}/records/${record}`, { kind: 'session', occurredOn: town.clock.today(), minutes: 40, mode: 'home-visit', words: '屋里收拾过了。', files: [] })
  expect(await must(worker(), 'GET', `/records/${record}`)).toMatchObject({ kind: 'visit', mode: 'home', result: 'normal' })
  expect((await town.owner.query('select last_on, last_mode from duty where file = $1 and closed_on is null', [elder.id])).rows).toMatchObject([{ last_on: town.clock.today(), last_mode: 'home' }])
  const shut = randomUUID()
  await must(worker(), 'PUT', `/services/${id}/records/${shut}`, { kind: 'visit', occurredOn: town.clock.today(), minutes: 5, mode: 'home', result: 'nobody', files: [elder.id] })
  const seen = await view(id)
  expect(seen.lastSessions.map(({ kind, modeTitle, result }: any) => [kind, modeTitle.zh, result?.zh ?? null]).toSorted()).toEqual([['visit', '上门', null], ['visit', '上门', '无人']])
})

test('when something takes place is neither years back nor years ahead', async () => {
  const at = async (happensAt: string) => (await ask(worker(), 'PUT', `/services/${randomUUID()}`, { method: 'activity-plan', title: '端午', openedOn: town.clock.today(), happensAt })).body.code
  expect([await at('2016-06-01T09:00:00+08:00'), await at('2036-06-01T09:00:00+08:00'), await at('2026-06-01T09:00:00+08:00')]).toEqual(['service.happens-when', 'service.happens-when', undefined])
})

test('the ten thousandth number of a year keeps all its digits', async () => {
  const first = await open()
  await move(first, 'assessment')
  const { number } = await view(first)
  await town.owner.query('update file_counter set last = 9999 where prefix = $1', [number.slice(0, number.lastIndexOf('C') + 1).replace('-', '')])
  const next = await open()
  await move(next, 'assessment')
  expect((await view(next)).number).toBe(number.replace(/\d{4}$/, '10000'))
})
