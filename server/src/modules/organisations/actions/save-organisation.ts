import type { OrganisationSaved, SaveOrganisation } from '#api/organisations.ts'
import { requirePlaceInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { readCreditCode } from '../rules.ts'
import { addOrganisation, changeOrganisation, findOrganisation } from '../store.ts'

/** Enters or changes an organisation. Sending the same again changes nothing. */
export async function saveOrganisation(work: Work, id: string, input: SaveOrganisation): Promise<OrganisationSaved> {
  const { code, warnings } = readCreditCode(input.creditCode)
  const fields = { name: input.name, kind: input.kind, credit_code: code }
  const kept = await findOrganisation(work, id)
  if (!kept) {
    requirePlaceInReach(work.actor, input.place ?? work.actor.place)
    await addOrganisation(work, id, input.place ?? work.actor.place, fields)
    return { id, version: 1, warnings }
  }
  const changed = (['name', 'kind', 'credit_code'] as const).filter((field) => kept[field] !== fields[field])
  if (changed.length === 0) return { id, version: kept.version, warnings }
  if (input.version !== kept.version) {
    throw new Refusal('organisation.changed-since', { fields: changed, now: { name: kept.name, kind: kept.kind, creditCode: kept.credit_code, version: kept.version } })
  }
  requirePlaceInReach(work.actor, kept.place)
  if (!(await changeOrganisation(work, id, kept.version, fields))) throw new Refusal('organisation.not-found')
  return { id, version: kept.version + 1, warnings }
}
