import type { ImportMapping, ImportView } from '#api/imports.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { SheetRead } from '#server/platform/spreadsheet-read.ts'
import type { Work } from '#server/platform/work.ts'
import { guessMapping, headingsKey } from '../rules/import-columns.ts'
import { findStation } from '../store/files.ts'
import { addBatch, changeBatch, findBatch, findRemembered, putContent } from '../store/imports.ts'
import { showImport } from '../views/import-preview.ts'
import { judgeImport, requireBatch, requireContent, tagNames } from './read-import.ts'

/** Takes a list in, with its columns guessed or as this station matched them last. Nobody's file is touched. Sending it twice means once. */
export async function startImport(work: Work, id: string, fileName: string, sheets: SheetRead[]): Promise<ImportView> {
  if (await findBatch(work, id)) return showImport(work, id)
  const station = work.actor.station === null ? undefined : await findStation(work, work.actor.station)
  if (!station) throw new Refusal('post.may-not')
  const mapping = await mappingFor(work, station, sheets)
  const { judged } = await judgeImport(work, station, sheets, mapping)
  if (judged.length === 0) throw new Refusal('sheet.empty')
  await addBatch(work, { id, station, fileName, mapping, rows: countsOf(judged) })
  await putContent(work, { id, cell: station.cell, place: station.place, station: station.id }, sheets)
  return showImport(work, id)
}

async function mappingFor(work: Work, station: { id: string; place: number }, sheets: SheetRead[]): Promise<ImportMapping> {
  const guessed = guessMapping(sheets, await tagNames(work, station.place))
  if (!guessed) throw new Refusal('sheet.no-headings')
  const headings = sheets.find(({ name }) => name === guessed.sheet)!.rows[guessed.headingRow - 1]!
  return { ...guessed, columns: (await findRemembered(work, station.id, headingsKey(headings))) ?? guessed.columns }
}

const countsOf = (judged: readonly { state: string }[]) => ({ total: judged.length, good: judged.filter(({ state }) => state !== 'bad').length })

/** Matches the columns otherwise; the next list with these headings begins with it. */
export async function mapImport(work: Work, id: string, { version, mapping }: { version: number; mapping: ImportMapping }): Promise<ImportView> {
  const batch = await requireBatch(work, id, { forChange: true })
  if (batch.state !== 'read') throw new Refusal('import.not-now')
  if (batch.version !== version) throw new Refusal('import.not-now', { now: { version: batch.version } })
  const { judged } = await judgeImport(work, batch, await requireContent(work, batch), mapping)
  await changeBatch(work, batch, { mapping, rows: countsOf(judged), failed: null })
  return showImport(work, id)
}
