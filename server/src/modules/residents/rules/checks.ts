import type { SaveConsent } from '#api/residents.ts'
import { ageOn } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Below this age everything about a person is sensitive: personal information protection law §31. */
export const CHILD_BELOW = 14

export const isChildOn = (birthOn: string | null, day: string): boolean => birthOn !== null && birthOn <= day && ageOn(birthOn, day) < CHILD_BELOW

/** Refuses a day after today. */
export function checkNotLater(day: string | undefined | null, today: string): void {
  if (day && day > today) throw new Refusal('record.in-the-future')
}

/**
 * A consent that stands up: a guardian's for a child or for who cannot decide, a witness for spoken words. Refusal with a reason
 * is a valid record too, whoever refuses.
 */
export function checkConsent(consent: SaveConsent, birthOn: string | null, guardianBelow: number, today: string): void {
  const givenOn = consent.givenOn ?? today
  checkNotLater(givenOn, today)
  if (consent.medium === 'refused') {
    if (consent.reason === '') throw new Refusal('consent.reason-needed')
    return
  }
  const isMinor = birthOn !== null && birthOn <= givenOn && ageOn(birthOn, givenOn) < guardianBelow
  if ((isMinor || consent.lacksCapacity) && consent.guardianName === '') throw new Refusal(isMinor ? 'consent.guardian-needed' : 'consent.guardian-of-adult-needed')
  if (consent.medium === 'oral' && consent.witness === '') throw new Refusal('consent.witness-needed')
  if (consent.expiresOn !== undefined && consent.expiresOn < givenOn) throw new Refusal('consent.expires-before')
}

/** How a consent stands on a day. */
export function stateOfConsent(consent: { medium: string; expiresOn: string | null; withdrawnOn: string | null }, today: string): 'valid' | 'refused' | 'expired' | 'withdrawn' {
  if (consent.withdrawnOn !== null && consent.withdrawnOn <= today) return 'withdrawn'
  if (consent.medium === 'refused') return 'refused'
  return consent.expiresOn !== null && consent.expiresOn < today ? 'expired' : 'valid'
}

/** Fields somebody else changed since they were read, and that are to be changed again to something else. */
export function conflictsOf<Field extends string>(fields: readonly Field[], atBase: Record<Field, unknown>, now: Record<Field, unknown>): Field[] {
  return fields.filter((field) => JSON.stringify(atBase[field]) !== JSON.stringify(now[field]))
}
