import type { Saved } from '#api/common.ts'
import type { ChangeGoal, RateGoal, SaveGoal } from '#api/services.ts'
import { digestOfInput, letInto } from '#server/modules/records/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { judgeOf } from '../store/facts.ts'
import { requireOpenService } from '../store/services.ts'
import { tellService } from './tell-service.ts'

export const aboutGoal = (id: string, field: 'words' | 'rated'): string => `service_goal ${id} ${field}`
/** What a goal says, sealed as one. */
export interface GoalWords { words: string; indicator: string; baseline: string; target: string }

const wordsOf = ({ words, indicator, baseline, target }: GoalWords): string => JSON.stringify({ words, indicator, baseline, target })

/** A goal of the plan: what, from where, to where, until when. */
export async function saveGoal(work: Work, id: string, input: SaveGoal): Promise<Saved> {
  const row = await requireOpenService(work, input.service)
  const digest = digestOfInput(input)
  const earlier = await findGoal(work, id)
  if (earlier) {
    if (!earlier.digest.equals(digest)) throw new Refusal('goal.changed-since', { fields: [], now: { version: earlier.version } })
    return { id, version: earlier.version }
  }
  if (!(await judgeOf(work, row)).method.goals) throw new Refusal('goal.not-here')
  const taken = await work.tx.selectFrom('service_goal as g').select('g.id').where('g.service', '=', row.id).where('g.number', '=', input.number).where(peopleInReach(work.actor, 'g')).executeTakeFirst()
  if (taken) throw new Refusal('goal.number-taken')
  await work.tx.insertInto('service_goal').values({
    id, cell: row.cell, place: row.place, dossier: row.dossier, protected: row.protected, service: row.id, number: input.number,
    words_sealed: await work.keys.seal(work.tx, row.id, wordsOf(input), aboutGoal(id, 'words')), due_on: input.dueOn ?? null, digest,
  }).execute()
  await tellService(work, row, row)
  return { id, version: 1 }
}

/** The plan was looked at again. */
export async function changeGoal(work: Work, id: string, input: ChangeGoal): Promise<Saved> {
  const { goal, row } = await requireGoal(work, id, input.version)
  await work.tx.updateTable('service_goal').set({ words_sealed: await work.keys.seal(work.tx, row.id, wordsOf(input), aboutGoal(id, 'words')), due_on: input.dueOn ?? null, version: goal.version + 1 }).where('id', '=', id).execute()
  await tellService(work, row, row)
  return { id, version: goal.version + 1 }
}

export async function rateGoal(work: Work, id: string, { version, attained, words }: RateGoal): Promise<Saved> {
  const { goal, row } = await requireGoal(work, id, version)
  await work.tx.updateTable('service_goal').set({
    attained, rated_on: work.today, rated_words_sealed: words === '' ? null : await work.keys.seal(work.tx, row.id, words, aboutGoal(id, 'rated')), version: version + 1,
  }).where('id', '=', goal.id).execute()
  await tellService(work, row, row)
  return { id, version: version + 1 }
}

const findGoal = ({ tx, actor }: Work, id: string) => tx.selectFrom('service_goal as g').selectAll('g').where('g.id', '=', id).where(peopleInReach(actor, 'g')).executeTakeFirst()

async function requireGoal(work: Work, id: string, version: number) {
  const goal = (await findGoal(work, id)) ?? ((await letInto(work, 'service_goal', id)) ? await findGoal(work, id) : undefined)
  if (!goal) throw new Refusal('goal.not-found')
  const row = await requireOpenService(work, goal.service)
  if (goal.version !== version) throw new Refusal('goal.changed-since', { fields: [], now: { version: goal.version } })
  return { goal, row }
}
