/** Every number of signing in, in one place. standards §12.2 (lock, time-out, two factors); practice §5 (5 minutes, 30 days). */
export const LIMITS = {
  /** Wrong passwords for one name, and wrong second factors of one account, before a pause. */
  tries: 5,
  pauseMinutes: 15,
  /** Wrong passwords from one address, whatever the names. A station's twenty people share one address on a Monday morning. */
  triesPerAddress: 60,
  pinTries: 5,
  /** Between password and second factor. */
  secondFactorMinutes: 10,
  sessionHours: 12,
  lockMinutes: 5,
  deviceDays: 30,
  /** How long a trusted device opens by PIN without network, whatever happens. */
  offlineHours: 72,
  dormantDays: 90,
  codesOnCard: 10,
} as const

const MINUTE = 60_000
export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE)
export const hoursAfter = (at: Date, hours: number): Date => minutesAfter(at, hours * 60)
export const daysAfter = (at: Date, days: number): Date => hoursAfter(at, days * 24)
