import type { ReportLine, ReportView } from '#api/indicators.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { monthRange } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkMonth, dueDay, isLate } from '../rules/report.ts'
import { findContractOf, listTargets, requireScope } from '../store/find-scope.ts'
import { findReport, findReportingStation, type FrozenFigure } from '../store/reports.ts'
import { listMissing } from '../views/missing.ts'
import { monthLines } from '../views/month-lines.ts'

/** The month report as it stands: as handed in when it is, with what changed since; else counted now, with what is missing. */
export async function showReport(work: Work, station: string, month: string): Promise<ReportView> {
  const at = await findReportingStation(work, station)
  if (!at) throw new Refusal('station.not-found')
  checkMonth(month, work.today)
  const range = monthRange(month)
  const asked = { by: 'station', station } as const
  const scope = await requireScope(work, asked)
  const standards = await standardsOn(work, at.place, range.to)
  const contract = await findContractOf(work, station, range.to < work.today ? range.to : work.today)
  const targets = contract ? await listTargets(work, contract.id) : []
  const lines = await monthLines(work, standards, { asked, scope, range, contract: contract ? { from: contract.from, to: contract.until } : null, targets })
  const report = await findReport(work, station, month)
  const due = dueDay(month, standards.number('report.month_due_day'))
  const isIn = report?.state === 'submitted' || report?.state === 'accepted'
  const inOn = report?.submitted_at?.toISOString() ?? null
  return {
    id: report?.id ?? null, version: report?.version ?? 0, station, stationName: at.name, month, state: (report?.state ?? 'none') as ReportView['state'],
    highlights: report?.highlights ?? '', typicalCases: report?.typical_cases ?? '', problems: report?.problems ?? '', nextMonth: report?.next_month ?? '',
    lines: isIn ? sealedLines(lines, report.figures as unknown as FrozenFigure[]) : lines.map((line) => ({ ...line, since: null })),
    missing: isIn ? [] : await listMissing(work, scope.stations!, station, month, report), digest: report?.digest?.toString('hex') ?? null,
    submittedAt: inOn, submittedBy: report?.submitted_by_name ?? null, answeredAt: report?.answered_at?.toISOString() ?? null, answeredBy: report?.answered_by_name ?? null,
    returnedWhy: report?.returned_why ?? null, due, late: isLate(report?.submitted_at ?? null, work.today, due, isIn),
    contract: contract ? { id: contract.id, title: contract.title, from: contract.from, until: contract.until } : null,
  }
}

/** 上报锁定: the figures stay as they were handed in; what came later is shown beside them. */
function sealedLines(lines: readonly Omit<ReportLine, 'since'>[], frozen: readonly FrozenFigure[]): ReportLine[] {
  return lines.map((line) => {
    const was = frozen.find(({ indicator }) => indicator === line.indicator)
    if (!was) return { ...line, since: null }
    const since = line.month !== null && was.month !== null && line.month !== was.month ? Math.round((line.month - was.month) * 10) / 10 : null
    return { ...line, month: was.month, year: was.year, contract: was.contract, share: line.target ? Math.floor(((was.contract ?? 0) * 1000) / line.target) / 10 : null, since }
  })
}
