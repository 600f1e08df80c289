import type { Saved } from '#api/common.ts'
import type { ChangeService } from '#api/services.ts'
import { checkItem, findColleague, requireOpenMonth } from '#server/modules/records/index.ts'
import { notify } from '#server/platform/notices/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { requireLead } from '../rules/openers.ts'
import { judgeOf } from '../store/facts.ts'
import { changeServiceRow, requireOpenService } from '../store/services.ts'
import { addTurn } from '../store/turns.ts'
import { mayTake } from './set-circle.ts'
import { letWaitingIn } from './move-person.ts'
import { checkHappens, requireLinks } from './open-service.ts'
import { tellService } from './tell-service.ts'

/** Title, item, place and time, capacity, or who answers for it. What is left out stays. */
export async function changeService(work: Work, id: string, input: ChangeService): Promise<Saved> {
  const row = await requireOpenService(work, id, input.version)
  const { standards, method } = await judgeOf(work, row)
  requireLead({ method }, work.actor.role)
  if (input.item !== undefined && input.item !== row.item) {
    checkItem(standards, input.item)
    // The item of a reported month is a reported figure.
    if (row.accepted_on !== null) await requireOpenMonth(work, row.station, row.accepted_on)
  }
  const worker = input.worker === undefined || input.worker === row.worker ? undefined : await findColleague(work, input.worker, row.station)
  if (input.worker !== undefined && input.worker !== row.worker && !worker) throw new Refusal('account.not-found')
  if (worker && !(await mayTake(work, id, worker.id))) throw new Refusal('service.outside-circle', { name: worker.name })
  checkHappens(input.happensAt, row.opened_on)
  if (input.need !== undefined) await requireLinks(work, { need: input.need })
  const now = await changeServiceRow(work, row, {
    ...(input.need !== undefined && { need: input.need }),
    ...(input.title !== undefined && { title: input.title }), ...(input.item !== undefined && { item: input.item }), ...(worker && { worker: worker.id, worker_name: worker.name, ...(await addTurn(work, row, { kind: 'handed-over', from: row.worker_name, to: worker.name, why: input.why })) }),
    ...(input.capacity !== undefined && { capacity: input.capacity }), ...(input.happensAt !== undefined && { happens_at: input.happensAt }), ...(input.venue !== undefined && { venue: input.venue }),
  })
  if (input.capacity !== undefined) await letWaitingIn(work, id)
  if (worker) for (const account of [worker.id, row.worker]) await notify(work, { kind: 'service-handed', about: row, to: { account } })
  await tellService(work, row, now)
  return { id, version: now.version }
}
