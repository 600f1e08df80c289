import { randomUUID } from 'node:crypto'
import type { SaveResident } from '#api/residents.ts'
import { addDays } from '#server/platform/days.ts'
import { inventIdentityNumber } from '#server/platform/identity-number.ts'
import type { Chance } from './chance.ts'
import { nameOf } from './names.ts'

export interface Listed {
  id: string
  input: SaveResident
  /** On the monthly round of elders. */
  elder: boolean
}

const ELDER_GROUPS = ['lives-alone', 'empty-nest', 'left-behind-elder', 'incapacitated', 'severely-disabled', 'special-family-planning'] as const

/** Invented people: identity numbers with sequence 000, so that they can belong to nobody; one birthday per county each. */
export function makePeople(dice: Chance, taken: Set<string>, villages: readonly number[], today: string, counts: Record<'elders' | 'children' | 'disabled' | 'dibao' | 'dibaoEdge' | 'tekun' | 'others', number>, tagKeys: ReadonlySet<string>): Listed[] {
  const people: Listed[] = []
  const add = (ageFrom: number, ageTo: number, tags: string[], elder = false) => {
    const sex: 1 | 2 = dice.happens(0.54) ? 2 : 1
    const place = dice.pick(villages)
    const birthOn = birthday(dice, taken, Math.floor(place / 1_000_000), today, ageFrom, ageTo)
    const age = Number(today.slice(0, 4)) - Number(birthOn.slice(0, 4))
    const risk = elder ? riskOf(dice, age, tags) : 'blue'
    const openedOn = addDays(today, -dice.below(380) - 40)
    const input: SaveResident = {
      place, name: nameOf(dice, sex, age), sex, birthOn, identity: inventIdentityNumber(Math.floor(place / 1_000_000), birthOn),
      phone: dice.happens(0.8) ? `1${dice.pick(['38', '39', '58', '77', '83'])}0000${String(dice.below(10_000)).padStart(4, '0')}` : '',
      address: `${dice.below(9) + 1}组${dice.below(90) + 1}号`, risk, whyServed: '', note: '', openedOn,
      tags: tags.filter((tag) => tagKeys.has(tag)).map((tag) => ({ id: randomUUID(), tag, source: 'visit', fromOn: openedOn })),
    }
    people.push({ id: randomUUID(), input, elder })
  }
  for (let n = 0; n < counts.elders; n++) {
    const tags: string[] = [ELDER_GROUPS[n % 10 < 4 ? 0 : n % 10 < 6 ? 1 : n % 10 < 8 ? 2 : n % 10 < 9 ? 3 : dice.below(2) + 4]!]
    if (dice.happens(0.18)) tags.push('dibao')
    add(62, 94, tags, true)
  }
  for (let n = 0; n < counts.children; n++) add(4, 16, [n % 4 === 0 ? 'child-in-difficulty' : 'left-behind-child'])
  for (let n = 0; n < counts.disabled; n++) add(20, 58, ['disabled'])
  for (let n = 0; n < counts.dibao; n++) add(25, 59, ['dibao'])
  for (let n = 0; n < counts.dibaoEdge; n++) add(25, 59, ['dibao-edge'])
  for (let n = 0; n < counts.tekun; n++) add(52, 88, ['tekun'])
  for (let n = 0; n < counts.others; n++) add(18, 58, [])
  return people
}

function riskOf(dice: Chance, age: number, tags: readonly string[]): 'red' | 'orange' | 'yellow' | 'blue' {
  if (age >= 80 && tags.includes('lives-alone')) return dice.happens(0.16) ? 'red' : 'orange'
  if (tags.includes('incapacitated')) return dice.happens(0.2) ? 'orange' : 'yellow'
  return dice.happens(0.7) ? 'yellow' : 'blue'
}

function birthday(dice: Chance, taken: Set<string>, county: number, today: string, ageFrom: number, ageTo: number): string {
  for (;;) {
    const day = addDays(today, -Math.floor((ageFrom + dice.next() * (ageTo - ageFrom)) * 365.25))
    const key = `${county} ${day}`
    if (taken.has(key)) continue
    taken.add(key)
    return day
  }
}
