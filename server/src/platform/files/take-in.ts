import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import { Refusal } from '../refusal.ts'
import { checkZip } from './check-zip.ts'

/** What is stored of an upload: never the bytes of a picture as they came, always newly written ones. */
export interface TakenIn {
  type: string
  bytes: Buffer
  small: Buffer | undefined
  width: number | null
  height: number | null
}

export const MOST_BYTES = 20 * 1024 * 1024
const MOST_PIXELS = 50_000_000
const SMALL = 360
const ACCEPTED = 'JPG、PNG、WebP、PDF、XLSX'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** The harmless string every virus scanner is tested with; nobody uploads it by mistake. */
const TEST_VIRUS = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''))

/**
 * Finds out what an upload is by its content, whatever it is called, and refuses what is not accepted. Pictures are decoded and
 * written anew, so that position, camera, comments and anything hung on behind are gone.
 */
export async function takeIn(bytes: Buffer): Promise<TakenIn> {
  if (bytes.length > MOST_BYTES) throw new Refusal('file.too-large', { limit: 20 })
  if (bytes.length === 0 || bytes.includes(TEST_VIRUS)) throw new Refusal('file.broken')
  const found = await fileTypeFromBuffer(bytes)
  switch (found?.mime) {
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp': {
      const type = found.mime
      return inTurn(() => takePicture(bytes, type))
    }
    case 'application/pdf':
      return takePdf(bytes)
    case 'application/zip':
    case XLSX:
      return takeSheet(bytes)
    case 'image/heic':
    case 'image/heif':
      throw new Refusal('file.heic')
    case 'application/x-cfb':
      throw new Refusal('sheet.old-format')
    default:
      throw wrongType(found?.ext.toUpperCase() ?? '无法识别的格式 unknown')
  }
}

const wrongType = (found: string) => new Refusal('file.wrong-type', { accepted: ACCEPTED, found })

const AT_ONCE = 2
let drawing = 0
const queue: (() => void)[] = []

/** A large picture takes some 200 MB while it is drawn: only two at a time, whoever sends them. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (drawing >= AT_ONCE) await new Promise<void>((go) => { queue.push(go) })
  else drawing++
  try {
    return await work()
  } finally {
    const next = queue.shift()
    if (next) next()
    else drawing--
  }
}

async function takePicture(bytes: Buffer, type: 'image/jpeg' | 'image/png' | 'image/webp'): Promise<TakenIn> {
  const source = () => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true, animated: false, pages: 1 })
  try {
    const { width = 0, height = 0 } = await source().metadata()
    if (width * height > MOST_PIXELS) throw new Refusal('file.too-many-pixels')
    const upright = source().autoOrient()
    const written = type === 'image/jpeg' ? upright.jpeg({ quality: 86 }) : type === 'image/png' ? upright.png({ compressionLevel: 8 }) : upright.webp({ quality: 86 })
    const { data, info } = await written.toBuffer({ resolveWithObject: true })
    const small = await sharp(data, { limitInputPixels: MOST_PIXELS }).resize(SMALL, SMALL, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 72 }).toBuffer()
    return { type, bytes: data, small, width: info.width, height: info.height }
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (error instanceof Error && /pixel limit/i.test(error.message)) throw new Refusal('file.too-many-pixels')
    throw new Refusal('file.broken')
  }
}

/** A PDF is kept as it is, so it may be nothing else as well, and may not act when it is opened. */
function takePdf(bytes: Buffer): TakenIn {
  const end = bytes.lastIndexOf('%%EOF')
  if (end < 0) throw new Refusal('file.broken')
  const tail = bytes.subarray(end + 5)
  // Some scanners pad with line ends or zeros; nothing else belongs behind the end.
  if (tail.some((byte) => byte !== 0x0a && byte !== 0x0d && byte !== 0x20 && byte !== 0)) throw wrongType('PDF 之后另有内容 PDF with something behind it')
  if (bytes.includes('PK\x05\x06', Math.max(0, bytes.length - 66_000), 'latin1')) throw wrongType('PDF + ZIP')
  if (/\/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|OpenAction\s*<<[^>]*\/URI)\b/.test(bytes.toString('latin1'))) throw wrongType('带脚本或附件的 PDF with scripts or attachments')
  return { type: 'application/pdf', bytes, small: undefined, width: null, height: null }
}

async function takeSheet(bytes: Buffer): Promise<TakenIn> {
  // A reader looks for the end of a zip; whatever stands before its first entry would be a second file.
  if (bytes.readUInt32LE(0) !== 0x04034b50) throw wrongType('ZIP 之前另有内容 ZIP with something before it')
  const names = new Set((await checkZip(bytes)).map(({ name }) => name))
  if (!names.has('[Content_Types].xml') || !names.has('xl/workbook.xml')) throw wrongType('ZIP')
  if ([...names].some((name) => /vbaProject|\.(exe|dll|js|vbs|bat|ps1|html?|zip)$/i.test(name) || name.startsWith('xl/embeddings/'))) throw wrongType('带宏或嵌入文件的表格 sheet with macros or embedded files')
  return { type: XLSX, bytes, small: undefined, width: null, height: null }
}
