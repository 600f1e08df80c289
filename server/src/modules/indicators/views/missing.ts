import { sql } from 'kysely'
import type { Missing } from '#api/indicators.ts'
import { listMonthDuty } from '#server/modules/duties/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { monthRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import type { Report } from '../store/reports.ts'

/** 待补: what a month's report still lacks. Nothing of it blocks handing in. */
export async function listMissing(work: Work, stations: readonly string[], station: string, month: string, report: Pick<Report, 'highlights' | 'problems' | 'next_month'> | undefined): Promise<Missing[]> {
  const { from, to } = monthRange(month)
  const filter = { station, from, to }
  const all: Missing[] = []
  const add = (kind: Missing['kind'], count: number, opens: Missing['opens']) => { if (count > 0) all.push({ kind, count, opens }) }
  if (work.actor.people !== 'none') {
    const { rows } = await sql<{ unclassified: number; gaps: number; overdue: number }>`
      select (select count(*) from record r where r.station = any (${[...stations]}::uuid[]) and r.occurred_on between ${from}::date and ${to}::date and r.item = '' and r.kind <> 'task' and r.voided_at is null and ${peopleInReach(work.actor, 'r')}) as unclassified,
        (select count(*) from record r where r.station = any (${[...stations]}::uuid[]) and r.occurred_on between ${from}::date and ${to}::date and r.gaps <> '{}' and r.gaps <> '{item}' and r.voided_at is null and ${peopleInReach(work.actor, 'r')}) as gaps,
        (select count(*) from need n where n.station = any (${[...stations]}::uuid[]) and n.state in ('open', 'in-hand') and n.due_on < ${work.today}::date and n.found_on <= ${to}::date and n.voided_at is null and ${peopleInReach(work.actor, 'n')}) as overdue`.execute(work.tx)
    const counts = rows[0]!
    add('unclassified', counts.unclassified, { list: 'records', filter: { ...filter, unclassifiedOnly: true } })
    add('gaps', counts.gaps, { list: 'records', filter: { ...filter, gapsOnly: true } })
    const duty = from > work.today ? undefined : await listMonthDuty(work, { month, station })
    // Refused, nobody home and put off are reasons; merely not visited is none.
    add('elders-unseen', duty?.rows.filter(({ notSeenWhy }) => notSeenWhy === 'not-visited').length ?? 0, { list: 't7', filter: { station, month } })
    add('needs-overdue', counts.overdue, { list: 'needs', filter: { station, overdueOnly: true } })
  }
  for (const [kind, text] of [['text-highlights', report?.highlights], ['text-problems', report?.problems], ['text-next-month', report?.next_month]] as const) if (!text) add(kind, 1, null)
  return all
}
