import type { Saved } from '#api/common.ts'
import type { CloseService, ReopenService } from '#api/services.ts'
import { checkCode, checkDay, requireOpenMonth } from '#server/modules/records/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { requireLead } from '../rules/openers.ts'
import { closingGaps, gapsOf } from '../rules/standing.ts'
import { judgeOf, readFacts } from '../store/facts.ts'
import { aboutService, changeServiceRow, nextNumber, requireOpenService, requireService } from '../store/services.ts'
import { addTurn, endingOf } from '../store/turns.ts'
import { tellService } from './tell-service.ts'

/** 结案: with a reason. What is missing stays 待补; only locked gates refuse. A service that was never accepted is refused, and counts nothing. */
export async function closeService(work: Work, id: string, { version, reason, on, words }: CloseService): Promise<Saved> {
  const row = await requireOpenService(work, id, version)
  const judge = await judgeOf(work, row)
  requireLead(judge, work.actor.role)
  checkCode(judge.standards, judge.method.close.reasons, 'reason', reason)
  checkDay(on, work.today)
  if (on < row.opened_on) throw new Refusal('service.closed-before-opened')
  await requireOpenMonth(work, row.station, on)
  const { facts } = await readFacts(work, row, judge)
  const shut = [...gapsOf(judge, facts), ...closingGaps(judge, facts)].find(({ lock }) => lock)
  if (shut) throw new Refusal('service.gate-locked', { what: shut.words.zh })
  const now = await changeServiceRow(work, row, {
    state: 'closed', closed_on: on, close_reason: reason, close_words_sealed: words === '' ? null : await work.keys.seal(work.tx, id, words, aboutService(id, 'close')),
    // A case that had ended by a day was accepted by that day, also where it was written up later.
    ...(row.accepted_on !== null && row.accepted_on > on && { accepted_on: on }),
    ...(row.accepted_on === null && { accepted_on: row.opened_on, number: await nextNumber(work, row.station, row.counts as 'case') }),
  })
  await tellService(work, row, now)
  return { id, version: now.version }
}

/** 不予受理: before it was accepted. Nothing is counted; what was written stays. */
export async function refuseService(work: Work, id: string, { version, why }: ReopenService): Promise<Saved> {
  const row = await requireOpenService(work, id, version)
  requireLead(await judgeOf(work, row), work.actor.role)
  if (row.accepted_on !== null) throw new Refusal('service.accepted')
  const now = await changeServiceRow(work, row, { state: 'refused', ...(await addTurn(work, row, { kind: 'refused', why })) })
  await tellService(work, row, now)
  return { id, version: now.version }
}

/** 重新开启: a closed or refused service goes on where it stood. */
export async function reopenService(work: Work, id: string, { version, why }: ReopenService): Promise<Saved> {
  const row = await requireService(work, id, { forChange: true, version })
  if (row.state !== 'closed' && row.state !== 'refused') throw new Refusal('service.not-closed')
  requireLead(await judgeOf(work, row), work.actor.role)
  if (row.closed_on !== null) await requireOpenMonth(work, row.station, row.closed_on)
  const ended = row.state === 'closed' ? { ...row, turns: JSON.parse((await addTurn(work, row, endingOf(row))).turns) } : row
  const now = await changeServiceRow(work, row, { state: 'open', closed_on: null, close_reason: null, close_words_sealed: null, ...(await addTurn(work, ended, { kind: 'reopened', why })) })
  await tellService(work, row, now)
  return { id, version: now.version }
}
