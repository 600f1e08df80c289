import type { Keyring } from '#server/platform/keys/index.ts'

/** An exact number as it is compared: a whole identity number, a whole phone, a whole file number. Undefined when it is only part of one. */
export function exactNumber(kind: 'identity' | 'phone' | 'file-no', typed: string): string | undefined {
  const plain = typed.normalize('NFKC').replace(/\s/g, '').toUpperCase()
  if (kind === 'identity') return /^\d{17}[\dX]$/.test(plain) ? plain : undefined
  if (kind === 'file-no') return /^\d{6,12}-\d{4}-\d{4,}$/.test(plain) ? plain : undefined
  const digits = plain.replaceAll('-', '').replace(/^\+?86(?=1\d{10}$)/, '')
  return /^(1\d{10}|0\d{9,11}|\d{7,8})$/.test(digits) ? digits : undefined
}

/** The keyed hash by which the phone of a protected file is known; nothing when it is no whole number. */
export function indexOfPhone(keys: Keyring, phone: string): Buffer | null {
  const number = exactNumber('phone', phone)
  return number === undefined ? null : keys.blindIndex('protected phone', number)
}
