import { createHash } from 'node:crypto'
import type { Saved } from '#api/common.ts'
import { canonicalJson } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkState, checkVersion } from '../rules/report.ts'
import { closeMonth, findReportForChange, findReportingStation, type FrozenFigure, sealReport } from '../store/reports.ts'
import { showReport } from './show-report.ts'

/** 上报: the figures of this moment are kept with their digest, and the month is locked for corrections. */
export async function submitReport(work: Work, station: string, month: string, version: number): Promise<Saved> {
  if (!(await findReportingStation(work, station))) throw new Refusal('station.not-found')
  if (work.actor.station !== station) throw new Refusal('post.may-not')
  // First the month, then the report: every correction either is in the figures or finds the month locked.
  await closeMonth(work, station, month)
  const report = await findReportForChange(work, station, month)
  if (!report) throw new Refusal('report.not-found')
  checkState(report.state, ['draft', 'returned'])
  checkVersion(version, report.version)
  const { lines, highlights, typicalCases, problems, nextMonth } = await showReport(work, station, month)
  const figures: FrozenFigure[] = lines.map(({ indicator, month: ofMonth, year, contract }) => ({ indicator, month: ofMonth, year, contract }))
  const digest = createHash('sha256').update(canonicalJson({ station, month, figures, highlights, typicalCases, problems, nextMonth })).digest()
  await sealReport(work, report, figures, digest)
  return { id: report.id, version: report.version + 1 }
}
