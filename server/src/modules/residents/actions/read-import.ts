import type { ImportMapping } from '#api/imports.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { SheetRead } from '#server/platform/spreadsheet-read.ts'
import type { Work } from '#server/platform/work.ts'
import { plainHeading, problemOfMapping, type TagNames } from '../rules/import-columns.ts'
import { judgeRows, type JudgedRow } from '../rules/import-match.ts'
import { readRow } from '../rules/import-rows.ts'
import { stemOf } from '../rules/tokens.ts'
import { findBatch, formerVillagesOf, readContent, villagesOf, type BatchRow } from '../store/imports.ts'
import { knownFilesFor } from '../views/import-known.ts'

/** A list with everybody in it judged against the files of today. */
export interface ReadImport {
  sheets: SheetRead[]
  mapping: ImportMapping
  headings: string[]
  villages: { place: number; name: string }[]
  judged: JudgedRow[]
}

/** One list; absent and out of reach look the same. */
export async function requireBatch(work: Work, id: string, options: { forChange?: boolean } = {}): Promise<BatchRow> {
  const batch = await findBatch(work, id, options)
  if (!batch) throw new Refusal('import.not-found')
  return batch
}

/** The cells of a list that was not brought in yet. */
export async function requireContent(work: Work, batch: BatchRow): Promise<SheetRead[]> {
  const sheets = await readContent(work, batch)
  if (!sheets) throw new Refusal('import.expired')
  return sheets
}

/** Reads and judges every row under a matching of columns. */
export async function judgeImport(work: Work, batch: Pick<BatchRow, 'place'>, sheets: SheetRead[], mapping: ImportMapping): Promise<ReadImport> {
  const wrong = problemOfMapping(mapping)
  if (wrong === 'name') throw new Refusal('import.name-column-needed')
  if (wrong !== undefined) throw new Refusal('import.columns-wrong', { where: wrong })
  const sheet = sheets.find(({ name }) => name === mapping.sheet)
  if (!sheet) throw new Refusal('import.columns-wrong', { where: mapping.sheet })
  const villages = await villagesOf(work, batch.place)
  if (mapping.place !== null && !villages.some(({ place }) => place === mapping.place)) throw new Refusal('resident.lives-elsewhere')
  const headings = sheet.rows[mapping.headingRow - 1] ?? []
  const context = {
    mapping, headings, tags: await tagNames(work, batch.place), villages: await villageNames(work, villages), today: work.today,
    inexact: new Set(sheet.inexact), unfinished: new Set(sheet.unfinished), startsAt1904: sheet.startsAt1904,
  }
  const rows = sheet.rows.flatMap((cells, at) => (at < mapping.headingRow ? [] : readRow(cells, at + 1, context) ?? []))
  return { sheets, mapping, headings, villages, judged: judgeRows(rows, await knownFilesFor(work, rows)) }
}

/** Groups in force by title and aliases, as headings are compared. */
export async function tagNames(work: Work, place: number): Promise<TagNames> {
  const standards = await standardsOn(work, place, work.today)
  const names = new Map<string, string>()
  // Titles win over aliases of other groups.
  for (const tag of standards.tags()) for (const alias of tag.aliases ?? []) names.set(plainHeading(alias), tag.key)
  for (const tag of standards.tags()) names.set(plainHeading(tag.title.zh), tag.key)
  return names
}

/** Names of villages without their endings; former names lead to what they became, names that two villages share to none. */
async function villageNames(work: Work, villages: readonly { place: number; name: string }[]): Promise<Map<string, number>> {
  const names = new Map<string, number>()
  const ambiguous = new Set<string>()
  for (const { place, name } of villages) {
    const stem = stemOf(name)
    if (names.has(stem)) ambiguous.add(stem)
    names.set(stem, place)
  }
  for (const { place, name } of await formerVillagesOf(work, villages.map((one) => one.place))) if (!names.has(stemOf(name))) names.set(stemOf(name), place)
  for (const stem of ambiguous) names.delete(stem)
  return names
}
