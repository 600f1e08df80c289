import type { FigureChoices } from '#api/indicators.ts'
import { contractsInReach } from '#server/modules/contracts/index.ts'
import { inWords, standardsOn } from '#server/modules/standards/index.ts'
import { networkByReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { isAvailable } from '../rules/leaves.ts'
import { placesInside } from '../rules/scope.ts'
import { TABLE_TITLES } from '../rules/words.ts'

/** What the reader's screens offer to choose from: indicators, groups, catalogues, tables, stations, places below, contracts. */
export async function listChoices(work: Work): Promise<FigureChoices> {
  const { tx, actor, today, language } = work
  const standards = await standardsOn(work, actor.place, today)
  const [from, to] = placesInside(actor.place)
  const isCounty = actor.place % 1_000_000 === 0
  const places = await tx.selectFrom('place').select(['code', 'name', 'level']).where('code', '>=', from).where('code', '<=', to).where('valid_to', 'is', null)
    .where('level', 'in', isCounty ? ['city', 'county', 'township'] : ['county', 'township', 'village']).orderBy('code').limit(600).execute()
  const stations = await tx.selectFrom('station').select(['id', 'name', 'place', 'tier']).where(networkByReach(actor, 'station')).where('tier', '<>', 'room').orderBy('place').limit(600).execute()
  const contracts = (await contractsInReach(work)).slice(0, 200).map(({ id, title, from: first, until }) => ({ id, title, from: first, until }))
  return {
    indicators: standards.indicators().map((one) => ({ key: one.key, title: inWords(one.title, language), unit: one.unit, definition: inWords(one.definition, language), available: isAvailable(standards, one, isCounty) })),
    tags: standards.tags().filter((tag) => actor.people === 'full' || tag.class !== 'P4').map(({ key, title, domain }) => ({ key, title: inWords(title, language), domain })),
    catalogues: standards.catalogues().map(({ key, title }) => ({
      key, title: inWords(title, language), items: standards.items(key).map((item) => ({ key: item.key, title: inWords(item.title, language), parent: item.parent ?? null, kind: item.kind })),
    })),
    tables: Object.entries(TABLE_TITLES).map(([key, title]) => ({ key, title })), stations, villages: places, contracts,
  }
}
