import { expect, test } from 'vitest'
import { requirePacks, resolveStandards } from '#server/modules/standards/index.ts'
import { gapsOf, type FilledFact, type ServiceFacts } from './rules/standing.ts'
import { attendanceOf, comingOf, type PersonOfRoll } from './rules/roll.ts'
import { judgeWith } from './store/facts.ts'

const standards = resolveStandards(requirePacks('standards'), 510421100000, '2026-03-01')
const judge = (method: string) => judgeWith(standards, method, '2026-03-01')
const day = (text: string) => new Date(`${text}T08:00:00+08:00`)
const member = (id: string, change: Partial<PersonOfRoll> = {}): PersonOfRoll => ({ id, role: 'member', state: 'in', minor: false, guardian: false, checkedIn: false, marks: [], ...change })
const filled = (form: string, about: string | null, answers: Record<string, unknown>, on = '2026-02-01'): FilledFact =>
  ({ id: `${form} ${about}`, form, about, record: null, filledOn: on, at: day(on), gaps: [], score: null, level: null, answers })
const session = (on: string, marked: number, present = marked) => ({ kind: 'session', on, minutes: 60, heads: present, marked, present })

const standing = (method: string, stage: string, change: Partial<ServiceFacts>) => {
  const people = change.roll?.people.filter(({ state }) => state === 'in').length ?? 0
  const facts: ServiceFacts = {
    stage, state: 'open', openedOn: '2026-01-01', openedAt: day('2026-01-01'), acceptedAt: null, closedAt: null, moved: {}, forms: [], approvals: [], consents: [], records: change.roll?.records.length ?? 0, unwritten: 0,
    people, goals: { set: 0, rated: 0 }, days: 30, roll: { people: [], records: [] }, ...change,
  }
  const gaps = gapsOf(judge(method), facts)
  return (key: string) => gaps.filter((gap) => gap.key === key).map(({ words, people: who }) => [words.zh, who])
}

test('who has not signed the contract is named by the id he has in the group, and whoever left or helps is not asked', () => {
  const people = [member('a'), member('b'), member('v', { role: 'volunteer' })]
  const gap = (signed: string[]) => standing('group-work', 'formation', { roll: { people, records: [] }, forms: [filled('group-contract', null, { signed: signed.map((one) => ({ member: one })) })] })('contract-signed')
  expect(gap([])).toEqual([['未在小组契约上签名：2 人', ['a', 'b']]])
  expect(gap(['a', 'x'])).toEqual([['未在小组契约上签名：1 人', ['b']]])
  expect(gap(['a', 'b'])).toEqual([])
})

test('a score before and after is each one\'s own: another member\'s sheet does not stand for mine', () => {
  const people = [member('a'), member('b'), member('c')]
  const forms = [
    filled('group-screening', 'a', { before: 3 }), filled('group-member-outcome', 'a', { after: 6 }), filled('group-screening', 'b', { before: 4 }), filled('group-member-outcome', 'b', { change: '好些' }),
    filled('group-member-outcome', 'c', { unmeasured: '不识字' }),
  ]
  const gap = standing('group-work', 'ending', { roll: { people, records: [] }, forms })
  expect(gap('before-and-after')).toEqual([['前后测不齐，也没有写原因：1 人', ['b']]])
  expect(gap('form.group-screening')).toEqual([['招募登记和组员筛选还差 1 人', ['c']]])
})

test('a session without its attendance is named by its day, the latest five; of everybody marked the rate is reckoned', () => {
  const records = [session('2026-01-05', 0), session('2026-01-12', 4, 3), session('2026-01-19', 0)]
  expect(standing('group-work', 'formation', { roll: { people: [member('a')], records } })('attendance-marked')).toEqual([['出席未记：2 次（2026-01-05、2026-01-19）', []]])
  expect(attendanceOf({ people: [member('a', { checkedIn: true })], records })).toEqual({ marked: 1, unmarked: 2, rate: 75, checked_in: 1 })
  const many = Array.from({ length: 7 }, (_, n) => session(`2026-01-0${n + 1}`, 0))
  expect(standing('group-work', 'formation', { roll: { people: [], records: many } })('attendance-marked')[0]![0]).toBe('出席未记：7 次（2026-01-03、2026-01-04、2026-01-05、2026-01-06、2026-01-07 等）')
})

test('who drops out is followed up after he began to stay away, not before; who comes again needs nothing', () => {
  const away = (...on: string[]) => on.map((one) => ({ on: one, absent: true }))
  const people = [member('a', { marks: [{ on: '2026-01-05', absent: false }, ...away('2026-01-12', '2026-01-19')] }), member('b', { marks: [...away('2026-01-05', '2026-01-12'), { on: '2026-01-19', absent: false }] })]
  expect(comingOf(people[0]!.marks)).toEqual({ present: 1, absent: 2, missed: 2, missedSince: '2026-01-12' })
  const gap = (...on: string[]) => standing('group-work', 'formation', { roll: { people, records: [] }, forms: on.map((one) => filled('group-follow-up', 'a', { on: one, why: '看病' }, one)) })('drop-outs-followed')
  expect(gap()).toEqual([['连续缺席后还没有跟进：1 人', ['a']]])
  expect(gap('2026-01-08')).toEqual([['连续缺席后还没有跟进：1 人', ['a']]])
  expect(gap('2026-01-08', '2026-01-20')).toEqual([])
})

test('an activity asks for a guardian\'s consent of each minor who put his name down, and for some trace of who came', () => {
  const people = [member('a', { role: 'participant', state: 'signed-up', minor: true }), member('b', { role: 'participant', state: 'signed-up' }), member('c', { role: 'participant', minor: true })]
  const forms = [filled('activity-participant', 'c', { years: 9, guardian_agrees: true })]
  const records = [{ kind: 'activity', on: '2026-02-01', minutes: 90, heads: 20, marked: 0, present: 0 }]
  const gap = standing('activity-plan', 'hold', { roll: { people, records }, forms })
  expect(gap('guardian-agrees')).toEqual([['未成年人的监护人未同意参加：1 人', ['a']]])
  expect(gap('came')).toEqual([['没有签到、出席或签到表', []]])
  for (const change of [{ forms: [filled('activity-sign-in', null, { heads: 20 })] }, { roll: { people: [member('b', { role: 'participant', checkedIn: true })], records } }, { roll: { people, records: [{ ...records[0]!, marked: 3 }] } }])
    expect(standing('activity-plan', 'hold', { roll: { people, records }, ...change })('came')).toEqual([])
})

test('a form nobody needed is to be finished once it was begun, and is open once however many stages offer it', () => {
  const begun = (gaps: string[]) => standing('screening', 'answer', { forms: [{ ...filled('mood-screen', null, {}), gaps }] })('form.mood-screen')
  expect(begun([])).toEqual([])
  expect(begun(['low', 'sleep'])).toEqual([['情绪初筛（自编）：近两周心里沉、提不起劲、睡不好未填', []]])
  const crisis = standing('casework', 'intervention', { forms: [{ ...filled('case-crisis', null, {}), gaps: ['happened_at'] }] })('form.case-crisis')
  expect(crisis).toHaveLength(1)
})
