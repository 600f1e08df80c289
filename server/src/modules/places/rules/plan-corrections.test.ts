import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CurrentDivision, IncomingRow } from './check-corrections.ts'
import { guessParent, levelOf } from './division-code.ts'
import { planCorrections } from './plan-corrections.ts'

const place = (code: number, name: string, more: Partial<CurrentDivision> = {}): CurrentDivision => ({
  code, name, level: levelOf(code), parent: guessParent(code), ...more,
})
const COUNTY = 510421000000
const current = [
  place(510000000000, '四川省'), place(510400000000, '攀枝花市'), place(COUNTY, '米易县'), place(510422000000, '盐边县'),
  place(510421101000, '甲镇'), place(510421101001, '一社区'), place(510421101002, '二社区'), place(510421101003, '三社区'),
  place(510421102000, '乙镇'), place(510421102001, '四社区'),
  place(510421103000, '丙镇', { closed: true }),
]
const row = (number: number, code: number | string, name: string, more: Partial<IncomingRow> = {}): IncomingRow => ({
  row: number, code: String(code), name, ...more,
})
const problems = (...rows: IncomingRow[]) => planCorrections(current, rows, { within: COUNTY }).refusals.map(({ row, problem }) => [row, problem])

describe('a corrected list', () => {
  test('that says what is stored changes nothing', () => {
    const plan = planCorrections(current, [row(2, '510421101001', '一社区'), row(3, '510421', '米易县')])
    expect(plan).toEqual({
      additions: [], renames: [], reparentings: [], closures: [], moves: [], merges: [], splits: [], redrawings: [], successors: [],
      unchanged: 2, refusals: [], warnings: [],
    })
  })

  test('renames and adds', () => {
    const plan = planCorrections(current, [row(2, 510421101001, ' 一心社区 '), row(3, 510421101009, '九社区'), row(4, 510421104000, '丁镇'), row(5, 510421104001, '丁村')])
    expect(plan.renames).toEqual([{ row: 2, code: 510421101001, from: '一社区', to: '一心社区' }])
    expect(plan.additions.map(({ division }) => [division.code, division.level, division.parent])).toEqual([
      [510421101009, 'village', 510421101000], [510421104000, 'township', COUNTY], [510421104001, 'village', 510421104000],
    ])
    expect(plan.refusals).toEqual([])
  })

  test('merges two communities into a new one, or one into another', () => {
    const fresh = planCorrections(current, [row(2, 510421101008, '新社区', { formerCodes: ['510421101001', '510421101002'] })])
    expect(fresh.merges).toEqual([{ from: [510421101001, 510421101002], to: 510421101008 }])
    expect(fresh.closures.map(({ code, successors }) => [code, successors])).toEqual([[510421101001, [510421101008]], [510421101002, [510421101008]]])
    const absorbed = planCorrections(current, [row(2, 510421101001, '一社区', { formerCodes: ['510421101002'] })])
    expect(absorbed.merges).toEqual([{ from: [510421101001, 510421101002], to: 510421101001 }])
    expect(absorbed.closures.map(({ code }) => code)).toEqual([510421101002])
    expect([absorbed.additions, absorbed.renames, absorbed.unchanged]).toEqual([[], [], 0])
  })

  test('splits a community, which may go on with the rest', () => {
    const off = planCorrections(current, [row(2, 510421101001, '一社区'), row(3, 510421101011, '一北社区', { formerCodes: ['510421101001'] })])
    expect(off.splits).toEqual([{ from: 510421101001, to: [510421101001, 510421101011] }])
    expect(off.closures).toEqual([])
    const whole = planCorrections(current, [
      row(2, 510421101011, '一北社区', { formerCodes: ['510421101001'] }), row(3, 510421101012, '一南社区', { formerCodes: ['510421101001'] }),
    ])
    expect(whole.splits).toEqual([{ from: 510421101001, to: [510421101011, 510421101012] }])
    expect(whole.closures.map(({ code, successors }) => [code, successors])).toEqual([[510421101001, [510421101011, 510421101012]]])
  })

  test('moves a community to another town under a new code', () => {
    const plan = planCorrections(current, [row(2, 510421102009, '三社区', { formerCodes: ['510421101003'] })])
    expect(plan.moves).toEqual([{ from: 510421101003, to: 510421102009 }])
    expect(plan.closures).toEqual([{ row: 2, code: 510421101003, successors: [510421102009] }])
  })

  test('redraws several into several', () => {
    const plan = planCorrections(current, [
      row(2, 510421101011, '甲', { formerCodes: ['510421101001', '510421101002'] }), row(3, 510421101012, '乙', { formerCodes: ['510421101002'] }),
    ])
    expect(plan.redrawings).toEqual([{ from: [510421101001, 510421101002], to: [510421101011, 510421101012] }])
    expect(plan.successors).toHaveLength(3)
  })

  test('may put a place under a parent outside its prefix, with a warning', () => {
    const plan = planCorrections(current, [row(2, 510421102001, '四社区', { parent: '510421101' })])
    expect(plan.reparentings).toEqual([{ row: 2, code: 510421102001, from: 510421102000, to: 510421101000 }])
    expect(plan.warnings).toEqual([{ row: 2, code: '510421102001', problem: 'parent.out-of-reach' }])
  })

  test('closes what it names as closed, and warns when nobody takes over', () => {
    const plan = planCorrections(current, [row(2, 510421101003, '', { closed: true })])
    expect(plan.closures).toEqual([{ row: 2, code: 510421101003, successors: [] }])
    expect(plan.warnings.map(({ problem }) => problem)).toEqual(['closed.without-successor'])
  })

  test('closes what a complete list leaves out, unless a row was refused', () => {
    const rest = [row(2, 510421101000, '甲镇'), row(3, 510421101001, '一社区'), row(4, 510421102000, '乙镇'), row(5, 510421102001, '四社区')]
    const plan = planCorrections(current, rest, { within: COUNTY, complete: true })
    expect(plan.closures.map(({ code, row }) => [code, row])).toEqual([[510421101002, null], [510421101003, null]])
    const broken = planCorrections(current, [...rest, row(6, 'x', '?')], { within: COUNTY, complete: true })
    expect([broken.closures, broken.refusals.length]).toEqual([[], 1])
    expect(() => planCorrections(current, rest, { complete: true })).toThrow(RangeError)
  })
})

describe('a row is refused', () => {
  test('when its code cannot be read, is there twice, lies outside or was used before', () => {
    expect(problems(row(2, '5104211', '甲'), row(3, '5.10421E+11', '乙'))).toEqual([[2, 'code.not-a-code'], [3, 'code.ruined-by-spreadsheet']])
    expect(problems(row(2, 510421101001, '一社区'), row(3, 510421101001, '一社区'))).toEqual([[3, 'code.twice']])
    expect(problems(row(2, 510422000000, '盐边县'))).toEqual([[2, 'code.outside']])
    expect(problems(row(2, 510421103000, '丙镇'))).toEqual([[2, 'code.used-before']])
    expect(problems(row(2, 510421101001, '  '))).toEqual([[2, 'name.empty']])
  })

  test('when its parent or former codes make no sense', () => {
    expect(problems(row(2, 510421109001, '甲'))).toEqual([[2, 'parent.unknown']])
    expect(problems(row(2, 510421101009, '甲', { parent: '510421' }))).toEqual([[2, 'parent.wrong-level']])
    expect(problems(row(2, 510421101009, '甲', { parent: '?' }))).toEqual([[2, 'parent.not-a-code']])
    expect(problems(row(2, 510421101009, '甲', { formerCodes: ['510421101077'] }))).toEqual([[2, 'former.unknown']])
    expect(problems(row(2, 510421101009, '甲', { formerCodes: ['510421102'] }))).toEqual([[2, 'former.other-level']])
    expect(problems(row(2, 510421101009, '甲', { formerCodes: ['-'] }))).toEqual([[2, 'former.not-a-code']])
    expect(problems(row(2, 510421104000, '甲', { formerCodes: ['510421103000'] }))).toEqual([[2, 'former.unknown']])
  })

  test('when it closes what is not open, or leaves villages without a town', () => {
    expect(problems(row(2, 510421103000, '', { closed: true }))).toEqual([[2, 'closed.unknown']])
    expect(problems(row(2, 510421101003, '', { closed: true, formerCodes: ['510421101001'] }))).toEqual([[2, 'closed.with-former-codes']])
    expect(problems(row(2, 510421102000, '', { closed: true }))).toEqual([[2, 'closed.children-left-behind']])
    expect(problems(row(2, 510421102000, '', { closed: true }), row(3, 510421102001, '四社区'))).toEqual([[3, 'parent.closes']])
    expect(problems(row(2, 510421104000, '丁镇', { formerCodes: ['510421102000'] }))).toEqual([[2, 'closed.children-left-behind']])
  })

  test('but a town may be re-coded together with its villages', () => {
    expect(problems(
      row(2, 510421004000, '丁街道', { formerCodes: ['510421102000'] }), row(3, 510421004001, '四社区', { formerCodes: ['510421102001'] }),
    )).toEqual([])
  })

  test('and a town of a city without counties lies under the city', () => {
    const dongguan = [place(440000000000, '广东省'), place(441900000000, '东莞市')]
    expect(planCorrections(dongguan, [row(2, 441900003000, '东城街道')]).refusals).toEqual([])
  })
})

test('a complete list without refusals, once applied, is what is stored', () => {
  const villages = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 25 })
  const former = fc.option(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }), { nil: undefined })
  fc.assert(fc.property(villages, villages, fc.array(former, { minLength: 25, maxLength: 25 }), (before, after, formers) => {
    const town = 510421101000
    const stored = [place(COUNTY, '米易县'), place(town, '甲镇'), ...before.map((n) => place(town + n, `旧${n}`))]
    const rows = after.map((n, at) => {
      const codes = (formers[at] ?? []).filter((one) => before.includes(one)).map((one) => String(town + one))
      return row(at, town + n, `新${n}`, { formerCodes: codes })
    })
    const plan = planCorrections(stored, rows, { within: town, complete: true })
    expect(plan.refusals).toEqual([])
    const names = new Map(stored.slice(2).map(({ code, name }) => [code, name]))
    for (const { code } of plan.closures) expect(names.delete(code)).toBe(true)
    for (const { code, to } of plan.renames) names.set(code, to)
    for (const { division } of plan.additions) {
      expect(names.has(division.code)).toBe(false)
      names.set(division.code, division.name)
    }
    expect(new Map([...names].sort())).toEqual(new Map(after.map((n) => [town + n, `新${n}`] as const).sort()))
    const grouped = [...plan.moves.map(({ from }) => [from]), ...plan.merges.map(({ from }) => from), ...plan.splits.map(({ from }) => [from]), ...plan.redrawings.map(({ from }) => from)].flat()
    expect(grouped.sort()).toEqual([...new Set(plan.successors.map(({ from }) => from))].sort())
  }), { numRuns: 500 })
})
