import { sql } from 'kysely'
import { numberAsKept, SERVICE_NUMBER } from '#api/service-numbers.ts'
import type { CheckedNumbers, CheckNumbers } from '#api/tallies.ts'
import { networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { admitCircles } from './rows.ts'

/** The place at the head of a number: 510421100 stands for 510421100000. */
const placeOf = (number: string): number => Number(number.split('-')[0]!.padEnd(12, '0'))

/**
 * Numbers typed into a form, told by what this post may see and by nothing else: a number of a service that is closed to it is answered, byte for byte, as one
 * nobody was ever given (decision 0009). So a hint and no refusal: who writes of a closed case he may not look up writes its number down all the same.
 */
export async function checkNumbers(work: Work, { numbers }: CheckNumbers): Promise<CheckedNumbers> {
  await admitCircles(work)
  const { tx, actor } = work
  const asked = numbers.map(numberAsKept)
  const good = [...new Set(asked.filter((one) => SERVICE_NUMBER.test(one)))]
  const seen = (await sql<{ number: string; station: string }>`
    select s.number, coalesce(t.name, '') as station from service s left join station t on t.id = s.station and ${networkInReach(actor, 't')}
    where s.number = any (${good}::text[]) and ${peopleInReach(actor, 's')}`.execute(tx)).rows
  const places = (await sql<{ place: number; name: string }>`
    select t.place, min(t.name) as name from station t where t.place = any (${good.map(placeOf)}::int8[]) and ${networkInReach(actor, 't')} group by t.place`.execute(tx)).rows
  return {
    rows: asked.map((number) => {
      if (!good.includes(number)) return { number, is: 'no-number', station: '' }
      const found = seen.find((one) => one.number === number)
      if (found) return { number, is: 'seen', station: found.station }
      const near = places.find(({ place }) => Number(place) === placeOf(number))
      return near ? { number, is: 'unseen', station: near.name } : { number, is: 'elsewhere', station: '' }
    }),
  }
}
