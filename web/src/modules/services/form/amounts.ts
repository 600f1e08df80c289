/** 480.50 of 48050 fen. */
export const yuanOf = (fen: number | undefined): string => (fen === undefined ? '' : fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2))

/** Fen of what is typed; what is not yet an amount stays as it is typed. */
export function fenOf(text: string): number | string | undefined {
  const plain = text.replaceAll(/[,，\s]/g, '')
  if (plain === '') return undefined
  return /^\d{1,9}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : plain
}

const CHINA = '+08:00'
/** A moment for the browser's own field, by China's clock. */
export function localOf(instant: string): string {
  const at = Date.parse(instant)
  return Number.isNaN(at) ? '' : new Date(at + 8 * 3_600_000).toISOString().slice(0, 16)
}
export const momentOf = (local: string): string | undefined => (local === '' ? undefined : `${local}:00${CHINA}`)
