import { sql } from 'kysely'
import type { BuildPlanView, StationMap, Tier } from '#api/stations.ts'
import { reachOf } from '#server/modules/places/index.ts'
import { standardsOfPlaces, type Standards } from '#server/modules/standards/index.ts'
import { networkByReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { coverageOf, type Counted, pairsOf, sumOf } from '../rules/build-plan.ts'
import { openOn } from './list.ts'

interface County {
  place: number
  name: string
}

/** Counties wholly in reach, inside the asked place. */
async function readCounties({ tx }: Work, place: number | undefined): Promise<County[]> {
  const { from, to } = place === undefined ? { from: 0, to: 999_999_999_999 } : reachOf(place)
  const found = await sql<County>`
    select p.code as place, p.name from app.within_reach(${from}, ${to}) w
    join place p on p.level = 'county' and p.valid_to is null and p.code >= w.from_place and p.code + 999999 <= w.to_place order by p.code`.execute(tx)
  return found.rows
}

/** Open stations on a day by township, and how many townships and villages there are. */
async function countStations({ tx, actor }: Work, counties: readonly County[], day: string): Promise<Counted[]> {
  const found = await sql<Counted>`
    select s.place / 1000000 * 1000000 as county, s.place / 1000 * 1000 as township, s.place, s.tier, p.redistricted, count(*)::int as n
    from station s join place p on p.code = s.place
    where ${networkByReach(actor, 's')} and ${openOn(day)} and s.place / 1000000 * 1000000 = any (${counties.map(({ place }) => place)}::int8[])
    group by 1, 2, 3, 4, 5`.execute(tx)
  return found.rows
}

interface Township {
  county: number
  place: number
  name: string
  redistricted: boolean
  villages: number
}

async function readTownships({ tx }: Work, counties: readonly County[]): Promise<Township[]> {
  const found = await sql<Township>`
    select t.code / 1000000 * 1000000 as county, t.code as place, t.name, t.redistricted,
      (select count(*)::int from place v where v.parent = t.code and v.valid_to is null) as villages
    from place t where t.level = 'township' and t.valid_to is null and t.parent = any (${counties.map(({ place }) => place)}::int8[]) order by t.code`.execute(tx)
  return found.rows
}

/** What each county was to build by the end of a year, against what stood open that day (today, for this year). */
export async function viewBuildPlan(work: Work, year: number, place: number | undefined): Promise<BuildPlanView> {
  const yearEnd = `${year}-12-31`
  const day = yearEnd < work.today ? yearEnd : work.today
  const counties = await readCounties(work, place)
  const standards = await standardsOfPlaces(work, counties.map((county) => county.place), day)
  const [counted, townships] = [await countStations(work, counties, day), await readTownships(work, counties)]
  const rows = counties.map((county) => {
    const task = standards.get(county.place)?.buildPlan(year).find((one) => one.place === county.place)
    return { ...county, pilot: task?.pilot ?? null, tiers: pairsOf(counted.filter((one) => one.county === county.place), task), ...coverageOf(county.place, counted, townships) }
  })
  const first = counties[0] && standards.get(counties[0].place)
  const townshipStations = counted.filter(({ tier }) => tier === 'township')
  const share = first?.findParameter('network.redistricted_share')?.value
  return {
    year, openOn: day, years: yearsOf([...standards.values()], work.today), source: first ? sourceOf(first, year) : null, counties: rows, total: sumOf(rows.map(({ tiers }) => tiers)),
    redistricted: {
      township: townshipStations.filter(({ redistricted }) => redistricted).reduce((sum, { n }) => sum + n, 0), of: townshipStations.reduce((sum, { n }) => sum + n, 0),
      atLeastPercent: typeof share === 'number' ? share : null,
    },
  }
}

function yearsOf(standards: readonly Standards[], today: string): number[] {
  const planned = standards.flatMap((one) => one.buildYears())
  const now = Number(today.slice(0, 4))
  const first = Math.min(now, ...planned)
  return Array.from({ length: now - first + 1 }, (_, at) => first + at)
}

function sourceOf(standards: Standards, year: number): string | null {
  const task = standards.buildPlan(year)[0]
  const found = task && standards.source(task)
  return found ? [found.document.number, found.document.title.zh].filter(Boolean).join(' ') : null
}

/** A tile for each township of the counties in reach, with what stands there. Order is all it says: it is no map. */
export async function viewMap(work: Work, place: number | undefined, day: string): Promise<StationMap> {
  const counties = await readCounties(work, place)
  const [counted, townships] = [await countStations(work, counties, day), await readTownships(work, counties)]
  const count = (tier: Tier, is: (one: Counted) => boolean) => counted.filter((one) => one.tier === tier && is(one)).reduce((sum, { n }) => sum + n, 0)
  return {
    openOn: day,
    counties: counties.map((county) => ({
      ...county, general: count('general', (one) => one.county === county.place),
      townships: townships.filter((one) => one.county === county.place).map(({ county: _, ...township }) => ({
        ...township, township: count('township', (one) => one.township === township.place), room: count('room', (one) => one.township === township.place),
      })),
    })),
  }
}
