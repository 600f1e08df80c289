import { expect, test } from 'vitest'
import { requirePacks, resolveStandards, type Clock, type Method } from '#server/modules/standards/index.ts'
import { settleAnswers } from './rules/answers.ts'
import { isAfterEnd } from './rules/after-end.ts'
import { expectedClocks } from './rules/clocks.ts'
import type { FilledFact, Judge, ServiceFacts } from './rules/standing.ts'
import { titleOfClock } from './views/parts.ts'

const at = (text: string) => new Date(`${text}T08:00:00+08:00`)
const filled = (form: string, on: string, answers: Record<string, unknown> = {}): FilledFact => ({ id: form + on, form, about: null, record: null, filledOn: on, at: at(on), gaps: [], score: null, level: null, answers })
const plan: Clock = { key: 'look', title: { zh: '回看' }, starts: { form: 'plan' }, due: { days: 30 }, ends: { form: 'review' } }

/** When each clock began, and when it ended. */
function clocks(clock: Partial<Clock>, forms: FilledFact[], change: Partial<ServiceFacts> = {}) {
  const method = { stages: [], clocks: [{ ...plan, ...clock }] } as unknown as Method
  const judge: Judge = { method, form: () => undefined, amount: Number, amounts: (amount) => [amount].flat().map(Number), today: '2026-06-01' }
  const facts = { state: 'open', stage: 's', openedOn: '2026-01-01', openedAt: at('2026-01-01'), acceptedAt: null, closedAt: null, moved: {}, forms, approvals: [], ...change } as unknown as ServiceFacts
  return expectedClocks(judge, facts).map(({ key, startedAt, doneAt }) => [key, startedAt.toISOString().slice(0, 10), doneAt?.toISOString().slice(0, 10) ?? null])
}

test('what ends, ends every run that had begun: a second start before the end leaves none open for ever', () => {
  const forms = [filled('plan', '2026-02-01'), filled('plan', '2026-02-10'), filled('review', '2026-02-20'), filled('plan', '2026-03-01')]
  expect(clocks({}, forms)).toEqual([['look', '2026-02-01', '2026-02-20'], ['look@2', '2026-02-10', '2026-02-20'], ['look@3', '2026-03-01', null]])
})

test('only the first start, or only the latest, where the way says so', () => {
  const forms = [filled('plan', '2026-02-01'), filled('review', '2026-02-05'), filled('plan', '2026-03-01')]
  expect(clocks({ again: 'first' }, forms)).toEqual([['look', '2026-02-01', '2026-02-05']])
  expect(clocks({ again: 'latest' }, forms)).toEqual([['look', '2026-03-01', null]])
})

test('a sheet kept before the day a clock counts from ends it', () => {
  const starts = { form: 'plan', field: 'on' }
  expect(clocks({ starts }, [filled('plan', '2026-02-01', { on: '2026-03-01' }), filled('review', '2026-02-20')])).toEqual([['look', '2026-02-28', '2026-02-20']])
  expect(clocks({ starts }, [filled('review', '2026-01-20'), filled('plan', '2026-02-01', { on: '2026-03-01' })])).toEqual([['look', '2026-02-28', null]])
})

test('a sheet that says how it ended ends its own run', () => {
  const own = { starts: { form: 'plan', field: 'on' }, ends: { form: 'plan', field: 'answered' } } as const
  expect(clocks(own, [filled('plan', '2026-02-01', { on: '2026-02-01' }), filled('plan', '2026-02-02', { on: '2026-02-02', answered: '2026-02-03' })]).map(([, , ended]) => ended)).toEqual([null, '2026-02-03'])
})

const standards = resolveStandards(requirePacks('standards'), 510411100000, '2026-06-01')
const way = (key: string) => standards.methods().find((method) => method.key === key)!
test('a clock has its title in whatever run and round, also one that is called like a referral', () => {
  for (const key of ['follow-ups', 'follow-ups#2', 'follow-ups@3#2']) expect(titleOfClock(way('casework'), key).zh).toBe(way('casework').clocks.find((one) => one.key === 'follow-ups')!.title.zh)
  expect(titleOfClock(way('casework'), 'referral-reply').zh).toBe(way('casework').clocks.find(({ key }) => key === 'referral-reply')!.title.zh)
  expect(titleOfClock(way('casework'), 'referral-1b4e28ba-2fa1-11d2-883f-0016d3cca427').zh).toBe('转介待答复')
})

test('回访 of a case begins with its end; no other stage does', () => {
  expect(way('casework').stages.filter((stage) => isAfterEnd(way('casework'), stage)).map(({ key }) => key)).toEqual(['follow-up'])
})

test('an alarm does not wait for the last question of a scale, and nothing rings that open questions could still change', () => {
  const settle = (form: string, answers: Record<string, unknown>) => { const { score, level, alarm, gaps } = settleAnswers(standards.form(form)!, answers, standards, '2026-06-01'); return { score, level, alarm, open: gaps.length } }
  expect(settle('mood-screen', { wish_to_die: 'yes' })).toEqual({ score: null, level: 'danger', alarm: true, open: 4 })
  expect(settle('mood-screen', { wish_to_die: 'no' })).toMatchObject({ score: null, level: null, alarm: false })
  expect(settle('self-care-six', { eating: 'unable', dressing: 'unable', bed: 'unable' })).toMatchObject({ score: null, level: null, alarm: false })
  expect(settle('self-care-six', { eating: 'unable', dressing: 'unable', bed: 'unable', toilet: 'unable' })).toMatchObject({ score: null, level: 'fully-lost', alarm: true, open: 2 })
})

test('what a level opens is a way of serving there is', () => {
  const opened = requirePacks('standards').flatMap(({ forms }) => forms).flatMap(({ result }) => result?.levels ?? []).flatMap(({ opens }) => opens ?? [])
  expect(new Set(opened)).toEqual(new Set(['crisis', 'child-report', 'violence']))
  for (const key of opened) expect(way(key).key).toBe(key)
})

test('a fault in a table is said by the line one sees, empty lines counted', () => {
  const rows = [{}, { date: '2026-01-01' }, {}, { date: 'gestern' }]
  const form = { ...standards.form('case-consent')!, key: 'lines', fields: [{ key: 'rows', title: { zh: '表' }, type: 'rows', fields: [{ key: 'date', title: { zh: '日期' }, type: 'day' }] }] } as unknown as NonNullable<ReturnType<typeof standards.form>>
  let said: unknown
  try { settleAnswers(form, { rows }, standards, '2026-06-01') } catch (error) { said = (error as { details: { field: string } }).details.field }
  expect(said).toBe('表 第 4 行 日期')
})
