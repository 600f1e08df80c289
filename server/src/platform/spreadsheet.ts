import { type Cell, writeXlsx } from 'hucre/xlsx'

export type SheetCell = string | number | null
export interface SheetToWrite {
  name: string
  title: string
  /** Label and value, side by side above the table. */
  heading: readonly (readonly [string, string])[]
  columns: readonly { title: string; number: boolean }[]
  rows: readonly (readonly SheetCell[])[]
  /** Label and value below the table. */
  sums: readonly (readonly [string, string])[]
  notes: readonly string[]
  /** Stands over everything, as for invented data. */
  mark?: string
}

/** A cell a spreadsheet would read as a formula, here or after it is saved as CSV, is made text. Control characters go. */
export function safeCell(value: SheetCell): SheetCell {
  if (typeof value !== 'string') return value
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach the file
  const text = value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

const WIDEST = 40
const widthOf = (texts: readonly SheetCell[]): number =>
  Math.min(WIDEST, Math.max(6, ...texts.map((text) => [...String(text ?? '')].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? 2 : 1), 2))))

/** An .xlsx file that opens in Excel and WPS, ready to print and sign. */
export async function writeSpreadsheet({ name, title, heading, columns, rows, sums, notes, mark }: SheetToWrite): Promise<Uint8Array> {
  const pairs: SheetCell[][] = []
  for (let i = 0; i < heading.length; i += 3) pairs.push(heading.slice(i, i + 3).map(([label, value]) => `${label}：${value}`))
  const above: SheetCell[][] = [...(mark ? [[mark]] : []), [title], ...pairs]
  const lines = [...above, columns.map((column) => column.title), ...rows, ...sums.map(([label, value]) => [label, value]), [], ...notes.map((note) => [note])]
  const titleAt = mark ? 1 : 0
  const last = Math.max(columns.length - 1, 2)
  const whole = (row: number) => ({ startRow: row, endRow: row, startCol: 0, endCol: last })
  const head = above.length
  return writeXlsx({
    sheets: [{
      name: name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31),
      columns: columns.map((column, at) => ({ width: widthOf([column.title, ...rows.slice(0, 200).map((row) => row[at] ?? null)]) })),
      rows: lines.map((line) => line.map(safeCell)),
      merges: [...(mark ? [whole(0)] : []), whole(titleAt)],
      cells: new Map<string, Partial<Cell>>([
        [`${titleAt},0`, { style: { font: { bold: true, size: 16 }, alignment: { horizontal: 'center' as const } } }],
        ...columns.map((_, at) => [`${head},${at}`, { style: { font: { bold: true }, border: BORDER, alignment: { wrapText: true, vertical: 'center' as const } } }] as const),
        ...rows.flatMap((row, n) => row.map((_, at) => [`${head + 1 + n},${at}`, { style: { border: BORDER, alignment: { wrapText: true, vertical: 'top' as const } } }] as const)),
      ]),
      pageSetup: { orientation: 'landscape', paperSize: 'a4', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    }],
  })
}

const LINE = { style: 'thin' as const }
const BORDER = { top: LINE, bottom: LINE, left: LINE, right: LINE }
