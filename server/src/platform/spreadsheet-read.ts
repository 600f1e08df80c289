import { Worker } from 'node:worker_threads'
import { fileTypeFromBuffer } from 'file-type'
import { checkZip } from './files/index.ts'
import { Refusal } from './refusal.ts'

/** One visible sheet, every cell as text about as it is shown. Rows are as long as their last filled cell. */
export interface SheetRead {
  name: string
  rows: string[][]
  /** Addresses of numbers of more than 15 digits: a sheet keeps no more, whatever it shows. */
  inexact: string[]
  /** Addresses of formulas saved without their result. */
  unfinished: string[]
  /** Bare day numbers count from 1904, as on old Macs. */
  startsAt1904: boolean
}

export interface ReadLimits {
  bytes: number
  unpackedBytes: number
  /** All sheets together. */
  rows: number
  columns: number
  milliseconds: number
  memoryMb: number
}

const MB = 1024 * 1024
export const READ_LIMITS: ReadLimits = { bytes: 20 * MB, unpackedBytes: 100 * MB, rows: 20_000, columns: 200, milliseconds: 30_000, memoryMb: 700 }

/**
 * The visible sheets of an .xlsx. Its directory is proved before a reader sees it, and the reader works in a thread that ends when it
 * takes too long or too much. Refuses old, locked, foreign, broken and too large files, each in words that say what to do.
 */
export async function readSpreadsheet(bytes: Buffer, limits: ReadLimits = READ_LIMITS): Promise<SheetRead[]> {
  await checkSpreadsheet(bytes, limits)
  const sheets = await readInThread(bytes, limits)
  if (sheets.every(({ rows }) => rows.length === 0)) throw new Refusal('sheet.empty')
  return sheets
}

const tooLarge = ({ unpackedBytes, rows }: ReadLimits) => new Refusal('sheet.too-large', { limit: Math.floor(unpackedBytes / MB), rows })
const wrongType = (found: string) => new Refusal('file.wrong-type', { accepted: 'XLSX', found })

async function checkSpreadsheet(bytes: Buffer, limits: ReadLimits) {
  if (bytes.length > limits.bytes) throw new Refusal('file.too-large', { limit: Math.floor(limits.bytes / MB) })
  if (bytes.length < 4) throw new Refusal('file.broken')
  if (bytes.readUInt32BE(0) === 0xd0cf11e0) {
    // The same old container also wraps an .xlsx with a password.
    throw new Refusal(bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'sheet.locked' : 'sheet.old-format')
  }
  if (bytes.readUInt32LE(0) !== 0x04034b50) throw wrongType((await fileTypeFromBuffer(bytes))?.ext.toUpperCase() ?? '无法识别的格式 unknown')
  const entries = await checkZip(bytes, { entries: 2000, unpackedBytes: limits.unpackedBytes }).catch((error) => {
    throw error instanceof Refusal && error.code === 'sheet.too-large' ? tooLarge(limits) : error
  })
  const names = new Set(entries.map(({ name }) => name))
  if (!names.has('[Content_Types].xml') || !names.has('xl/workbook.xml')) throw wrongType('ZIP')
  if ([...names].some((name) => /vbaProject|\.(exe|dll|js|vbs|bat|ps1|html?|zip)$/i.test(name))) throw wrongType('带宏或程序的表格 sheet with macros or programs')
}

function readInThread(bytes: Buffer, limits: ReadLimits): Promise<SheetRead[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./spreadsheet-worker.ts', import.meta.url), {
      workerData: { bytes, rows: limits.rows, columns: limits.columns }, resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb }, execArgv: [], stdout: true, stderr: true,
    })
    const end = (settle: () => void) => {
      clearTimeout(timer)
      void worker.terminate()
      settle()
    }
    const timer = setTimeout(() => end(() => reject(tooLarge(limits))), limits.milliseconds)
    worker.once('message', (read: SheetRead[] | 'too-large') => end(() => (read === 'too-large' ? reject(tooLarge(limits)) : resolve(read))))
    worker.once('error', (error: NodeJS.ErrnoException) => end(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge(limits) : new Refusal('file.broken'))))
    worker.once('exit', () => end(() => reject(new Refusal('file.broken'))))
  })
}
