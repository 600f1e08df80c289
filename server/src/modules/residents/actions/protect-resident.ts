import type { ProtectResident } from '#api/residents.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { protectDossier, setConflicts, unprotectDossier } from '../store/files.ts'
import { knowByPhone, renewTokens } from './renew-tokens.ts'
import { requireFile } from './require-file.ts'
import { tellChange } from './tell-change.ts'

/** 限定知悉范围: from now on only these posts open the file, and no list, search or figure below the county tells of it. */
export async function protectResident(work: Work, id: string, { members, why, conflicts }: ProtectResident): Promise<void> {
  const file = await requireFile(work, id, { forChange: true })
  // The followers' rows are still within reach now, and flip with all the others.
  if (!file.protected) await tellChange(work, file, { protected: true })
  await knowByPhone(work, file)
  if (conflicts) {
    const set = await setConflicts(work, id, [...new Map(conflicts.map((one) => [one.post, one])).values()])
    if (set === 'not-colleagues') throw new Refusal('circle.not-members')
    if (set !== 'set') throw new Refusal('resident.not-found')
  }
  const answer = await protectDossier(work, id, [...new Set(members)], why)
  if (answer === 'not-members') throw new Refusal('circle.not-members')
  if (answer === 'conflict') throw new Refusal('circle.in-conflict')
  if (answer === 'not-yours') throw new Refusal('post.may-not')
  if (answer !== 'protected') throw new Refusal('resident.not-found')
}

/** The circle is dissolved: an ordinary file again, found by its words. */
export async function unprotectResident(work: Work, id: string): Promise<void> {
  const file = await requireFile(work, id, { forChange: true })
  if (!file.protected) return
  const answer = await unprotectDossier(work, id)
  if (answer === 'not-yours') throw new Refusal('post.may-not')
  if (answer !== 'open') throw new Refusal('resident.not-found')
  await renewTokens(work, { ...file, protected: false })
  await tellChange(work, file, { protected: false })
}
