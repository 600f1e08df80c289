import { sql } from 'kysely'
import type { Candidate, CellProblem, ImportList, ImportPreview, ImportResult, ImportRow, ImportSummary, ImportView, RowState } from '#api/imports.ts'
import { leaveView } from '#server/platform/audit.ts'
import { accountInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { judgeImport, requireBatch, type ReadImport } from '../actions/read-import.ts'
import { headingsKey, lettersOfColumn } from '../rules/import-columns.ts'
import type { JudgedRow } from '../rules/import-match.ts'
import type { PersonRow } from '../rules/import-rows.ts'
import { maskIdentity, maskPhone } from '../rules/masks.ts'
import { findRemembered, readContent, type BatchRow } from '../store/imports.ts'

/** Rows nobody has to look at: so many are shown all the same. */
const MOST_ORDINARY = 50
const MOST_LOOKED_AT = 1000
const MOST_LISTED = 100

// Words without a group are summed up, and stand in the note.
const isWorthALook = ({ code }: CellProblem) => code !== 'tag.unknown-word'

type Summed = BatchRow & { byName: string; hasContent: boolean }

/** The lists of the stations in reach, newest first. */
export async function listImports(work: Work): Promise<ImportList> {
  const found = await summed(work, sql`true`)
  return { rows: found.map(summaryOf) }
}

/** One list: before it is in, everything somebody has to look at; afterwards what became of it. */
export async function showImport(work: Work, id: string): Promise<ImportView> {
  const batch = await requireBatch(work, id)
  const summary = summaryOf((await summed(work, sql`b.id = ${id}::uuid`))[0]!)
  const sheets = batch.state === 'read' ? await readContent(work, batch) : undefined
  if (!sheets) return { ...summary, preview: null }
  const read = await judgeImport(work, batch, sheets, summary.mapping)
  const preview = previewOf(read, await isRemembered(work, batch, read))
  // Birth dates, groups and addresses of people stand in it.
  await leaveView(work, { subject: 'import_batch', subjectId: id, rows: preview.rows.length, digestOf: { id, version: batch.version, rows: preview.rows.map(({ row }) => row) } })
  return { ...summary, preview }
}

async function summed({ tx, actor }: Work, which: ReturnType<typeof sql>): Promise<Summed[]> {
  const found = await sql<Summed>`
    select b.*, coalesce(a.name, '') as "byName", exists (select from import_content c where c.id = b.id and ${peopleInReach(actor, 'c')}) as "hasContent"
    from import_batch b left join account a on a.id = b.made_by and ${accountInReach(actor, 'a')}
    where ${which} and ${peopleInReach(actor, 'b')} order by b.made_at desc, b.id limit ${MOST_LISTED}`.execute(tx)
  return found.rows
}

const summaryOf = (b: Summed): ImportSummary & { mapping: ImportPreview['mapping'] } => ({
  id: b.id, version: b.version, fileName: b.file_name, state: b.state as ImportSummary['state'], madeAt: b.made_at.toISOString(), madeByName: b.byName, rowsTotal: b.rows_total,
  rowsGood: b.rows_good, appliedAt: b.applied_at?.toISOString() ?? null, undoneAt: b.undone_at?.toISOString() ?? null, result: b.result as ImportResult | null,
  failed: b.failed as ImportSummary['failed'], hasContent: b.hasContent, mapping: b.mapping as unknown as ImportPreview['mapping'],
})

async function isRemembered(work: Work, batch: BatchRow, { headings, mapping }: ReadImport): Promise<boolean> {
  const remembered = await findRemembered(work, batch.station, headingsKey(headings))
  return remembered !== undefined && JSON.stringify(remembered) === JSON.stringify(mapping.columns)
}

/** What somebody looks at before a list comes in. Numbers are masked. */
export function previewOf({ sheets, mapping, headings, villages, judged }: ReadImport, remembered: boolean): ImportPreview {
  const names = new Map(villages.map(({ place, name }) => [place, name]))
  const counts = Object.fromEntries((['new', 'update', 'same', 'duplicate', 'closed', 'bad'] as const).map((state) => [state, judged.filter((one) => one.state === state).length])) as Record<RowState, number>
  const needLook = judged.filter(({ state, row }) => state === 'bad' || state === 'duplicate' || state === 'closed' || row.warnings.some(isWorthALook))
  const ordinary = judged.filter((one) => !needLook.includes(one)).slice(0, MOST_ORDINARY)
  const shown = [...needLook.slice(0, MOST_LOOKED_AT), ...ordinary].sort((a, b) => a.row.row - b.row.row)
  const sheet = sheets.find(({ name }) => name === mapping.sheet)!
  const width = Math.max(headings.length, ...mapping.columns.map(({ at }) => at + 1))
  return {
    sheets: sheets.map(({ name }) => name), mapping, remembered, villages, unknownWords: unknownWordsOf(judged),
    headings: Array.from({ length: width }, (_, at) => ({ at, letters: lettersOfColumn(at), text: headings[at] ?? '', samples: samplesOf(sheet.rows, mapping.headingRow, at, mapping.columns.find((one) => one.at === at)?.as) })),
    counts: { total: judged.length, good: judged.length - counts.bad, ...counts }, rows: shown.map((one) => rowOf(one, names)),
  }
}

/** The first texts of a column; of numbers only the end. */
function samplesOf(rows: readonly string[][], headingRow: number, at: number, as: string | undefined): string[] {
  const texts = rows.slice(headingRow, headingRow + 20).map((row) => row[at] ?? '').filter((text) => text !== '')
  return [...new Set(texts)].slice(0, 3).map((text) => (as === 'identity' || /\d{15,}/.test(text) ? maskIdentity(text) : as === 'phone' || /\d{11}/.test(text) ? maskPhone(text) : text.slice(0, 24)))
}

function unknownWordsOf(judged: readonly JudgedRow[]): ImportPreview['unknownWords'] {
  const counts = new Map<string, number>()
  for (const { row } of judged) for (const word of row.unknownWords) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, 50).map(([word, count]) => ({ word: word.slice(0, 40), count }))
}

const maskedNumbers = ({ identity, phone }: Pick<PersonRow, 'identity' | 'phone'>) => ({
  identityMask: identity === '' ? null : maskIdentity(identity), phoneMask: phone === '' ? null : maskPhone(phone),
})

function rowOf({ row, state, changes, files, rows, target }: JudgedRow, names: ReadonlyMap<number, string>): ImportRow {
  const placeName = (place: number | null) => (place === null ? '' : names.get(place) ?? '')
  const ofFiles = files.map(({ of, because }): Candidate => ({
    row: null, file: of.id, fileNo: of.fileNo, name: of.name, birthOn: of.birthOn, sex: of.sex, placeName: placeName(of.place), phoneMask: of.phoneMask, identityMask: of.identityMask, because,
  }))
  const ofRows = rows.map(({ of, because }): Candidate => ({
    row: of.row, file: null, fileNo: null, name: of.name, birthOn: of.birthOn, sex: of.sex, placeName: placeName(of.place), ...maskedNumbers(of), because,
  }))
  const elsewhere = target !== null && row.place !== null && target.place !== row.place ? [{ cell: `${row.row}`, field: 'village', code: 'village.differs', shown: placeName(target.place) }] : []
  return {
    row: row.row, state, name: row.name, sex: row.sex, birthOn: row.birthOn, ...maskedNumbers(row), placeName: placeName(row.place), address: row.address, tags: row.tags, risk: row.risk,
    note: row.note, problems: row.problems, warnings: [...row.warnings.filter(isWorthALook), ...elsewhere], candidates: [...ofRows, ...ofFiles], changes: Object.keys(changes),
  }
}
