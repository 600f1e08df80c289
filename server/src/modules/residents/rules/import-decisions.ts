import type { ApplyImport } from '#api/imports.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { JudgedRow } from './import-match.ts'

export type Decided = ApplyImport['duplicates'][number]

/** Refuses to bring a list in while rows are wrong and nobody said to leave them out, or doubtful and nobody decided. */
export function checkDecisions(judged: readonly JudgedRow[], { badRows, duplicates }: Pick<ApplyImport, 'badRows' | 'duplicates'>): void {
  const bad = judged.filter(({ state }) => state === 'bad').length
  if (badRows === 'refuse' && bad > 0) throw new Refusal('import.has-bad-rows', { count: bad })
  const decided = new Map(duplicates.map((one) => [one.row, one]))
  const doubtful = judged.filter(({ state }) => state === 'duplicate')
  const open = doubtful.filter(({ row }) => !decided.has(row.row))
  if (open.length > 0) throw new Refusal('import.undecided', { count: open.length, rows: open.slice(0, 50).map(({ row }) => String(row.row)) })
  for (const one of doubtful) checkOne(one, decided.get(one.row.row)!)
}

function checkOne({ row, files, rows }: JudgedRow, { decision, file, sameAsRow }: Decided): void {
  const known = file !== null ? files.some(({ of }) => of.id === file) : rows.some(({ of }) => of.row === sameAsRow)
  const numbered = [...files, ...rows].some(({ because }) => because.includes('same-identity'))
  // One number is one person: no second file can be opened for it.
  if ((decision === 'same' && !known) || (decision === 'new' && numbered)) throw new Refusal('import.decision-wrong', { row: row.row })
}
