import { readFileSync } from 'node:fs'
import { Refusal } from '#server/platform/refusal.ts'

// Those of the most used passwords (international lists and Chinese habits) that have eight characters or more.
const COMMON = new Set(JSON.parse(readFileSync(new URL('./common-passwords.json', import.meta.url), 'utf8')) as string[])
const ROWS = ['01234567890', '09876543210', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz', '1qaz2wsx3edc4rfv5tgb6yhn']
const SHORTEST = 8

/** At least eight characters; not common, not the user name with something added, not one row of keys. No other rules: they make passwords worse. */
export function checkPassword(password: string, signInName: string): void {
  const plain = password.normalize('NFKC').toLowerCase()
  const letters = [...plain]
  const name = signInName.toLowerCase()
  const isSimple = letters.length < SHORTEST || new Set(letters).size < 4 || COMMON.has(plain) || COMMON.has(plain.replace(/[^a-z0-9]+$/, ''))
    || ROWS.some((row) => row.includes(plain)) || plain.replace(name, '').length < 5 || isRepeated(plain)
  if (isSimple) throw new Refusal('password.too-simple')
}

/** `abcdabcd` is `abcd` typed twice. */
const isRepeated = (text: string): boolean => `${text}${text}`.indexOf(text, 1) < text.length

/** Four to eight digits; not all the same, not in a row, not two digits in turn. */
export function checkPin(pin: string): void {
  const digits = [...pin].map(Number)
  const steps = new Set(digits.slice(1).map((digit, i) => digit - digits[i]!))
  const isRow = steps.size === 1 && Math.abs([...steps][0]!) <= 1
  if (!/^\d{4,8}$/.test(pin) || isRow || new Set(digits).size < 2 || isRepeated(pin) || pin === '1314' || pin === '5201314') throw new Refusal('pin.too-simple')
}
