import { describe, expect, it } from 'vitest'
import type { FieldView } from '#api/services.ts'
import { fenOf, localOf, momentOf, yuanOf } from './amounts.ts'
import { carryOver, levelOf, missingIn, toSend } from './answers.ts'

const field = (key: string, type = 'text', more: Partial<FieldView> = {}): FieldView => ({ key, type, title: { zh: key }, needed: false, ...more })
const offered = (...keys: string[]) => ({ options: keys.map((key) => ({ key, title: { zh: key } })) })

describe('answers as they are sent', () => {
  it('leave out what says nothing, also inside tables, and what the server works out', () => {
    const fields = [field('name'), field('none'), field('sum', 'computed', { computed: '1 + 1' }), field('members', 'rows', { columns: [field('who'), field('age', 'number')] })]
    expect(toSend(fields, { name: '  王奶奶 ', none: '  ', sum: 2, members: [{ who: '孙子', age: 9 }, { who: '' }, {}] })).toEqual({ name: '王奶奶', members: [{ who: '孙子', age: 9 }] })
  })

  it('say 0 and no, which are answers', () => {
    expect(toSend([field('falls', 'number'), field('alone', 'yes-no')], { falls: 0, alone: false })).toEqual({ falls: 0, alone: false })
  })
})

describe('a form that changed while a draft was open', () => {
  it('keeps every answer that still has its question, and shows the others instead of losing them', () => {
    const before = [field('problem', 'words'), field('urgency', 'choice', offered('now', 'later')), field('old')]
    const now = [field('problem', 'words'), field('urgency', 'choice', offered('now')), field('asked', 'yes-no')]
    const { kept, left, added } = carryOver(before, now, { problem: '睡不着', urgency: 'later', old: '旧话' })
    expect(kept).toEqual({ problem: '睡不着' })
    expect(left.map(({ field: { key }, value }) => [key, value])).toEqual([['urgency', 'later'], ['old', '旧话']])
    expect(added.map(({ key }) => key)).toEqual(['asked'])
  })
})

it('what is missing is only what is needed, in sight and not answered', () => {
  const fields = [field('a', 'text', { needed: true }), field('b', 'text', { needed: true }), field('c', 'text', { needed: true }), field('d')]
  expect(missingIn(fields, { a: '有' }, new Set(['a', 'b', 'd'])).map(({ key }) => key)).toEqual(['b'])
})

it('a score falls into its level at both ends', () => {
  const levels = [{ key: 'low', title: { zh: '低' }, from: 0, to: 4, alarm: false }, { key: 'high', title: { zh: '高' }, from: 5, to: 9, alarm: true }]
  expect([0, 4, 5, 9, 10, null].map((score) => levelOf(levels, score)?.key)).toEqual(['low', 'low', 'high', 'high', undefined, undefined])
})

it('money is typed in yuan and kept in fen; what is no amount yet stays as it is typed', () => {
  expect([fenOf('480'), fenOf('1,200.50'), fenOf('12.'), fenOf('约五百'), fenOf('')]).toEqual([48_000, 120_050, '12.', '约五百', undefined])
  expect([yuanOf(48_000), yuanOf(120_050), yuanOf(undefined)]).toEqual(['480', '1200.50', ''])
  expect(toSend([field('cost', 'money')], { cost: '12.' })).toEqual({ cost: 1200 })
})

it('a moment is that of China, whatever the clock of the device', () => {
  expect(momentOf('2026-11-25T23:30')).toBe('2026-11-25T23:30:00+08:00')
  expect(localOf('2026-11-25T16:30:00.000Z')).toBe('2026-11-26T00:30')
})
