import type { RecordChanged } from '#server/modules/records/index.ts'
import type { FileChanged } from '#server/modules/residents/index.ts'
import type { Work } from '#server/platform/work.ts'
import { keepDuties } from './actions/keep-duties.ts'
import { setWorker } from './store/duties.ts'

/** Contacts were written, corrected or voided: everyone they were with is due anew. */
export async function followRecords(work: Work, changes: readonly RecordChanged[]): Promise<void> {
  const facts = changes.filter(makesDue).flatMap(({ was, now }) => [was, now])
  await keepDuties(work, facts.flatMap((fact) => (fact && (fact.kind === 'visit' || fact.kind === 'call') ? fact.people.map(({ file }) => file) : [])))
}

/** The item, words or minutes of a contact make nobody due. */
const makesDue = ({ was, now }: RecordChanged): boolean =>
  !(was && now && was.occurredOn === now.occurredOn && was.mode === now.mode && was.result === now.result && was.nextOn === now.nextOn)

/** A file was opened, closed, or what is known of the person changed. A move or a protection takes the open duty along by itself. */
export async function followFile(work: Work, { was, now }: FileChanged): Promise<void> {
  await keepDuties(work, [now.id])
  if (was && was.worker !== now.worker) await setWorker(work, now.id, now.worker)
}
