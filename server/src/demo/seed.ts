import { Client } from 'pg'
import { saveResident } from '#server/modules/residents/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { addDays } from '#server/platform/days.ts'
import { chance } from './chance.ts'
import { actHistory, type StationStory } from './history.ts'
import { buildNetwork, type BuiltNetwork } from './network.ts'
import { makePeople, type Listed } from './people.ts'
import { EXCELLENT, LISTED, RED, SHORT, STORY, type Division } from './plan.ts'
import { Stage, type DemoParts, type Speaker } from './stage.ts'

const FEW = { elders: 84, children: 8, disabled: 12, dibao: 10, dibaoEdge: 4, tekun: 3, others: 6 }
const FEWER = { elders: 24, children: 3, disabled: 4, dibao: 4, dibaoEdge: 1, tekun: 1, others: 3 }

/** An installation that has not begun: no station yet, and not marked as real. */
export async function isEmpty(adminUrl: string): Promise<boolean> {
  const owner = new Client({ connectionString: adminUrl })
  await owner.connect()
  const { rows } = await owner.query<{ empty: boolean }>('select not exists (select from installation) and not exists (select from account) as empty')
  await owner.end()
  return rows[0]!.empty
}

/** Fills an empty installation with the demo town. All or, after a broken start, a database that says it is unfinished. */
export async function seedDemo(parts: DemoParts, say: (line: string) => void): Promise<void> {
  const { owner, today } = parts
  const stage = new Stage(parts)
  const dice = chance(20210510)
  await owner.query(`insert into place (code, name, level, parent, edition) values ($1, $2, 'village', $3, 'demo') on conflict do nothing`, [STORY.demoVillage, STORY.demoVillageName, STORY.town])
  await owner.query('update place set redistricted = true where code in ($1, $2)', [STORY.town, EXCELLENT])
  const divisions = (await owner.query<Division>('select code, name, level, parent from place')).rows
  const network = await buildNetwork(stage, divisions)
  const taken = new Set<string>()
  for (const [place, station] of network.stations) {
    if (station.plan.tier !== 'township' || (process.env.ONLY && String(place) !== process.env.ONLY)) continue
    say(`演示数据：${station.name}`)
    const villages = divisions.filter((division) => division.parent === place).map((division) => division.code)
    const head = headOf(network, place)
    const tagKeys = await stage.on(today, head, async (work) => new Set((await standardsOn(work, place, today)).tags().map((tag) => tag.key)))
    const people = makePeople(dice, taken, villages, today, place === STORY.town ? LISTED : [RED, EXCELLENT, SHORT].includes(place) ? FEW : FEWER, tagKeys)
    await enrol(stage, people, workersOf(network, place))
    await actHistory(stage, dice, storyOf(network, place, people, villages))
  }
  await owner.query('insert into installation (demo, began_on) values (true, $1)', [today])
}

const headOf = (network: BuiltNetwork, place: number): Speaker =>
  place === STORY.town ? network.people.get('zhoumin')! : network.people.get({ [RED]: 'binggu', [EXCELLENT]: 'baima', [SHORT]: 'puwei' }[place] ?? `station ${place}`)!

const workersOf = (network: BuiltNetwork, place: number): Speaker[] =>
  place === STORY.town ? ['zhoumin', 'lisiyu', 'tangwei'].map((name) => network.people.get(name)!) : [headOf(network, place)]

function storyOf(network: BuiltNetwork, place: number, people: Listed[], villages: number[]): StationStory {
  const base = { workers: workersOf(network, place), people, busy: place === STORY.town ? 2 : 0.5 }
  if (place === RED) return { ...base, seen: (ago) => (ago === 0 ? 0.6 : ago <= 2 ? 0.78 : 0.97), deserted: { place: villages[1]!, sinceMonths: 1 } }
  if (place === EXCELLENT) return { ...base, seen: (ago) => (ago === 0 ? 0.86 : 1), busy: 1 }
  if (place === SHORT) return { ...base, seen: (ago) => (ago <= 1 ? 0.74 : 0.98) }
  if (place === STORY.town) return { ...base, seen: (ago) => (ago === 0 ? 0.7 : 0.985) }
  return { ...base, seen: (ago) => (ago === 0 ? 0.66 : 0.93) }
}

/** Opens the files on the days the ledgers name, each by the worker who keeps it. */
async function enrol(stage: Stage, people: Listed[], workers: Speaker[]) {
  const byDay = new Map<string, Listed[]>()
  for (const person of people) byDay.set(person.input.openedOn!, [...(byDay.get(person.input.openedOn!) ?? []), person])
  let n = 0
  for (const [day, group] of [...byDay].sort(([a], [b]) => a.localeCompare(b))) {
    const worker = workers[n++ % workers.length]!
    await stage.on(day, worker, async (work) => { for (const person of group) await saveResident(work, person.id, { ...person.input, worker: worker.account }) })
  }
}

export const storyBegins = (today: string): string => addDays(today, -430)
