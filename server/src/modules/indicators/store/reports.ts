import { sql } from 'kysely'
import type { SaveReport } from '#api/indicators.ts'
import { networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'

/** The station a report is about: only stations hand reports in; a room's work is in that of the station guiding it. */
export function findReportingStation({ tx, actor }: Work, station: string) {
  return tx.selectFrom('station').select(['id', 'cell', 'place', 'name', 'tier']).where('id', '=', station).where('tier', '<>', 'room').where(networkInReach(actor, 'station')).executeTakeFirst()
}

export function findReport({ tx, actor }: Work, station: string, month: string) {
  return tx.selectFrom('report').selectAll().where('station', '=', station).where('month', '=', `${month}-01`).where(networkInReach(actor, 'report')).executeTakeFirst()
}
export type Report = NonNullable<Awaited<ReturnType<typeof findReport>>>

/** The same, locked against a second change. */
export function findReportForChange({ tx, actor }: Work, station: string, month: string) {
  return tx.selectFrom('report').selectAll().where('station', '=', station).where('month', '=', `${month}-01`).where(networkInReach(actor, 'report')).forUpdate().executeTakeFirst()
}

/** Waits for corrections of the month under way; new ones wait until this transaction ends. */
export async function closeMonth({ tx }: Work, station: string, month: string): Promise<void> {
  await sql`select app.close_month(${station}::uuid, ${`${month}-01`}::date)`.execute(tx)
}

const textsOf = ({ highlights, typicalCases, problems, nextMonth }: Omit<SaveReport, 'id' | 'version'>) => ({ highlights, typical_cases: typicalCases, problems, next_month: nextMonth })

export async function addReport({ tx }: Work, station: { id: string; cell: number; place: number }, month: string, id: string, texts: Omit<SaveReport, 'id' | 'version'>): Promise<void> {
  await tx.insertInto('report').values({ id, cell: station.cell, place: station.place, station: station.id, month: `${month}-01`, state: 'draft', ...textsOf(texts) }).execute()
}

export async function changeTexts({ tx }: Work, report: Report, texts: Omit<SaveReport, 'id' | 'version'>): Promise<void> {
  await tx.updateTable('report').set({ ...textsOf(texts), version: report.version + 1 }).where('id', '=', report.id).execute()
}

/** What a handed-in report says of one indicator. */
export interface FrozenFigure {
  indicator: string
  month: number | null
  year: number | null
  contract: number | null
}

export async function sealReport({ tx, actor, now }: Work, report: Report, figures: readonly FrozenFigure[], digest: Buffer): Promise<void> {
  await tx.updateTable('report').set({
    state: 'submitted', figures: JSON.stringify(figures), digest, submitted_at: now, submitted_by: actor.account, submitted_by_name: actor.accountName,
    answered_at: null, answered_by: null, answered_by_name: null, returned_why: null, version: report.version + 1,
  }).where('id', '=', report.id).execute()
}

export async function answerReport({ tx, actor, now }: Work, report: Report, state: 'returned' | 'accepted', why: string | null): Promise<void> {
  await tx.updateTable('report').set({ state, returned_why: why, answered_at: now, answered_by: actor.account, answered_by_name: actor.accountName, version: report.version + 1 })
    .where('id', '=', report.id).execute()
}
