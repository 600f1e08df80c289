import type { Saved } from '#api/common.ts'
import type { MoveService } from '#api/services.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { isAfterEnd } from '../rules/after-end.ts'
import { requireLead } from '../rules/openers.ts'
import { gapsOf } from '../rules/standing.ts'
import { judgeOf, readFacts } from '../store/facts.ts'
import { changeServiceRow, nextNumber, requireOpenService } from '../store/services.ts'
import { addTurn } from '../store/turns.ts'
import { tellService } from './tell-service.ts'

/**
 * Enters another stage. Forward, what is missing stays 待补 and only locked gates refuse; back needs a reason. Leaving the first stage of a
 * case accepts it and gives its number. A stage that begins with the end is not moved into: closing comes first.
 */
export async function moveService(work: Work, id: string, { version, to, why }: MoveService): Promise<Saved> {
  const row = await requireOpenService(work, id, version)
  const judge = await judgeOf(work, row)
  requireLead(judge, work.actor.role)
  const at = (key: string) => judge.method.stages.findIndex((stage) => stage.key === key)
  if (at(to) < 0 || to === row.stage) throw new Refusal('service.no-such-stage')
  const back = at(to) < at(row.stage)
  if (isAfterEnd(judge.method, judge.method.stages[at(to)]!)) throw new Refusal('service.closes-first')
  if (back) {
    if (why === '') throw new Refusal('service.needs-reason')
  } else {
    const { facts } = await readFacts(work, row, judge)
    // Every stage on the way, not only the present one.
    const shut = gapsOf(judge, { ...facts, stage: judge.method.stages[at(to) - 1]!.key }).find(({ lock }) => lock)
    if (shut) throw new Refusal('service.gate-locked', { what: shut.words.zh })
  }
  const accepting = row.accepted_on === null && at(to) > 0
  const now = await changeServiceRow(work, row, {
    stage: to, moved: JSON.stringify({ ...(row.moved as object), [to]: work.now, ...(accepting && { accepted: work.now }) }),
    ...(back && (await addTurn(work, row, { kind: 'put-back', from: row.stage, to, why }))),
    ...(accepting && { accepted_on: work.today, number: await nextNumber(work, row.station, row.counts as 'case') }),
  })
  await tellService(work, row, now)
  return { id, version: now.version }
}
