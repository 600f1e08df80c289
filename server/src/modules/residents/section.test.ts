import { expect, test } from 'vitest'
import { doorOf, sectionOf } from './rules/section.ts'

test('the group or building of an address is told from how people write it', () => {
  expect(['3组12号', '二组 17 号', '十二社3号', '二十栋2单元301室', '水塘村十组', '幸福小区5号楼1单元', '水塘村', ''].map(sectionOf)).toEqual(['3组', '2组', '12社', '20栋', '10组', '5号楼', '', ''])
})

test('the last number orders the doors', () => {
  expect(['3组12号', '二组 17 号', '20栋2单元301室', '水塘村', ''].map(doorOf)).toEqual([12, 17, 301, null, null])
})
