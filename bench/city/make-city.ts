import { machineClock } from '#server/platform/clock.ts'
import { type Cluster, digestOf, ensureBase, ensureDatabase, onServer } from '../support/cluster.ts'
import { say } from '../support/report.ts'
import { prepareToLoad, withoutIndexes } from './bulk.ts'
import { fillDuties, fillFacts, fillFigures } from './facts.ts'
import { buildNetwork } from './network.ts'
import { fillPeople } from './people.ts'
import { type Plan, planCity } from './plan.ts'

export interface City extends Plan {
  database: string
}

const BIG = ['resident_file', 'resident_tag', 'search_token', 'data_key', 'record', 'record_person', 'tally_day', 'duty', 'need']

/** A whole city of so many records, five for each resident on the list; or one county of it with so many residents. Made once in a cluster. */
export async function makeCity(cluster: Cluster, records: number, only?: { county: number; residents: number }): Promise<City> {
  const base = await ensureBase(cluster)
  const today = machineClock.today()
  const size = { records, residents: only?.residents ?? Math.max(1_000, Math.round(records / 5)), county: only?.county }
  const database = `${only ? `county_${only.county / 1_000_000}_${only.residents}` : 'city'}_${records}_${today.replaceAll('-', '')}_${digestOf('bench/city')}_${base.slice(5, 13)}`
  await ensureDatabase(cluster, database, base, async (making) => {
    const began = performance.now()
    await onServer(cluster.adminUrl(making), async (owner) => {
      await prepareToLoad(owner)
      const plan = await planCity(owner, size, today)
      const cellKeys = await buildNetwork(owner, plan)
      const lap = (words: string) => say(`  ${making}: ${words} ${((performance.now() - began) / 1000).toFixed(0)} s`)
      await withoutIndexes(owner, BIG, async () => {
        await fillPeople(owner, plan, cellKeys)
        lap(`${plan.residents} residents`)
        await fillFacts(owner, plan)
        lap(`${plan.records} records`)
        await fillFigures(owner, plan)
        lap('figures, needs')
        await owner.query('create index bench_record on record (id); create index bench_key on data_key (id); analyze record; analyze data_key; analyze record_person')
        await fillDuties(owner, plan, cellKeys)
        await owner.query('drop index bench_record; drop index bench_key')
        lap('duties')
      })
      await owner.query('drop table bench_file, bench_contract')
      await owner.query('vacuum analyze')
      lap('indexes, statistics')
    })
  })
  return { ...(await onServer(cluster.adminUrl(database), (owner) => planCity(owner, size, today))), database }
}
