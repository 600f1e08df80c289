import { expect, test } from 'vitest'
import { packsInForce } from './rules/in-force.ts'
import type { Pack } from './rules/pack.ts'

const pack = (version: string, from: string, until: string | null = null) => ({ key: 'ours', version, extends: [], place: 0, effective: { from, until } }) as unknown as Pack
const decides = (packs: Pack[], day: string) => packsInForce(packs, 510421100000, day).here.map(({ version }) => version)

test('on each day one version of a pack decides: that of the latest days, and of the same days the latest version, which corrects the others', () => {
  const year = [pack('1', '2025-01-01', '2025-12-31'), pack('2', '2026-01-01')]
  expect([decides(year, '2025-06-01'), decides(year, '2026-06-01')]).toEqual([['1'], ['2']])
  for (const packs of [[pack('9', '2000-01-01'), pack('10', '2000-01-01')], [pack('10', '2000-01-01'), pack('9', '2000-01-01')]]) expect(decides(packs, '2026-06-01')).toEqual(['10'])
})
