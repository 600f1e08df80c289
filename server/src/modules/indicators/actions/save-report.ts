import type { Saved } from '#api/common.ts'
import type { SaveReport } from '#api/indicators.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkMonth, checkState, checkVersion } from '../rules/report.ts'
import { addReport, changeTexts, findReportForChange, findReportingStation } from '../store/reports.ts'

/** Keeps the texts of a month report as a draft. Only the station itself writes them, until they are handed in. */
export async function saveReport(work: Work, station: string, month: string, { id, version, ...texts }: SaveReport): Promise<Saved> {
  const at = await findReportingStation(work, station)
  if (!at) throw new Refusal('station.not-found')
  if (work.actor.station !== station) throw new Refusal('post.may-not')
  checkMonth(month, work.today)
  const report = await findReportForChange(work, station, month)
  if (!report) {
    checkVersion(version, 0)
    await addReport(work, at, month, id, texts)
    return { id, version: 1 }
  }
  checkState(report.state, ['draft', 'returned'])
  const isSame = report.highlights === texts.highlights && report.typical_cases === texts.typicalCases && report.problems === texts.problems && report.next_month === texts.nextMonth
  if (isSame) return { id: report.id, version: report.version }
  checkVersion(version, report.version)
  await changeTexts(work, report, texts)
  return { id: report.id, version: report.version + 1 }
}
