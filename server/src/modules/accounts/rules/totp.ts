import { Secret, TOTP } from 'otpauth'

const PERIOD_MS = 30_000
/** One step early or late, for a phone whose clock is off by less than half a minute. */
const WINDOW = 1

const totpOf = (secret: string, label = ''): TOTP => new TOTP({ issuer: '五联', label, algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(secret) })

export const makeTotpSecret = (): string => new Secret({ size: 20 }).base32
export const totpUri = (secret: string, label: string): string => totpOf(secret, label).toString()

/** The step a code belongs to at this moment, or undefined when it is wrong. */
export function stepOfCode(secret: string, code: string, at: Date): number | undefined {
  const delta = totpOf(secret).validate({ token: code, timestamp: at.getTime(), window: WINDOW })
  return delta === null ? undefined : Math.floor(at.getTime() / PERIOD_MS) + delta
}

/** A code that will pass now: of this step, or of the next when this one was used. */
export function codeToUse(secret: string, lastStep: number, at: Date): { code: string; seconds: number } {
  const step = Math.max(Math.floor(at.getTime() / PERIOD_MS), lastStep + 1)
  return { code: totpOf(secret).generate({ timestamp: step * PERIOD_MS }), seconds: Math.ceil(((step + 1) * PERIOD_MS - at.getTime()) / 1000) }
}
