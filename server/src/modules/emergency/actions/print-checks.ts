import type { Paper, PaperQuery } from '#api/emergency.ts'
import { openContacts } from '#server/modules/residents/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { todayIn } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import { codeOf } from '../rules/area.ts'
import { requireEvent } from '../views/events.ts'
import { checksForPaper } from '../views/rows.ts'

/** What is printed at once; a longer list is printed village by village. */
const MOST_ON_PAPER = 300

/** The list with telephone and address, for when the network goes. Who printed it, and whom it names, stands in the audit. */
export async function printChecks(work: Work, id: string, query: PaperQuery): Promise<Paper> {
  const event = await requireEvent(work, id)
  const found = await checksForPaper(work, id, query, MOST_ON_PAPER + 1)
  const rows = found.slice(0, MOST_ON_PAPER)
  const contacts = await openContacts(work, rows.map(({ file }) => file))
  await leaveView(work, { act: 'print', subject: 'event_check', subjectId: id, rows: rows.length, digestOf: { id, query, files: rows.map(({ file }) => file) } })
  return {
    code: codeOf(id, todayIn('Asia/Shanghai', event.begunAt)), printedAt: work.now.toISOString(), more: found.length > MOST_ON_PAPER,
    rows: rows.map((row) => ({ ...row, phone: contacts.get(row.file)?.phone ?? '', address: contacts.get(row.file)?.address ?? '' })),
  }
}
