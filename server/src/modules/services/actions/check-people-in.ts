import type { CheckIn } from '#api/services.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { requirePerson, setPerson } from '../store/people.ts'
import { requireOpenService } from '../store/services.ts'
import { tellService } from './tell-service.ts'

/** 签到: everyone once, whoever marks him and however often. All rows or none. */
export async function checkPeopleIn(work: Work, service: string, { rows }: CheckIn): Promise<{ checkedIn: number }> {
  const row = await requireOpenService(work, service)
  // In one order, so that two devices with the same list wait for each other and do not lock up.
  for (const { person: id, at, how } of rows.toSorted((a, b) => (a.person < b.person ? -1 : 1))) {
    const person = await requirePerson(work, id)
    if (person.service !== service) throw new Refusal('person.not-found')
    if (person.state === 'refused' || person.state === 'left') throw new Refusal('person.not-here')
    if (person.checked_in_at !== null) continue
    await setPerson(work, person, { checked_in_at: at ? new Date(at) : work.now, checked_in_how: how, ...(person.state !== 'in' && { state: 'in' }) })
  }
  await tellService(work, row, row)
  const all = await work.tx.selectFrom('service_person').select((eb) => eb.fn.countAll<string>().as('n')).where('service', '=', service).where('checked_in_at', 'is not', null).executeTakeFirst()
  return { checkedIn: Number(all?.n ?? 0) }
}
