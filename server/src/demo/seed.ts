import { saveResident } from '#server/modules/residents/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { chance } from './chance.ts'
import { actFlood, putOnLowGround } from './flood.ts'
import { planHistory, type StationStory } from './history.ts'
import { actReports, planNeeds } from './months.ts'
import { buildNetwork, type BuiltNetwork } from './network.ts'
import { makePeople, type Listed } from './people.ts'
import { EXCELLENT, LISTED, RED, SHORT, STORY, type Division } from './plan.ts'
import { addYearPlan } from './year-plan.ts'
import { inLanes, Stage, type Deed, type DemoParts, type Speaker } from './stage.ts'
import { actStories } from './stories.ts'
import { storyBirthdays } from './story-people.ts'

const FEW = { elders: 84, children: 8, disabled: 12, dibao: 10, dibaoEdge: 4, tekun: 3, others: 6 }
const FEWER = { elders: 14, children: 2, disabled: 2, dibao: 3, dibaoEdge: 1, tekun: 1, others: 2 }

/** Fills an empty installation with the demo town. Cut off, it leaves a database that says it is not ready. */
export async function seedDemo(parts: DemoParts, say: (line: string) => void): Promise<void> {
  const { owner, today } = parts
  const stage = new Stage(parts)
  const dice = chance(20210510)
  await owner.query(`insert into place (code, name, level, parent, edition) values ($1, $2, 'village', $3, 'demo') on conflict do nothing`, [STORY.demoVillage, STORY.demoVillageName, STORY.town])
  await owner.query('update place set redistricted = true where code in ($1, $2)', [STORY.town, EXCELLENT])
  const divisions = (await owner.query<Division>('select code, name, level, parent from place')).rows
  const villagesOf = (place: number) => divisions.filter((division) => division.parent === place).map((division) => division.code)
  const network = await buildNetwork(stage, divisions)
  await addYearPlan(parts, [...network.stations.values()].map(({ plan }) => plan))
  const taken = new Set(storyBirthdays(today).map((day) => `${STORY.county / 1_000_000} ${day}`))
  const towns: Deed[] = []
  // What happens by chance is settled town by town, so that it is always the same; then the towns live side by side.
  for (const [place, station] of network.stations) {
    if (station.plan.tier !== 'township') continue
    const villages = villagesOf(place)
    const [head, workers] = [headOf(network, place), workersOf(network, place)]
    const tagKeys = await stage.on(today, head, async (work) => new Set((await standardsOn(work, place, today)).tags().map((tag) => tag.key)))
    const people = makePeople(dice, taken, villages, today, place === STORY.town ? LISTED : [RED, EXCELLENT, SHORT].includes(place) ? FEW : FEWER, tagKeys)
    if (place === STORY.town) putOnLowGround(people)
    const elders = people.filter((person) => person.elder)
    const months = planHistory(stage, dice, storyOf(network, place, people, villages))
    const needs = planNeeds(stage, dice, elders, workers, place === STORY.town ? 12 : [RED, EXCELLENT, SHORT].includes(place) ? 3 : 1)
    towns.push(async () => {
      say(`演示数据：${station.name}`)
      await enrol(stage, people, workers)
      for (const month of months) await inLanes(4, month)
      await inLanes(4, needs)
      if (place === STORY.town) {
        await actStories(stage, network, villages, { neighbour: villagesOf(RED)[0]!, elders })
        await actFlood(stage, people, { head, workers })
      }
      await actReports(stage, network, place, head, { [RED]: 4, [SHORT]: 5 }[place] ?? 6)
    })
  }
  await inLanes(3, towns)
}

const headOf = (network: BuiltNetwork, place: number): Speaker =>
  place === STORY.town ? network.people.get('zhoumin')! : network.people.get({ [RED]: 'binggu', [EXCELLENT]: 'baima', [SHORT]: 'puwei' }[place] ?? `station ${place}`)!

const workersOf = (network: BuiltNetwork, place: number): Speaker[] =>
  place === STORY.town ? ['zhoumin', 'lisiyu', 'tangwei'].map((name) => network.people.get(name)!) : [headOf(network, place)]

function storyOf(network: BuiltNetwork, place: number, people: Listed[], villages: number[]): StationStory {
  const base = { workers: workersOf(network, place), people, busy: place === STORY.town ? 2 : 0.5, months: 14 }
  if (place === RED) return { ...base, seen: (ago) => (ago <= 2 ? 0.8 : 0.97), deserted: { place: villages[1]!, sinceMonths: 1 } }
  if (place === EXCELLENT) return { ...base, seen: () => 1, busy: 1 }
  if (place === SHORT) return { ...base, seen: (ago) => (ago <= 1 ? 0.86 : 0.98) }
  if (place === STORY.town) return { ...base, seen: (ago) => (ago === 0 ? 0.97 : 0.985) }
  return { ...base, seen: () => 0.95, busy: 0.3, months: 5 }
}

/** Opens the files on the days the ledgers name, each by the worker who keeps it. */
async function enrol(stage: Stage, people: Listed[], workers: Speaker[]) {
  const byDay = new Map<string, Listed[]>()
  for (const person of people) byDay.set(person.input.openedOn!, [...(byDay.get(person.input.openedOn!) ?? []), person])
  const days = [...byDay].sort(([a], [b]) => a.localeCompare(b))
  // Files are numbered one after another: more lanes would wait for each other's numbers.
  await inLanes(2, days.map(([day, group], n) => () => {
    const worker = workers[n % workers.length]!
    return stage.on(day, worker, async (work) => { for (const person of group) await saveResident(work, person.id, { ...person.input, worker: worker.account }) })
  }))
}
