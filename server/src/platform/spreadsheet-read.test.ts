import { writeXlsx } from 'hucre/xlsx'
import fc from 'fast-check'
import { read as readOther, utils, write as writeOther } from '@e965/xlsx'
import { expect, test } from 'vitest'
import { Refusal } from './refusal.ts'
import { READ_LIMITS, readSpreadsheet } from './spreadsheet-read.ts'
import { safeCell, writeSpreadsheet } from './spreadsheet.ts'
import { makeZip } from '#tests/support/zips.ts'

const sheetOf = async (rows: unknown[][], name = '表') => Buffer.from(await writeXlsx({ sheets: [{ name, rows: rows as never }] }))
const codeOf = (bytes: Buffer, limits = READ_LIMITS) => readSpreadsheet(bytes, limits).then((sheets) => sheets.length, (error) => (error instanceof Refusal ? error.code : error))
const TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
const shell = (more: { name: string; content: Buffer; claims?: number }[]) =>
  makeZip([{ name: '[Content_Types].xml', content: Buffer.from(TYPES) }, { name: 'xl/workbook.xml', content: Buffer.from('<workbook/>') }, ...more])

test('rare names, days, numbers and merged villages read as they are shown', async () => {
  const bytes = Buffer.from(await writeXlsx({ sheets: [{
    name: '台账', rows: [['村', '姓名', '生日', '号'], ['水塘村', '䶮𬍤', new Date(Date.UTC(1944, 2, 8)), 510421194403080000], [null, '㛃', '1944.3.8', 13800001234], [null, '𰻞', 16139, 0.1 + 0.2]],
    merges: [{ startRow: 1, endRow: 3, startCol: 0, endCol: 0 }], cells: new Map([['1,2', { style: { numFmt: 'yyyy-mm-dd' } }]]),
  }] }))
  const [sheet] = await readSpreadsheet(bytes)
  expect(sheet!.rows).toEqual([['村', '姓名', '生日', '号'], ['水塘村', '䶮𬍤', '1944-03-08', '5.10421E+17'], ['水塘村', '㛃', '1944.3.8', '13800001234'], ['水塘村', '𰻞', '16139', '0.3']])
  expect(sheet!.inexact).toEqual(['D2'])
})

test('a number shown in full is read in full and marked as not to be trusted', async () => {
  const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: 'a', rows: [[510421194403080000, 42]], cells: new Map([['0,0', { style: { numFmt: '0' } }], ['0,1', { style: { numFmt: '00000' } }]]) }] }))
  const [sheet] = await readSpreadsheet(bytes)
  expect([sheet!.rows[0], sheet!.inexact]).toEqual([['510421194403080000', '00042'], ['A1']])
})

test('a formula is read by its last result, never worked out, and named when it has none', async () => {
  const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: 'a', rows: [['a', null], ['b', null]], cells: new Map([['0,1', { formula: 'HYPERLINK("http://x")', formulaResult: '看' }], ['1,1', { formula: 'A1&A2' }]]) }] }))
  const [sheet] = await readSpreadsheet(bytes)
  expect([sheet!.rows, sheet!.unfinished]).toEqual([[['a', '看'], ['b']], ['B2']])
})

test('hidden sheets stay hidden', async () => {
  const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: '旧', rows: [['x']], hidden: true } as never, { name: '新', rows: [['y']] }] }))
  expect((await readSpreadsheet(bytes)).map(({ name }) => name)).toEqual(['新'])
})

test('old, locked, foreign, cut off and disguised files are refused in words that fit', async () => {
  const whole = await sheetOf([['姓名'], ['甲']])
  const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)])
  expect(await codeOf(old)).toBe('sheet.old-format')
  expect(await codeOf(Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')]))).toBe('sheet.locked')
  expect(await codeOf(Buffer.from('MZ\x90\0this program cannot be run in DOS mode', 'latin1'))).toBe('file.wrong-type')
  expect(await codeOf(Buffer.concat([Buffer.from('MZ'), whole]))).toBe('file.wrong-type')
  expect(await codeOf(Buffer.from('%PDF-1.4\n%%EOF'))).toBe('file.wrong-type')
  expect(await codeOf(Buffer.from('姓名,电话\n'))).toBe('file.wrong-type')
  expect(await codeOf(whole.subarray(0, whole.length - 400))).toBe('file.broken')
  expect(await codeOf(Buffer.alloc(0))).toBe('file.broken')
  expect(await codeOf(makeZip([{ name: 'hello.txt', content: Buffer.from('x') }]))).toBe('file.wrong-type')
  expect(await codeOf(shell([{ name: 'xl/vbaProject.bin', content: Buffer.from('x') }]))).toBe('file.wrong-type')
  expect(await codeOf(shell([]))).toMatch(/file\.broken|sheet\.empty/)
  expect(await codeOf(shell([{ name: '../evil.xml', content: Buffer.from('x') }]))).toBe('file.broken')
  expect(await codeOf(await sheetOf([]))).toBe('sheet.empty')
})

test('a bomb is refused before a reader sees it, honest about its size or not', async () => {
  const zeros = Buffer.alloc(101 * 1024 * 1024)
  expect(await codeOf(shell([{ name: 'xl/worksheets/sheet1.xml', content: zeros }]))).toBe('sheet.too-large')
  expect(await codeOf(shell([{ name: 'xl/worksheets/sheet1.xml', content: zeros, claims: 1000 }]))).toBe('file.broken')
})

test('more rows or columns than allowed, in one sheet or several, are refused, and far empty cells are not', async () => {
  const rows = (count: number) => Array.from({ length: count }, (_, at) => [`人${at}`])
  expect(await codeOf(await sheetOf(rows(100_000)))).toBe('sheet.too-large')
  expect(await codeOf(await sheetOf(rows(20_000)))).toBe(1)
  expect(await codeOf(Buffer.from(await writeXlsx({ sheets: [{ name: 'a', rows: rows(12_000) }, { name: 'b', rows: rows(12_000) }] })))).toBe('sheet.too-large')
  expect(await codeOf(await sheetOf([Array.from({ length: 201 }, () => 'x')]))).toBe('sheet.too-large')
  expect(await codeOf(await sheetOf([[...Array.from({ length: 300 }, () => null), ''], ['x']]))).toBe(1)
}, 60_000)

test('a sheet that takes too long or too much memory ends with its thread, and the next one is read', async () => {
  const long = await sheetOf(Array.from({ length: 15_000 }, (_, at) => Array.from({ length: 30 }, (_, x) => `第${at}行第${x}列`)))
  expect(await codeOf(long, { ...READ_LIMITS, milliseconds: 30 })).toBe('sheet.too-large')
  expect(await codeOf(long, { ...READ_LIMITS, memoryMb: 24 })).toBe('sheet.too-large')
  expect(await codeOf(await sheetOf([['x']]))).toBe(1)
}, 60_000)

const cell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '').trim()), fc.constantFrom('', '䶮𬍤', '=1+1', '王秀英', '51042119440308000X'), fc.integer({ min: -1e9, max: 1e14 }).map(String))

test('what another library wrote is read the same here, and what is written here is read the same there', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }), async (rows) => {
    const filled = [['头'], ...rows]
    const theirs = Buffer.from(writeOther({ SheetNames: ['a'], Sheets: { a: utils.aoa_to_sheet(filled) } }, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array)
    const trimmed = filled.map((row) => row.slice(0, row.findLastIndex((text) => text !== '') + 1))
    while (trimmed.at(-1)?.length === 0) trimmed.pop()
    expect((await readSpreadsheet(theirs))[0]!.rows).toEqual(trimmed)
    const ours = Buffer.from(await writeSpreadsheet({ name: 'a', title: 't', heading: [], columns: [1, 2, 3, 4, 5].map((n) => ({ title: `${n}`, number: false })), rows, sums: [], notes: [] }))
    const there = utils.sheet_to_json<string[]>(readOther(ours).Sheets.a!, { header: 1, raw: true, defval: '' })
    for (const [at, row] of rows.entries()) for (const [x, text] of row.entries()) expect(String(there[at + 2]?.[x] ?? '')).toBe(safeCell(text))
  }), { numRuns: 25 })
}, 120_000)

test('no exported cell begins as a formula, whatever somebody called himself', async () => {
  fc.assert(fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string(), (sign, rest) => { expect(String(safeCell(sign + rest))).toMatch(/^[^=+\-@\t\r]/) }))
})
