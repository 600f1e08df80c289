import type { AskTableFile, TableKey, TableView } from '#api/indicators.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { writeSpreadsheet } from '#server/platform/spreadsheet.ts'
import type { Work } from '#server/platform/work.ts'
import { DEMO } from '../rules/words.ts'
import { readTable } from './show-table.ts'

const PAGE = 200
/** More than this is a year of a county: asked for by station or by month instead. */
const MOST_ROWS = 10_000
const STEP_UP_MINUTES = 10

/** A whole table as .xlsx. Many rows of people want a fresh second factor; every file leaves its row count in the audit. */
export async function writeTable(work: Work, key: TableKey, question: AskTableFile & { demo: boolean }): Promise<{ name: string; content: Uint8Array }> {
  const first = await readTable(work, key, { ...question, limit: PAGE })
  const rows = [...first.rows]
  for (let { next } = first; next !== null;) {
    const page: TableView = await readTable(work, key, { ...question, limit: PAGE, after: next, before: rows.length })
    rows.push(...page.rows)
    next = page.next
    if (rows.length > MOST_ROWS) throw new Refusal('sheet.too-large', { limit: 20, rows: MOST_ROWS })
  }
  const most = (await standardsOn(work, work.actor.place, work.today)).number('export.step_up_rows')
  const { steppedUpAt } = work.actor
  const isFresh = steppedUpAt !== null && work.now.getTime() - steppedUpAt.getTime() <= STEP_UP_MINUTES * 60_000
  if (rows.length > most && !isFresh) throw new Refusal('session.step-up-needed')
  await leaveView(work, { act: 'export', subject: `table ${key}`, rows: rows.length, digestOf: { key, ...question } })
  const { title, heading, columns, sums, notes, demo } = first
  const content = await writeSpreadsheet({
    name: title, title, heading: heading.map(({ label, value }) => [label, value]), columns, rows: rows.map(({ cells }) => cells), sums: sums.map(({ label, value }) => [label, value]), notes,
    ...(demo && { mark: DEMO }),
  })
  return { name: `${title} ${heading[0]!.value} ${heading[1]!.value.split('（')[0]}.xlsx`, content }
}
