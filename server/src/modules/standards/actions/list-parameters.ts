import type { ParametersView, StandardsQuery } from '#api/standards.ts'
import type { Work } from '#server/platform/work.ts'
import { placeChain } from '../rules/in-force.ts'
import { findLoaded } from '../store.ts'
import { parameters } from '../views.ts'
import { askStandards } from './ask-standards.ts'

/** Every parameter that holds in a place on a day, with who set it. */
export async function listParameters(work: Work, query: StandardsQuery): Promise<ParametersView> {
  const { standards, place } = await askStandards(work, query)
  const { own } = await findLoaded(work.tx, placeChain(place))
  return parameters(standards, place, own)
}
