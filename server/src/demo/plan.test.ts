import { expect, test } from 'vitest'
import { readDivisions } from '#server/modules/places/index.ts'
import { requirePacks } from '#server/modules/standards/index.ts'
import { planStations, STORY } from './plan.ts'
import { yearPlanOf } from './year-plan.ts'

const divisions = [...(await readDivisions('5104')), { code: STORY.demoVillage, name: STORY.demoVillageName, level: 'village', parent: STORY.town }]
const stations = planStations(divisions)
const packs = requirePacks('standards')
const built = (county: number, until: string) => (['general', 'township', 'room'] as const)
  .map((tier) => stations.filter((one) => one.tier === tier && Math.floor(one.place / 1_000_000) === county && one.opened <= until).length)

test('the demo city built in 2021 what the plan of 2021 asked of each county: 5 + 12 + 31 = 48', () => {
  const tasks = packs.find(({ key }) => key === 'panzhihua-2021')!.buildPlan
  expect(tasks).toHaveLength(5)
  for (const { place, general, township, room } of tasks) expect([place, ...built(place / 1_000_000, '2021-12-31')]).toEqual([place, general, township, room])
  expect(stations.filter(({ opened }) => opened <= '2021-12-31')).toHaveLength(48)
})

test('the demo’s plan of the current year goes beyond what stands, and says that it is nobody’s rule', () => {
  const pack = yearPlanOf(2026, stations, packs)
  expect(pack.buildPlan.map(({ basis }) => basis)).toEqual(Array(5).fill('default'))
  expect(pack.sources.ours?.title.zh).toContain('不是文件规定')
  for (const { place, general, township, room } of pack.buildPlan) {
    const now = built(place / 1_000_000, '2026-12-31')
    expect([general, township, room]).toEqual([now[0], now[1]! + 1, now[2]! + 2])
  }
})
