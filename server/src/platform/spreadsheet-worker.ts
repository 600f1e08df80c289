// Runs in a thread of its own: what a hostile sheet makes of it ends with the thread.
import { parentPort, workerData } from 'node:worker_threads'
import { readXlsx, type Cell, type CellValue } from 'hucre/xlsx'
import { showDate, showNumber } from './spreadsheet-display.ts'
import type { SheetRead } from './spreadsheet-read.ts'

interface Asked { bytes: Uint8Array; rows: number; columns: number }

const { bytes, rows: mostRows, columns: mostColumns } = workerData as Asked
/** A, … Z, AA, … of a column counted from 0. */
const letters = (at: number): string => (at < 26 ? String.fromCharCode(65 + at) : letters(Math.floor(at / 26) - 1) + letters(at % 26))

/** One row and one column more than allowed are read, to see whether there is anything in them. */
async function readAll(): Promise<SheetRead[] | 'too-large'> {
  const book = await readXlsx(bytes, { readStyles: true, sheets: (info) => !info.hidden && !info.veryHidden, range: `A1:${letters(mostColumns)}${mostRows + 1}` })
  const read: SheetRead[] = []
  let total = 0
  for (const sheet of book.sheets) {
    const one: SheetRead = { name: sheet.name, rows: sheet.rows.map(() => []), inexact: [], unfinished: [], startsAt1904: book.dateSystem === '1904' }
    for (const [y, row] of sheet.rows.entries()) {
      for (const [x, value] of row.entries()) one.rows[y]!.push(textOf(one, { y, x, value, cell: sheet.cells?.get(`${y},${x}`) }))
      while (one.rows[y]!.at(-1) === '') one.rows[y]!.pop()
    }
    for (const { startRow, endRow, startCol, endCol } of sheet.merges ?? []) {
      // A village written once beside many people counts for each of them; a title over the whole width stays one cell.
      if (startCol !== endCol) continue
      const text = one.rows[startRow]?.[startCol] ?? ''
      for (let y = startRow + 1; text !== '' && y <= endRow && y < one.rows.length; y++) put(one.rows[y]!, startCol, text)
    }
    while (one.rows.length > 0 && one.rows.at(-1)!.length === 0) one.rows.pop()
    total += one.rows.length
    if (total > mostRows || one.rows.some((row) => row.length > mostColumns)) return 'too-large'
    read.push(one)
  }
  return read
}

function put(row: string[], at: number, text: string) {
  while (row.length < at) row.push('')
  row[at] = text
}

interface Place { y: number; x: number; value: CellValue; cell: Cell | undefined }

function textOf(sheet: SheetRead, { y, x, value, cell }: Place): string {
  const address = `${letters(x)}${y + 1}`
  if (cell?.type === 'formula' && value === null) sheet.unfinished.push(address)
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (value instanceof Date) return showDate(value)
  if (Math.abs(value) >= 1e15) sheet.inexact.push(address)
  return showNumber(value, cell?.style?.numFmt)
}

parentPort!.postMessage(await readAll())
