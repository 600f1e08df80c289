import type { Saved } from '#api/common.ts'
import type { SavePerson } from '#api/services.ts'
import { filesToServe } from '#server/modules/records/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { judgeOf } from '../store/facts.ts'
import { addPerson, findInService, findPerson, placesLeft } from '../store/people.ts'
import { requireOpenService } from '../store/services.ts'
import { tellService } from './tell-service.ts'

/** Puts somebody into a service, or his name on its list; beyond the capacity it goes on the waiting list. Once each: sent twice, he is in once. */
export async function putPerson(work: Work, id: string, input: SavePerson): Promise<Saved> {
  const row = await requireOpenService(work, input.service)
  const earlier = (await findPerson(work, id)) ?? (input.file === undefined ? undefined : await findInService(work, row.id, input.file))
  if (earlier) {
    if (earlier.service !== row.id || earlier.file !== (input.file ?? null)) throw new Refusal('person.changed-since', { fields: [], now: { version: earlier.version } })
    return { id: earlier.id, version: earlier.version }
  }
  const { method } = await judgeOf(work, row)
  if (method.subject === 'none' && !method.sign_up) throw new Refusal('person.not-here')
  if (input.file === undefined && input.name === '') throw new Refusal('person.needs-name')
  if (method.roles.length > 0 && !method.roles.some(({ key }) => key === input.role)) throw new Refusal('code.unknown', { field: 'role', value: input.role })
  const [file] = input.file === undefined ? [] : await filesToServe(work, [input.file], work.today)
  const minor = input.minor || (file?.age ?? 99) < 18
  if (method.sign_up && minor && input.guardian === '') throw new Refusal('person.needs-guardian')
  const state = input.state === 'signed-up' && (await placesLeft(work, row.id)) <= 0 ? 'waiting' : input.state
  await addPerson(work, row, { ...input, id, file: input.file ?? null, state, minor })
  await tellService(work, row, row)
  return { id, version: 1 }
}
