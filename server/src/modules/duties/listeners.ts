import type { RecordChanged } from '#server/modules/records/index.ts'
import type { FileChanged } from '#server/modules/residents/index.ts'
import type { Work } from '#server/platform/work.ts'
import { keepDuties } from './actions/keep-duties.ts'
import { setWorker } from './store/duties.ts'

/** A contact was written, corrected or voided: everyone it was with is due anew. */
export async function followRecord(work: Work, { was, now }: RecordChanged): Promise<void> {
  // Its item, words or minutes make nobody due.
  if (was && now && was.occurredOn === now.occurredOn && was.mode === now.mode && was.result === now.result && was.nextOn === now.nextOn) return
  const files = [was, now].flatMap((fact) => (fact && (fact.kind === 'visit' || fact.kind === 'call') ? fact.people.map(({ file }) => file) : []))
  await keepDuties(work, files)
}

/** A file was opened, closed, or what is known of the person changed. A move or a protection takes the open duty along by itself. */
export async function followFile(work: Work, { was, now }: FileChanged): Promise<void> {
  await keepDuties(work, [now.id])
  if (was && was.worker !== now.worker) await setWorker(work, now.id, now.worker)
}
