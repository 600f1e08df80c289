import { sql } from 'kysely'
import type { ReviewGlass } from '#api/safeguarding.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { sealWords } from '../store.ts'

/** Whether an opening was justified, said by somebody else who watches over the dossier. One that was not closes at once. */
export async function reviewGlass(work: Work, id: string, { outcome, words }: ReviewGlass): Promise<void> {
  const { rows: [said] } = await sql<{ answer: string }>`select app.review_glass(${id}::uuid, ${outcome}, ${sealWords(work, id, 'review', words)}, ${work.now}) as answer`.execute(work.tx)
  if (said!.answer === 'reviewed-before') throw new Refusal('glass.reviewed-before')
  if (said!.answer !== 'reviewed') throw new Refusal('glass.not-found')
}
