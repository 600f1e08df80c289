import { sql } from 'kysely'
import type { FilledForm, FilledRow } from '#api/services.ts'
import { lockedMonth } from '#server/modules/records/index.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { kept } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { aboutAnswers, earlierAnswers, latestForms, type FormRow } from '../store/forms.ts'
import type { ServiceRowOfTable } from '../store/services.ts'
import { formView } from './definitions.ts'

interface Kept {
  id: string; version: number; form: string; number: number; filledOn: string; workerName: string; person: string | null; record: string | null
  score: number | null; level: string | null; gaps: string[]; late: boolean; amended: boolean
}

const MOST_OF_A_KIND = 60
/** The filled forms of services without their answers; of each kind the latest sixty. */
export async function filledForms({ tx, actor }: Work, services: readonly string[], standards: Standards): Promise<(FilledRow & { service: string })[]> {
  const rows = (await sql<Kept & { service: string }>`${kept}
    select f.service, f.id, f.version, f.form, f.number, f.filled_on as "filledOn", f.worker_name as "workerName", f.about as person, f.record, f.score, f.level, f.gaps, f.late, f.amended_at is not null as amended
    from ${latestForms(actor, services, sql`${MOST_OF_A_KIND}::int4`)}
    order by f.form, f.number`.execute(tx)).rows
  return rows.map(({ service, ...row }) => ({ ...filledRow(row, standards), service }))
}

export function filledRow({ level, gaps, ...row }: Kept, standards: Standards): FilledRow {
  const form = standards.form(row.form)
  const found = form?.result?.levels?.find(({ key }) => key === level)
  return {
    id: row.id, version: row.version, form: row.form, code: form?.code ?? '', title: form?.title ?? { zh: row.form }, number: row.number, filledOn: row.filledOn, workerName: row.workerName, person: row.person,
    record: row.record, score: row.score, level: found ? { key: found.key, title: found.title, alarm: found.alarm ?? false, opens: wayOf(standards, found.opens) } : null,
    gaps: gaps.map((key) => form?.fields.find((field) => field.key === key)?.title ?? { zh: key }), late: row.late, amended: row.amended,
  }
}

const wayOf = (standards: Standards, key: string | undefined) => {
  const way = key === undefined ? undefined : standards.methods().find((method) => method.key === key)
  return way ? { key: way.key, title: way.title } : null
}

/** One filled form with its answers, the form they answer, and what it said before. */
export async function filledForm(work: Work, row: FormRow, service: ServiceRowOfTable, standards: Standards): Promise<FilledForm> {
  const form = standards.form(row.form)!
  return {
    ...filledRow({ id: row.id, version: row.version, form: row.form, number: row.number, filledOn: row.filled_on, workerName: row.worker_name, person: row.about, record: row.record, score: row.score,
      level: row.level, gaps: row.gaps, late: row.late, amended: row.amended_at !== null }, standards),
    service: row.service, answers: JSON.parse(await work.keys.open(work.tx, row.service, row.answers_sealed, aboutAnswers(row.id))) as Record<string, unknown>, definition: formView(standards, form),
    photos: row.photos, recordedAt: row.recorded_at.toISOString(), amendWhy: row.amend_why, locked: (await lockedMonth(work, service.station, row.filled_on)) !== undefined,
    earlier: await earlierAnswers(work, row),
  }
}
