import { sql } from 'kysely'
import type { AskProtected, ProtectedAnswer } from '#api/safeguarding.ts'
import { exactNumber, indexOfPhone } from '#server/modules/residents/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'

/**
 * Whether somebody of whom an exact number is known has a protected file in the asker's county: yes or no, nothing else. The database counts
 * the question, keeps it, tells those who watch over the dossier, and says no to somebody in conflict of interest.
 */
export async function askProtected({ tx, actor, now, keys }: Work, { id, kind, number: typed }: AskProtected): Promise<ProtectedAnswer> {
  const number = exactNumber(kind, typed)
  if (number === undefined) throw new Refusal('glass.not-exact')
  const index = kind === 'identity' ? keys.blindIndex('identity', number) : kind === 'phone' ? indexOfPhone(keys, number) : null
  const { rows: [said] } = await sql<{ answer: string; file: string | null }>`
    select answer, file from app.ask_protected(${id}::uuid, ${actor.session}::uuid, ${kind}, ${index}, ${kind === 'file-no' ? number : null}, ${now})`.execute(tx)
  const answer = said!.answer
  if (answer === 'not-yours') throw new Refusal('post.may-not')
  if (answer === 'step-up') throw new Refusal('session.step-up-needed')
  if (answer === 'too-many') throw new Refusal('glass.too-many')
  return { answer: answer as ProtectedAnswer['answer'], file: said!.file }
}
