import type { RecordChanged } from '#server/modules/records/index.ts'
import type { Work } from '#server/platform/work.ts'
import { keepChecks } from './store.ts'

/** Visits or calls were written, corrected or voided: whoever they were with stands on open lists accordingly, however they were written. */
export async function followOnLists(work: Work, changes: readonly RecordChanged[]): Promise<void> {
  const facts = changes.flatMap(({ was, now }) => [was, now])
  const files = facts.flatMap((fact) => (fact && (fact.kind === 'visit' || fact.kind === 'call') ? fact.people.map(({ file }) => file) : []))
  if (files.length > 0) await keepChecks(work, [...new Set(files)])
}
