import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/**
 * One byte in front of every sealed value names the suite, so that values under another suite stay readable.
 * 1: AES-256-GCM. 2: SM4-GCM (GB/T 32907), for systems that must use commercial cryptography.
 */
export const SUITES = {
  1: { cipher: 'aes-256-gcm', keyBytes: 32 },
  2: { cipher: 'sm4-gcm', keyBytes: 16 },
} as const
export type Suite = keyof typeof SUITES

const NONCE = 12
const TAG = 16

/** Suite, nonce, text, tag. `about` (table, id, field) is bound to the text: moved elsewhere, it does not open. */
export function sealWith(suite: Suite, key: Uint8Array, text: Uint8Array, about: string): Buffer {
  const { cipher, keyBytes } = SUITES[suite]
  const nonce = randomBytes(NONCE)
  const sealing = createCipheriv(cipher as 'aes-256-gcm', key.subarray(0, keyBytes), nonce, { authTagLength: TAG })
  sealing.setAAD(Buffer.from(about))
  return Buffer.concat([Buffer.of(suite), nonce, sealing.update(text), sealing.final(), sealing.getAuthTag()])
}

/** The text again. Throws when key, place or a single bit differ. */
export function openWith(key: Uint8Array, sealed: Uint8Array, about: string): Buffer {
  const suite = SUITES[sealed[0] as Suite]
  if (!suite || sealed.length < 1 + NONCE + TAG) throw new Error('a sealed value of no known suite')
  const opening = createDecipheriv(suite.cipher as 'aes-256-gcm', key.subarray(0, suite.keyBytes), sealed.subarray(1, 1 + NONCE), { authTagLength: TAG })
  opening.setAAD(Buffer.from(about))
  opening.setAuthTag(sealed.subarray(sealed.length - TAG))
  return Buffer.concat([opening.update(sealed.subarray(1 + NONCE, sealed.length - TAG)), opening.final()])
}
