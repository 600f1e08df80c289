import { randomUUID } from 'node:crypto'
import type { SaveRecord } from '#api/records.ts'
import { saveRecord, saveSheet } from '#server/modules/records/index.ts'
import { addDays, addMonths, monthRange } from '#server/platform/days.ts'
import type { Chance } from './chance.ts'
import { ACTIVITIES, CALM, TASKS, TROUBLED } from './names.ts'
import type { Listed } from './people.ts'
import type { Deed, Speaker, Stage } from './stage.ts'

export interface StationStory {
  workers: Speaker[]
  people: Listed[]
  /** Share of the elders seen in each of the last months, oldest first; the last one is the running month. */
  seen: (monthsAgo: number) => number
  /** Whole villages that nobody goes to any more, from so many months ago. */
  deserted?: { place: number; sinceMonths: number }
  busy: number
  /** How far back the story goes. */
  months: number
}

const QUARTERLY = ['tekun', 'left-behind-child', 'child-in-difficulty']

/** Months of a station's work that end yesterday, written by its workers through the same sheets and forms as ever. A month's deeds have no order. */
export function planHistory(stage: Stage, dice: Chance, story: StationStory): Deed[][] {
  const { today } = stage.parts
  const months: Deed[][] = []
  for (let monthsAgo = story.months; monthsAgo >= 0; monthsAgo--) {
    const month = addMonths(`${today.slice(0, 7)}-01`, -monthsAgo).slice(0, 7)
    const { from, to } = monthRange(month)
    const last = to < today ? to : addDays(today, -1)
    if (last < from) continue
    const elders = story.people.filter((person) => person.elder && person.input.openedOn! <= from)
    const desert = story.deserted && monthsAgo <= story.deserted.sinceMonths ? story.deserted.place : undefined
    const seen = elders.filter((person) => person.input.place !== desert && dice.happens(story.seen(monthsAgo)))
    months.push([...round(stage, dice, story, seen, from, last, monthsAgo <= 2), ...desk(stage, dice, story, from, last, monthsAgo)])
  }
  return months
}

const workday = (dice: Chance, from: string, last: string): string => {
  const days = Math.max(0, Math.round((Date.parse(last) - Date.parse(from)) / 86_400_000))
  return addDays(from, dice.below(days + 1))
}

/** The monthly round, village by village and each village about the same day of every month; besides it, those at high risk every week or two. */
function round(stage: Stage, dice: Chance, story: StationStory, seen: Listed[], from: string, last: string, recent: boolean): Deed[] {
  const ordered = [...seen].sort((a, b) => a.input.place - b.input.place)
  const sheets: { day: string; people: Listed[] }[] = []
  for (let start = 0; start < ordered.length; start += 20) {
    sheets.push({ day: addDays(from, Math.floor(((start + 10) / (ordered.length + 20)) * 29)), people: ordered.slice(start, start + 20) })
  }
  for (let week = 0; recent && week < 4; week++) {
    const day = addDays(last, -2 - week * 7)
    const people = ordered.filter((person) => person.input.risk === 'red' || (person.input.risk === 'orange' && week % 2 === 0))
    for (let start = 0; start < people.length; start += 40) sheets.push({ day, people: people.slice(start, start + 40) })
  }
  return sheets.filter(({ day }) => day >= from && day <= last).map(({ day, people }) => {
    const [worker, byPhone] = [dice.pick(story.workers), dice.happens(0.25)]
    const rows = people.map((person) => {
      const trouble = dice.happens(0.07)
      return { id: randomUUID(), file: person.id, result: trouble ? 'needs-attention' : 'normal', words: trouble ? dice.pick(TROUBLED) : dice.happens(0.5) ? dice.pick(CALM) : '' }
    })
    return () => stage.on(day, worker, (work) => saveSheet(work, randomUUID(), {
      kind: byPhone ? 'call' : 'visit', occurredOn: day, mode: byPhone ? 'phone' : 'home', minutesEach: byPhone ? 5 : 15, withWhom: '', rows,
    }))
  })
}

/** What else fills a month: people off the round, questions at the desk, activities, and tasks from the township. */
function desk(stage: Stage, dice: Chance, story: StationStory, from: string, last: string, monthsAgo: number): Deed[] {
  const deeds: Deed[] = []
  const younger = story.people.filter((person) => !person.elder && person.input.openedOn! <= from)
  const blank = { words: '', item: '', withWhom: '', photos: [] }
  const write = (input: (occurredOn: string) => SaveRecord) => {
    const [day, worker] = [workday(dice, from, last), dice.pick(story.workers)]
    const record = input(day)
    deeds.push(() => stage.on(day, worker, (work) => saveRecord(work, randomUUID(), record)))
  }
  // Children and people in extreme hardship in turn, each about once a quarter; now and then somebody else.
  const quarterly = younger.filter((person) => person.input.tags.some(({ tag }) => QUARTERLY.includes(tag)))
  const visits = Math.ceil(quarterly.length / 2.4)
  for (let n = 0; n < visits + 2 * story.busy && younger.length > 0; n++) {
    const person = n < visits ? quarterly[(monthsAgo * visits + n) % quarterly.length]! : dice.pick(younger)
    write((occurredOn) => {
      const [words, item, result] = [dice.pick(CALM), dice.happens(0.8) ? 'pzh.3.2.1.2' : '', dice.happens(0.1) ? 'nobody' : 'normal']
      // Where nobody was at home there is nobody to say how he is.
      return { ...blank, kind: 'visit', formVersion: 'visit.1', occurredOn, minutes: 20, words: result === 'nobody' ? '' : words, item, files: [person.id], mode: 'home', result, signature: 'none', unsignedWhy: '' }
    })
  }
  for (let n = 0; n < 6 * story.busy; n++) {
    write((occurredOn) => ({
      ...blank, kind: 'consultation', formVersion: 'consultation.1', occurredOn, minutes: 10,
      mode: dice.pick(['policy', 'assistance-application', 'certificate', 'health']), files: dice.happens(0.4) && younger.length > 0 ? [dice.pick(younger).id] : [],
    }))
  }
  for (let n = 0; n < 2 * story.busy; n++) {
    const [title, mode, usual] = dice.pick(ACTIVITIES)
    const heads = usual - 8 + dice.below(16)
    write((occurredOn) => ({
      ...blank, kind: 'activity', formVersion: 'activity.1', occurredOn, minutes: 120, item: dice.happens(0.7) ? 'pzh.3.1.3' : '', title, mode, heads,
      headGroups: { 'very-old': Math.floor(heads / 4) }, files: [],
    }))
  }
  for (let n = 0; n < 14 * story.busy; n++) {
    const [title, mode, minutes] = dice.pick(TASKS)
    write((occurredOn) => ({
      ...blank, kind: 'task', formVersion: 'task.1', occurredOn, minutes: minutes * 2, mode, requester: 'township-civil-affairs', inContract: dice.happens(0.25), title,
    }))
  }
  return deeds
}
