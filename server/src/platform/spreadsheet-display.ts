/** A day in a cell as YYYY-MM-DD; the time of day only when there is one. */
export function showDate(at: Date): string {
  if (Number.isNaN(at.getTime())) return ''
  const [day, time] = at.toISOString().split('T') as [string, string]
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 5)}`
}

/** A number about as the sheet shows it: whole numbers of up to eleven digits plain, longer ones as their format says. */
export function showNumber(value: number, format = 'General'): string {
  if (!Number.isFinite(value)) return ''
  const zeros = /^0+$/.exec(format.split(';')[0]!)?.[0].length ?? 0
  // 000000 keeps the zeros a code begins with; any plain 0 shows all digits, right or not.
  if (zeros > 0 && Number.isInteger(value)) return digitsOf(value).padStart(zeros, '0')
  if (/[#0]/.test(format) && !/[Ee%]/.test(format) && Number.isInteger(value)) return digitsOf(value)
  if (/%/.test(format)) return `${trimmed(value * 100)}%`
  if (Math.abs(value) >= 1e15) return scientific(value)
  return trimmed(value)
}

const digitsOf = (value: number): string => BigInt(Math.round(value)).toString()
/** 15 digits are what a sheet keeps: 0.1 + 0.2 is 0.3. */
const trimmed = (value: number): string => (Number.isInteger(value) ? digitsOf(value) : String(Number(value.toPrecision(15))))
const scientific = (value: number): string => {
  const [mantissa, power] = value.toExponential(5).split('e') as [string, string]
  return `${mantissa.replace(/\.?0+$/, '')}E${power.startsWith('-') ? power : `+${power.replace('+', '')}`}`
}
