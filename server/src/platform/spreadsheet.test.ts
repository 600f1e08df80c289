import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { safeCell, writeSpreadsheet } from './spreadsheet.ts'

test('what a spreadsheet would run as a formula is written as text', () => {
  expect(['=1+1', '+86', '-3', '@sum', '\tx', '王秀英', '3'].map(safeCell)).toEqual(["'=1+1", "'+86", "'-3", "'@sum", "'\tx", '王秀英', '3'])
  expect([safeCell(-3), safeCell(null)]).toEqual([-3, null])
})

test('a table is read back as it was written, with its mark, heading, sums and notes', async () => {
  const file = await writeSpreadsheet({
    name: '台账/一', title: '服务台账', heading: [['填报单位', '攀莲镇'], ['填报时间', '2026年5月']], columns: [{ title: '序号', number: true }, { title: '姓名', number: false }],
    rows: [[1, '王秀英'], [2, '=cmd']], sums: [['合计', '2 人']], notes: ['人数去重'], mark: '演示数据',
  })
  const sheet = (await readXlsx(file)).sheets[0]!
  expect(sheet.name).toBe('台账 一')
  expect(sheet.rows.map((row) => row.filter((cell) => cell !== null && cell !== ''))).toEqual([
    ['演示数据'], ['服务台账'], ['填报单位：攀莲镇', '填报时间：2026年5月'], ['序号', '姓名'], [1, '王秀英'], [2, "'=cmd"], ['合计', '2 人'], [], ['人数去重'],
  ])
})
