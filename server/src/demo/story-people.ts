import { randomUUID } from 'node:crypto'
import type { SaveResident } from '#api/residents.ts'
import { saveResident } from '#server/modules/residents/index.ts'
import { inventIdentityNumber } from '#server/platform/identity-number.ts'
import { STORY } from './plan.ts'
import type { Speaker, Stage } from './stage.ts'

/** Birthdays of the people of the stories: no chance neighbour may have the same invented number. */
export const storyBirthdays = (today: string): string[] =>
  ['1944-03-08', '1972-05-19', '1951-11-02', '1949-08-17', '1938-01-27', '2017-06-14', '1953-04-21', birthdayOfLittleRain(today)]

/** Ten years old whenever the demo is begun. */
export const birthdayOfLittleRain = (today: string): string => `${Number(today.slice(0, 4)) - 10}-01-01`

export type StoryPerson = Pick<SaveResident, 'name' | 'sex' | 'birthOn'> & Partial<Omit<SaveResident, 'tags'>> & { tags: string[]; openedOn: string }

/** Opens the file of somebody a story is about. */
export async function enrol(stage: Stage, who: Speaker, person: StoryPerson): Promise<string> {
  const id = randomUUID()
  await stage.on(person.openedOn, who, (work) => saveResident(work, id, {
    identity: inventIdentityNumber(510421, person.birthOn!), phone: '', address: '', risk: 'yellow', whyServed: '', note: '', place: STORY.demoVillage, worker: who.account, ...person,
    tags: person.tags.map((tag) => ({ id: randomUUID(), tag, source: 'visit', fromOn: person.openedOn })),
  }))
  return id
}
