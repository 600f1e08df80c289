import type { Saved } from '#api/common.ts'
import type { MovePerson } from '#api/services.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { firstWaiting, placesLeft, requirePerson, setPerson } from '../store/people.ts'
import { requireOpenService } from '../store/services.ts'
import { tellService } from './tell-service.ts'

/** Somebody comes in, leaves or is refused. A place that falls free goes to the first who waits. */
export async function movePerson(work: Work, id: string, { version, state, why }: MovePerson): Promise<Saved> {
  const person = await requirePerson(work, id, version)
  const row = await requireOpenService(work, person.service)
  const takesPlace = (one: string) => one === 'signed-up' || one === 'in'
  if (takesPlace(state) && !takesPlace(person.state) && (await placesLeft(work, row.id)) <= 0) throw new Refusal('service.full')
  if (state === 'left' && why === '') throw new Refusal('service.needs-reason')
  await setPerson(work, person, { state, why })
  await letWaitingIn(work, row.id)
  await tellService(work, row, row)
  return { id, version: version + 1 }
}

/** The waiting list moves up as far as there are places. */
export async function letWaitingIn(work: Work, service: string): Promise<void> {
  for (let left = await placesLeft(work, service); left > 0; left--) {
    const next = await firstWaiting(work, service)
    if (!next) return
    await setPerson(work, next, { state: 'signed-up' })
  }
}
