import type { Saved } from '#api/common.ts'
import { notify } from '#server/platform/notices/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkState, checkVersion } from '../rules/report.ts'
import { answerReport as keepAnswer, closeMonth, findReportForChange } from '../store/reports.ts'

/** 接收 or 退回: a returned month is open for corrections again; an accepted one may still be returned. */
export async function answerReport(work: Work, station: string, month: string, { version, why }: { version: number; why: string | null }): Promise<Saved> {
  await closeMonth(work, station, month)
  const report = await findReportForChange(work, station, month)
  if (!report) throw new Refusal('report.not-found')
  checkState(report.state, why === null ? ['submitted'] : ['submitted', 'accepted'])
  checkVersion(version, report.version)
  const answer = why === null ? 'accepted' : 'returned'
  await keepAnswer(work, report, answer, why)
  await notify(work, { kind: `report-${answer}`, about: report, to: { station, roles: ['station_head', 'general_supervisor'] } })
  return { id: report.id, version: report.version + 1 }
}
