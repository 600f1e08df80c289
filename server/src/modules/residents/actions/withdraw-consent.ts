import type { WithdrawConsent } from '#api/residents.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkNotLater } from '../rules/checks.ts'
import { requireFile } from './require-file.ts'

/** A consent holds no longer. Withdrawing twice means once; the day it was given stays on record. */
export async function withdrawConsent(work: Work, file: string, { consent: id, version, on = work.today, why }: WithdrawConsent): Promise<{ id: string; version: number }> {
  await requireFile(work, file)
  checkNotLater(on, work.today)
  const consent = await work.tx.selectFrom('consent as c').selectAll('c').where('c.id', '=', id).where('c.file', '=', file).where(peopleInReach(work.actor, 'c'))
    .forUpdate().executeTakeFirst()
  if (!consent) throw new Refusal('consent.not-found')
  if (consent.withdrawn_on !== null) return { id, version: consent.version }
  if (consent.version !== version) throw new Refusal('resident.changed-since', { fields: ['consents'], now: { version: consent.version } })
  if (on < consent.given_on) throw new Refusal('consent.withdrawn-before')
  await work.tx.updateTable('consent').set({ withdrawn_on: on, withdrawn_why: why || null, version: version + 1 }).where('id', '=', id).execute()
  return { id, version: version + 1 }
}
