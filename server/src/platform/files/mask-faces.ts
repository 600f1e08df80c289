import sharp from 'sharp'

/** A rectangle as shares of the picture, from the upper left corner. */
export interface Face { x: number; y: number; w: number; h: number }

const MOST_PIXELS = 50_000_000
/** A face becomes so few patches across that nobody knows it again, and no sharpening brings it back. */
const PATCHES = 4
/** The picture leaves at most this wide: big enough for a poster's corner or a page. */
const WIDEST = 1600

/** The picture with these faces hidden, drawn anew as JPEG without anything but pixels. */
export async function maskFaces(bytes: Buffer, faces: readonly Face[]): Promise<Buffer> {
  const { data, info: { width, height } } = await sharp(bytes, { limitInputPixels: MOST_PIXELS }).rotate().resize({ width: WIDEST, withoutEnlargement: true }).flatten({ background: '#fff' }).png({ compressionLevel: 0 }).toBuffer({ resolveWithObject: true })
  const patches = await Promise.all(faces.map(async ({ x, y, w, h }) => {
    const left = Math.min(Math.floor(x * width), width - 1)
    const top = Math.min(Math.floor(y * height), height - 1)
    const size = { width: Math.max(1, Math.min(Math.ceil(w * width), width - left)), height: Math.max(1, Math.min(Math.ceil(h * height), height - top)) }
    const few = await sharp(data).extract({ left, top, ...size }).resize(Math.min(PATCHES, size.width), Math.min(PATCHES, size.height), { fit: 'fill', kernel: 'cubic' }).png().toBuffer()
    return { input: await sharp(few).resize(size.width, size.height, { fit: 'fill', kernel: 'nearest' }).png().toBuffer(), left, top }
  }))
  return sharp(data).composite(patches).jpeg({ quality: 85, mozjpeg: true }).toBuffer()
}
