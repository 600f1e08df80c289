import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '#server/platform/days.ts'
import { findHeadingRow, guessColumns, guessMapping, plainHeading } from './import-columns.ts'
import { readDay } from './import-days.ts'
import { villageIn } from './import-rows.ts'

test('a birth date is understood however a township writes it', () => {
  for (const text of ['1944-03-08', '1944-3-8', '1944.3.8', '1944.03.08', '1944年3月8日', '1944 年 3 月 8 日', '1944/3/8', '19440308', '１９４４．３．８', '1944-03-08 00:00', '16139', '1944.3.8生']) expect(readDay(text), text).toEqual({ day: '1944-03-08' })
  expect(readDay('14677', true)).toEqual({ day: '1944-03-08' })
})

test('a month, a year, two digits and days that never were are no birth date', () => {
  expect([readDay('1944-3'), readDay('194403'), readDay('1944年3月')]).toEqual([{ month: '1944-03' }, { month: '1944-03' }, { month: '1944-03' }])
  for (const text of ['1944', '1944年']) expect(readDay(text)).toEqual({ problem: 'day.no-day' })
  for (const text of ['44.3.8', '44年3月', '44-3-8']) expect(readDay(text)).toEqual({ problem: 'day.short-year' })
  for (const text of ['1951年2月30日', '19510230', '1944-13', '八十二', '82', '三月', '99999999']) expect(readDay(text), text).toEqual({ problem: 'day.unreadable' })
})

test('every day of a century and a half reads back from each manner of writing it, and nothing makes the reader fail', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 54_000 }), (n) => {
    const day = addDays('1880-01-01', n)
    const [year, month, date] = day.split('-').map(Number)
    for (const text of [day, `${year}.${month}.${date}`, `${year}年${month}月${date}日`, day.replaceAll('-', '')]) expect(readDay(text)).toEqual({ day })
  }))
  fc.assert(fc.property(fc.string(), (text) => { expect(Object.keys(readDay(text))).toHaveLength(1) }))
})

const tags = new Map([['低保', 'dibao'], ['低保户', 'dibao'], ['残疾', 'disabled'], ['独居', 'lives-alone']].map(([word, key]) => [plainHeading(word!), key!]))

test('the row of headings is found below titles, and the lower one of two', () => {
  expect(findHeadingRow({ name: '', rows: [['台账'], ['单位：'], ['序号', '姓名', '性别']] })).toBe(3)
  expect(findHeadingRow({ name: '', rows: [['姓名', '性别', '联系方式'], ['姓名', '性别', '电话']] })).toBe(2)
  expect(findHeadingRow({ name: '', rows: [['姓名：与户口簿一致'], ['其他']] })).toBe(0)
})

test('columns are guessed from the words of many ledgers; what nobody knows is left out, not lost by a wrong guess', () => {
  const as = (...headings: string[]) => guessColumns(headings, tags).map(({ at, as: field, tag }) => `${at} ${tag ?? field}`)
  expect(as('序号', '名字', '公民身份号码', '手机（必填）', '村（社区）', '村民小组', '对象类别', '是否低保户', '残疾情况')).toEqual(['1 name', '2 identity', '3 phone', '4 village', '5 group', '6 tags', '7 dibao', '8 disabled'])
  expect(as('姓名', '联系电话', '手机')).toEqual(['0 name', '1 phone', '2 note'])
  expect(as('姓名', '爱好')).toEqual(['0 name'])
})

test('of several sheets the longest list is taken, not the instructions', () => {
  expect(guessMapping([{ name: '说明', rows: [['姓名', '性别'], ['例', '男']] }, { name: '名单', rows: [['姓名', '性别'], ['甲', '男'], ['乙', '女']] }], tags)?.sheet).toBe('名单')
  expect(guessMapping([{ name: '说明', rows: [['一'], ['二']] }], tags)).toBeUndefined()
})

test('a village is known by its short name, inside an address, and the longer name wins', () => {
  const villages = new Map([['水塘', 1], ['上水塘', 2]])
  expect([villageIn('水塘村', villages), villageIn('攀莲镇水塘村3组', villages), villageIn('米易县上水塘5组', villages), villageIn('水塘社区居委会', villages), villageIn('红旗', villages), villageIn('', villages)]).toEqual([1, 1, 2, 1, undefined, undefined])
})
