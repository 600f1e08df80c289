import type { ItemsView, StandardsQuery } from '#api/standards.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { items } from '../views.ts'
import { askStandards } from './ask-standards.ts'

/** The items of the named catalogue, of the nearest one when none is named. */
export async function requireItems(work: Work, { catalogue, ...query }: StandardsQuery & { catalogue?: string | undefined }): Promise<ItemsView> {
  const { standards } = await askStandards(work, query)
  const known = standards.catalogues()
  const wanted = catalogue ?? known.find(({ inForce }) => inForce)?.key
  if (wanted === undefined || !known.some(({ key }) => key === wanted)) throw new Refusal('standards.not-found', { key: catalogue ?? 'catalogue' })
  return items(standards, wanted)
}
