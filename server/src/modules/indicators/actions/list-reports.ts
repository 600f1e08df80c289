import type { ReportList } from '#api/indicators.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { networkByReach, networkInReach } from '#server/platform/database/index.ts'
import { monthRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import { checkMonth, dueDay, isLate } from '../rules/report.ts'

/** The stations in reach with the report of a month: who has handed in, who is late. */
export async function listReports(work: Work, month: string): Promise<ReportList> {
  checkMonth(month, work.today)
  const { from, to } = monthRange(month)
  const standards = await standardsOn(work, work.actor.place, to)
  const due = dueDay(month, standards.number('report.month_due_day'))
  const rows = await work.tx.selectFrom('station').innerJoin('place', 'place.code', 'station.place')
    .leftJoin('report', (join) => join.onRef('report.station', '=', 'station.id').on('report.month', '=', from).on(networkInReach(work.actor, 'report')))
    .select(['station.id', 'station.name', 'station.place', 'place.name as placeName', 'report.state', 'report.submitted_at', 'report.submitted_by_name', 'report.version'])
    .where('station.tier', '<>', 'room').where(networkByReach(work.actor, 'station')).where((or) => or.or([or('station.closed_on', 'is', null), or('station.closed_on', '>=', from)]))
    .where((or) => or.or([or('station.opened_on', 'is', null), or('station.opened_on', '<=', to)])).orderBy('station.place').orderBy('station.id').limit(1000).execute()
  return {
    month, due,
    rows: rows.map((row) => {
      const isIn = row.state === 'submitted' || row.state === 'accepted'
      return {
        station: row.id, stationName: row.name, place: row.place, placeName: row.placeName, state: (row.state ?? 'none') as ReportList['rows'][number]['state'],
        submittedAt: row.submitted_at?.toISOString() ?? null, submittedBy: row.submitted_by_name, late: isLate(row.submitted_at, work.today, due, isIn), version: row.version ?? 0,
      }
    }),
  }
}
