import { randomUUID } from 'node:crypto'
import { saveRecord, saveSheet } from '#server/modules/records/index.ts'
import { addDays, addMonths, monthRange } from '#server/platform/days.ts'
import type { Chance } from './chance.ts'
import { ACTIVITIES, CALM, TASKS, TROUBLED } from './names.ts'
import type { Listed } from './people.ts'
import type { Speaker, Stage } from './stage.ts'

export interface StationStory {
  workers: Speaker[]
  people: Listed[]
  /** Share of the elders seen in each of the last months, oldest first; the last one is the running month. */
  seen: (monthsAgo: number) => number
  /** Whole villages that nobody goes to any more, from so many months ago. */
  deserted?: { place: number; sinceMonths: number }
  busy: number
}

const MONTHS = 14

/** Fourteen months of a station's work that end yesterday, written by its workers through the same sheets and forms as ever. */
export async function actHistory(stage: Stage, dice: Chance, story: StationStory): Promise<void> {
  const { today } = stage.parts
  for (let monthsAgo = MONTHS; monthsAgo >= 0; monthsAgo--) {
    const month = addMonths(`${today.slice(0, 7)}-01`, -monthsAgo).slice(0, 7)
    const { from, to } = monthRange(month)
    const last = to < today ? to : addDays(today, -1)
    if (last < from) continue
    const elders = story.people.filter((person) => person.elder && person.input.openedOn! <= from)
    const desert = story.deserted && monthsAgo <= story.deserted.sinceMonths ? story.deserted.place : undefined
    const seen = elders.filter((person) => person.input.place !== desert && dice.happens(story.seen(monthsAgo)))
    await round(stage, dice, story, seen, from, last)
    await desk(stage, dice, story, from, last)
  }
}

const workday = (dice: Chance, from: string, last: string): string => {
  const days = Math.max(0, Math.round((Date.parse(last) - Date.parse(from)) / 86_400_000))
  return addDays(from, dice.below(days + 1))
}

/** The monthly round: sheets of up to 20 people, village by village. */
async function round(stage: Stage, dice: Chance, story: StationStory, seen: Listed[], from: string, last: string) {
  const ordered = [...seen].sort((a, b) => a.input.place - b.input.place)
  for (let start = 0; start < ordered.length; start += 20) {
    const group = ordered.slice(start, start + 20)
    const day = workday(dice, from, last)
    const worker = dice.pick(story.workers)
    const byPhone = dice.happens(0.3)
    await stage.on(day, worker, (work) => saveSheet(work, randomUUID(), {
      kind: byPhone ? 'call' : 'visit', occurredOn: day, mode: byPhone ? 'phone' : 'home', minutesEach: byPhone ? 5 : 15, withWhom: '',
      rows: group.map((person) => {
        const trouble = dice.happens(0.07)
        return { id: randomUUID(), file: person.id, result: trouble ? 'needs-attention' : 'normal', words: trouble ? dice.pick(TROUBLED) : dice.happens(0.5) ? dice.pick(CALM) : '' }
      }),
    }))
  }
}

/** What else fills a month: people off the round, questions at the desk, activities, and tasks from the township. */
async function desk(stage: Stage, dice: Chance, story: StationStory, from: string, last: string) {
  const younger = story.people.filter((person) => !person.elder && person.input.openedOn! <= from)
  for (let n = 0; n < 9 * story.busy && younger.length > 0; n++) {
    const day = workday(dice, from, last)
    await stage.on(day, dice.pick(story.workers), (work) => saveRecord(work, randomUUID(), {
      kind: 'visit', formVersion: 'visit.1', occurredOn: day, minutes: 20, words: dice.pick(CALM), item: dice.happens(0.8) ? 'pzh.3.2.1.2' : '', withWhom: '', photos: [],
      files: [dice.pick(younger).id], mode: 'home', result: dice.happens(0.1) ? 'nobody' : 'normal', signature: 'none', unsignedWhy: '',
    }))
  }
  for (let n = 0; n < 6 * story.busy; n++) {
    const day = workday(dice, from, last)
    await stage.on(day, dice.pick(story.workers), (work) => saveRecord(work, randomUUID(), {
      kind: 'consultation', formVersion: 'consultation.1', occurredOn: day, minutes: 10, words: '', item: '', withWhom: '', photos: [],
      mode: dice.pick(['policy', 'assistance-application', 'certificate', 'health']), files: dice.happens(0.4) && younger.length > 0 ? [dice.pick(younger).id] : [],
    }))
  }
  for (let n = 0; n < 2 * story.busy; n++) {
    const day = workday(dice, from, last)
    const [title, mode, heads] = dice.pick(ACTIVITIES)
    const count = heads - 8 + dice.below(16)
    await stage.on(day, dice.pick(story.workers), (work) => saveRecord(work, randomUUID(), {
      kind: 'activity', formVersion: 'activity.1', occurredOn: day, minutes: 120, words: '', item: dice.happens(0.7) ? 'pzh.3.1.3' : '', withWhom: '', photos: [], title, mode,
      heads: count, headGroups: { 'very-old': Math.floor(count / 4) }, files: [],
    }))
  }
  for (let n = 0; n < 14 * story.busy; n++) {
    const day = workday(dice, from, last)
    const [title, mode, minutes] = dice.pick(TASKS)
    await stage.on(day, dice.pick(story.workers), (work) => saveRecord(work, randomUUID(), {
      kind: 'task', formVersion: 'task.1', occurredOn: day, minutes: minutes * 2, words: '', item: '', withWhom: '', photos: [], mode, requester: 'township-civil-affairs',
      inContract: dice.happens(0.25), title,
    }))
  }
}
