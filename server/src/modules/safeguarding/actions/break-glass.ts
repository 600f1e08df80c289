import { sql } from 'kysely'
import type { BreakGlass, GlassOpened } from '#api/safeguarding.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { sealWords } from '../store.ts'

/** 紧急调阅: opens what a question found, for three hours. Sent twice it opens once. */
export async function breakGlass(work: Work, { id, ask, category, reason }: BreakGlass): Promise<GlassOpened> {
  const { tx, actor, now } = work
  const standards = await standardsOn(work, actor.place, work.today)
  if (!standards.code('glass-category', category)) throw new Refusal('code.unknown', { field: 'category', value: category })
  const { rows: [said] } = await sql<{ answer: string; file: string; untilAt: Date }>`
    select answer, file, until_at as "untilAt" from app.break_glass(${id}::uuid, ${ask}::uuid, ${actor.session}::uuid, ${category}, ${sealWords(work, id, 'reason', reason)}, ${now})`.execute(tx)
  const { answer, file, untilAt } = said!
  if (answer === 'not-yours') throw new Refusal('post.may-not')
  if (answer === 'step-up') throw new Refusal('session.step-up-needed')
  if (answer === 'review-first') throw new Refusal('glass.review-first')
  if (answer !== 'open') throw new Refusal('glass.not-found')
  return { file, untilAt: untilAt.toISOString() }
}
