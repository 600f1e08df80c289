import { addPacks, buildPack, type Pack, requirePacks } from '#server/modules/standards/index.ts'
import type { StationPlan } from './plan.ts'
import type { DemoParts } from './stage.ts'

const CITY = 510400000000
/** What is still to be built this year in each county. */
const MORE = { general: 0, township: 1, room: 2 } as const

/** A building plan for the year we are in, as a pack of the city's own. Nobody published it: it is invented like the people, and says so where it is shown. */
export async function addYearPlan({ owner, today }: Pick<DemoParts, 'owner' | 'today'>, stations: readonly StationPlan[]): Promise<void> {
  await addPacks(owner, [yearPlanOf(Number(today.slice(0, 4)), stations, requirePacks('standards'))])
}

export function yearPlanOf(year: number, stations: readonly StationPlan[], known: readonly Pack[]): Pack {
  const counties = [...new Set(stations.map(({ place }) => Math.floor(place / 1_000_000)))].sort()
  const target = (county: number, tier: keyof typeof MORE) => stations.filter((one) => one.tier === tier && Math.floor(one.place / 1_000_000) === county).length + MORE[tier]
  const tasks = counties.map((county) =>
    `  - {key: demo-${year}-${county}, year: ${year}, place: ${county}000000, general: ${target(county, 'general')}, township: ${target(county, 'township')}, room: ${target(county, 'room')}}`)
  const { pack, problems } = buildPack({
    'pack.yaml': [
      `key: demo-plan-${year}`, 'version: "1"', `title: {zh: 演示用的${year}年建设计划, en: "Building plan ${year} for the demo"}`, 'issuer: {zh: 演示数据, en: Demo data}',
      'extends: [panzhihua-2021]', `place: ${CITY}`, `effective: {from: "${year}-01-01", until: "${year}-12-31"}`, 'sources:',
      `  ours: {title: {zh: ${year}年计划为演示默认值，不是文件规定, en: "The plan of ${year} is a default of the demo and no rule"}}`,
    ].join('\n'),
    'build-plan.yaml': ['source: ours', 'basis: default', 'tasks:', ...tasks].join('\n'),
  }, known)
  if (!pack) throw new Error(`the demo's plan: ${problems.map(({ code, line }) => `${line} ${code}`).join(', ')}`)
  return pack
}
