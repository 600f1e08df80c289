import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { makeZip } from './zips.ts'

/** A photo as a phone takes it: with camera, time and position inside. */
export const photoBytes = (shade = 120, width = 640, height = 480): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: shade, g: 90, b: 60 } } })
    .withExif({ IFD0: { Make: 'SecretPhone', Copyright: '王秀英' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '26/1 53/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '102/1 6/1 0/1' } })
    .jpeg().toBuffer()

const TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'

/** A spreadsheet as stream writers make it: the directory of types comes last, so that sniffers call it a zip. */
export const sheetBytes = async (more: { name: string; content: Buffer }[] = []): Promise<Buffer> =>
  makeZip([{ name: 'xl/workbook.xml', content: Buffer.from('<workbook/>') }, ...more, { name: '[Content_Types].xml', content: Buffer.from(TYPES) }])

export const pdfBytes = (inside = ''): Buffer =>
  Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R${inside}>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`)

/** What a browser's form sends. */
export function formOf(fields: Record<string, string>, file?: { name: string; type?: string; bytes: Buffer }) {
  const boundary = `----${randomUUID()}`
  const parts: Buffer[] = Object.entries(fields).map(([name, value]) => Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`))
  if (file) {
    parts.push(Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: ${file.type ?? 'application/octet-stream'}\r\n\r\n`), file.bytes, Buffer.from('\r\n'))
  }
  return { payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}
