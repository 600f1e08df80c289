import { expect, test } from 'vitest'
import { evaluateRule, type Form, type Method, requirePacks, resolveStandards } from './index.ts'
import { checkNames } from './rules/rule-names.ts'

const TODAY = '2026-03-01'
const packs = requirePacks('standards')
const miyi = resolveStandards(packs, 510421100000, TODAY)
const beijing = resolveStandards(packs, 110101001000, TODAY)
const OURS = ['safeguarding', 'community-work', 'social-affairs', 'feedback', 'oversight', 'panzhihua-respite']
const ours = packs.filter(({ key }) => OURS.includes(key))
const methods = ours.flatMap((pack) => pack.methods)

const method = (key: string): Method => {
  const found = miyi.methods().find((one) => one.key === key)
  if (!found) throw new Error(`no way of serving ${key}`)
  return found
}
const form = (key: string): Form => {
  const found = miyi.form(key)
  if (!found) throw new Error(`no form ${key}`)
  return found
}
/** What a form reckons by itself from these answers; what is not answered is not known. */
const reckon = (key: string, rule: string, answers: Record<string, unknown>) =>
  evaluateRule(rule, { ...Object.fromEntries(form(key).fields.map((field) => [field.key, null])), ...answers }, { today: TODAY })
const computed = (key: string, field: string, answers: Record<string, unknown>) =>
  reckon(key, form(key).fields.find((one) => one.key === field)?.computed ?? '', answers)
const locks = ({ stages, close }: Method) => [...stages.flatMap(({ gates }) => gates), ...(close.gates ?? [])].filter(({ lock }) => lock)

/** Requirement, way of serving, and where it stands in the policy it was taken from. */
const WANTED = `
  R196 project panzhihua L311
  R199 service-order jilin L43
  R202 brand-case panzhihua L313
  R211 wish cities L110-113
  R010 skilled-resident guide-071 L124-130
  R213 needs-survey guide-071 L188-192
  R219 assistance-file panzhihua L233-235
  R220 service-matters panzhihua L136
  R221 on-behalf cities L55-62
  R222 violence guide-071 L173-176
  R225 elder-protection panzhihua L251
  R226 family-change panzhihua L267
  R228 emergency-team cities L145-149
  R229 hazard panzhihua L207
  R230 risk guide-071 L339-341
  R231 bereavement guide-071 L182-186
  R233 deliberation guide-071 L194-196
  R237 pact cities L115-117
  R238 selection cities L112-119
  R240 mediation guide-071 L202
  R241 development-plan guide-071 L240-243
  R242 public-space guide-071 L263-266
  R243 ticket cities L12-14
  R244 joint-meeting guide-071 L215-220
  R245 agency-growth jilin L33-34
  R312 area-evaluation jilin L52
  R319 satisfaction panzhihua L321
  R320 station-evaluation panzhihua L323
  R322 rule-library panzhihua L307
  R323 complaint guide-071 L339-341
`.trim().split('\n').map((line) => line.trim().split(' '))

test.each(WANTED)('%s: %s is a way of serving everywhere, from %s %s', (_id, key, document, lines) => {
  for (const place of [miyi, beijing]) expect(place.methods().find((one) => one.key === key)).toMatchObject({ source: `${document} ${lines}`, basis: 'seed' })
})

test('correction, detox, funerals, vagrancy, hospital to community, bereavement, disability, women, relocation, mental disorder, errands and assistance files each have a way of their own', () => {
  expect(packs.find(({ key }) => key === 'social-affairs')?.methods.map(({ key }) => key).sort()).toEqual([
    'assistance-file', 'bereavement', 'correction', 'detox', 'disability-family', 'funeral', 'hospital-to-community', 'mental-family', 'on-behalf', 'relocation', 'vagrancy', 'women',
  ])
})

test('a gate refuses only where a law stands behind it, and names the clause', () => {
  const locked = methods.flatMap((one) => locks(one).map((gate) => ({ method: one.key, ...gate })))
  expect(locked.map((gate) => `${gate.method} ${gate.key} ${gate.source}`)).toEqual(expect.arrayContaining([
    'child-report reported minors-law §11', 'child-report receipt-or-second-try minors-law §11', 'violence reported dv-law §14', 'wish nobody-named pipl §25', 'wish may-know pipl §23', 'brand-case nobody-named pipl §25', 'mediation not-refused mediation-law 自愿',
  ]))
  expect(locked.every(({ basis }) => basis === 'law')).toBe(true)
})

test('whatever is secret is secret in every sheet of it, and only protection, correction, detox and mental disorder are', () => {
  const secret = methods.filter((one) => one.secret)
  expect(secret.map(({ key }) => key).sort()).toEqual(['child-report', 'correction', 'crisis', 'detox', 'elder-protection', 'mental-family', 'violence'])
  for (const one of secret) {
    expect(one.class).toBe('P4')
    for (const sheet of one.stages.flatMap(({ forms }) => forms)) expect([sheet.form, form(sheet.form).class]).toEqual([sheet.form, 'P4'])
  }
})

test('harm to a minor: call 110 first; the clock runs from the first minute and climbs until the report is made', () => {
  expect(method('child-report').first).toMatchObject({ phone: '110' })
  const clock = method('child-report').clocks.find(({ key }) => key === 'report')
  expect(clock).toMatchObject({ starts: { at: 'opened' }, due: { minutes: 'report.minor_minutes' }, ends: { form: 'child-report', field: 'reported_at' } })
  const minutes = (amount: number | string | undefined) => (typeof amount === 'string' ? miyi.parameter(amount)?.value : amount)
  expect(minutes(clock?.due.minutes as string)).toBe(0)
  expect(minutes(clock?.remind_every_minutes)).toBe(30)
  expect(clock?.tells?.map(({ after_minutes: after, who }) => [minutes(after), ...who])).toEqual([[0, 'worker', 'station_head'], [30, 'general_supervisor'], [60, 'county_bureau']])
})

test.each([
  ['a child hurt, or perhaps hurt', { person_kind: 'minor', harm: true }, 'report-at-once'],
  ['a child in one of the ten situations', { person_kind: 'minor', situations: ['abandoned'] }, 'report-at-once'],
  ['an adult without full capacity suffering violence', { person_kind: 'no-capacity', harm: true }, 'report-same-day'],
  ['an adult who cannot report', { person_kind: 'cannot-report', harm: true }, 'report-advised'],
  ['another adult', { person_kind: 'adult', harm: true }, 'help-and-ask'],
  ['somebody without a home, old or ill', { person_kind: 'vagrant' }, 'bring-to-rescue'],
  ['anybody whose life is in danger', { person_kind: 'adult', life_danger: true }, 'call-now'],
  ['nothing seen yet', { person_kind: 'minor' }, 'look-closer'],
])('must I report? %s', (_who, answers, advice) => {
  expect(computed('must-report', 'advice', answers)).toBe(advice)
})

test('the ten situations that must be reported are on the list', () => {
  expect(miyi.codes('child-harm-situation')).toHaveLength(10)
})

test('a protection order warns thirty and seven days before its last day', () => {
  expect(computed('protection-order', 'alert_on', { valid_until: '2026-08-31' })).toBe('2026-08-01')
  expect(computed('protection-order', 'alert_on', {})).toBeNull()
  expect(method('violence').clocks.find(({ key }) => key === 'order-expires')).toMatchObject({ starts: { form: 'protection-order', field: 'alert_on' }, due: { days: [0, 23] } })
})

test('after a warning letter both are visited within a week and then monthly for three months; a crisis is followed up after a day, three days and a week', () => {
  expect(miyi.parameter('violence.warning_visit_days')?.value).toEqual([7, 37, 67, 97])
  expect(miyi.parameter('crisis.follow_up_hours')?.value).toEqual([24, 72, 168])
})

test('satisfaction: all fives are 100, all threes 50, all ones 0; questions left open do not count; paper sheets come to the same', () => {
  const items = ['attitude', 'skill', 'timely', 'respect', 'result', 'recommend']
  const answer = (...points: number[]) => {
    const answers = Object.fromEntries(points.map((one, n) => [items[n]!, one]))
    return reckon('satisfaction-answer', form('satisfaction-answer').result?.score ?? '', { ...answers, answered: computed('satisfaction-answer', 'answered', answers) })
  }
  expect([answer(5, 5, 5, 5, 5, 5), answer(3, 3, 3, 3, 3, 3), answer(1, 1, 1, 1, 1, 1), answer(4, 4, 4, 4, 3, 3), answer(5, 4), answer()]).toEqual([100, 50, 0, 67, 88, null])
  const tally = { fives: 12, fours: 6, ones: 2 }
  expect(reckon('satisfaction-tally', form('satisfaction-tally').result?.score ?? '', { ...tally, sheets: computed('satisfaction-tally', 'sheets', tally) })).toBe(83)
})

test('satisfaction asks those served, the purchaser and those who carry out, face to face, by phone or by sheet', () => {
  expect(miyi.codes('respondent').map(({ key }) => key)).toEqual(['client', 'purchaser', 'executor'])
  expect(miyi.codes('asking-way').map(({ key }) => key)).toEqual(['face', 'phone', 'qr', 'paper'])
})

test('a complaint goes to the township and then to the county, and is handled by somebody else', () => {
  expect(method('complaint').stages.map(({ key }) => key)).toEqual(['received', 'accepted', 'handled', 'replied', 'appeal-township', 'appeal-county'])
  const gate = method('complaint').stages[2]?.gates.find(({ key }) => key === 'somebody-else')
  const rule = gate && 'rule' in gate ? gate.rule : ''
  const open = (about: string | null, handler: string) => evaluateRule(rule, { complaint_received: { about_whom: about }, complaint_handling: { independent: true, handler } }, { today: TODAY })
  expect([open('张三', '李四'), open('张三', '张三'), open(null, '李四')]).toEqual([true, false, true])
})

test('the clocks of complaints and hotline tickets are those the packs give', () => {
  const value = (key: string) => miyi.parameter(key)?.value
  expect(['complaint.accept_wd', 'complaint.resolve_wd', 'complaint.resolve_urgent_wd', 'complaint.extend_wd', 'hotline.return_wd'].map(value)).toEqual([2, 10, 5, 10, 2])
})

test('notice of a deliberation is given three days before', () => {
  const gate = method('deliberation').stages[0]?.gates.find(({ key }) => key === 'three-days')
  const rule = gate && 'rule' in gate ? gate.rule : ''
  const open = (on: string) => evaluateRule(rule, { deliberation_notice: { on }, deliberation_topic: { meets_on: '2026-03-13' } }, { today: TODAY })
  expect([open('2026-03-10'), open('2026-03-11')]).toEqual([true, false])
})

test('respite care is one more folder: offered in its city with form, gate, clock and figure, and nowhere else', () => {
  const respite = method('respite-care')
  expect(beijing.methods().map(({ key }) => key)).not.toContain('respite-care')
  expect(respite.stages.map(({ forms }) => forms.map((one) => form(one.form).code))).toEqual([['RC01'], ['RC02'], ['RC03']])
  expect(respite.stages[0]?.gates.map(({ key }) => key)).toEqual(['consent', 'elder-agrees'])
  expect(respite.clocks.map(({ key }) => key)).toEqual(['first-relief', 'review'])
  expect(miyi.indicator('respite-services')?.measure).toMatchObject({ where: { kind: ['respite-care'] } })
  expect(beijing.indicator('respite-services')).toBeUndefined()
})

test('a rule may reckon with a stretch of time; a word no form can answer is still found', () => {
  const names = new Map([['on', null]])
  expect(checkNames('date(on) + duration("P3D") <= today()', names, new Set())).toEqual([])
  expect(checkNames('on = "PD" or on = "P"', names, new Set()).map(({ detail }) => detail)).toEqual(['PD', 'P'])
})

test('open-air meetings, questions in the street and review by residents are forms of deliberation, as in the report on Guang’an', () => {
  expect(miyi.codes('deliberation-form').filter(({ source }) => source === 'cities L86-92').map(({ key }) => key)).toEqual(expect.arrayContaining(['open-air', 'street', 'review']))
})

test('projects serve with the five contents and for the five groups the Panzhihua plan names; the eight kinds of assistance are those of its Annex 2', () => {
  const named = (list: string, source: string) => miyi.codes(list).filter((code) => code.source === source).map(({ title }) => title.zh)
  expect(named('project-topic', 'panzhihua L106-108')).toEqual(['心理疏导', '人文关怀', '生计发展', '关系调适', '社会融入'])
  expect(named('project-client', 'panzhihua L106')).toEqual(['困难家庭', '留守、空巢老人', '困境儿童', '残疾人', '流动人口', '其他有需要的人'])
  expect(named('assistance-kind', 'panzhihua L233-235')).toHaveLength(8)
  expect(method('project').stages.map(({ title }) => title.zh)).toEqual(['需求调研', '项目设计', '项目论证', '项目实施', '项目监测', '绩效评估'])
  expect(form('project-design').fields.filter(({ filter }) => filter).map(({ key }) => key)).toEqual(expect.arrayContaining(['topics', 'clients']))
})

test('supervision, risk control and complaints each have a way of serving with clocks, from the same clause of MZ/T 071', () => {
  for (const key of ['risk', 'complaint']) expect(method(key)).toMatchObject({ source: 'guide-071 L339-341', basis: 'seed' })
  for (const key of ['supervision', 'risk', 'complaint']) expect(method(key).clocks.length, key).toBeGreaterThan(0)
})
