import { sql, type Insertable, type RawBuilder } from 'kysely'
import { letInto } from '#server/modules/records/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import type { ServiceForm } from '#server/platform/database/schema.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { mayOfficeSeeFormsOf } from './offices.ts'
import type { Filter } from '../rules/answers.ts'
import type { ServiceRowOfTable } from './services.ts'

export const aboutAnswers = (id: string): string => `service_form ${id} answers`

export const findEarlierForm = ({ tx, actor }: Work, id: string) =>
  tx.selectFrom('service_form as f').select(['f.digest', 'f.version']).where('f.id', '=', id).where(peopleInReach(actor, 'f')).executeTakeFirst()

/**
 * `f`: of every kind of form of these services the latest so many. Goes from kind to kind and back from its highest number along the index, so that thousands
 * of one kind are not read for the sake of sixty. `k.form` is the kind.
 */
export const latestForms = (actor: Work['actor'], services: readonly string[], most: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  unnest(${[...services]}::uuid[]) s (id), lateral (
    with recursive kind (form) as (
      (select l.form from service_form l where l.service = s.id and ${peopleInReach(actor, 'l')} order by l.form limit 1)
      union all select (select l.form from service_form l where l.service = s.id and l.form > kind.form and ${peopleInReach(actor, 'l')} order by l.form limit 1) from kind where kind.form is not null)
    select form from kind where form is not null) k, lateral (
    select l.* from service_form l where l.service = s.id and l.form = k.form and l.voided_at is null and ${peopleInReach(actor, 'l')} order by l.number desc limit ${most}) f`

const select = ({ tx, actor }: Work, id: string) => tx.selectFrom('service_form as f').selectAll('f').where('f.id', '=', id).where(peopleInReach(actor, 'f'))
export type FormRow = NonNullable<Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirst']>>>

/** A filled form, opened through its circle where it is protected. */
export async function requireForm(work: Work, id: string, { forChange = false, version }: { forChange?: boolean; version?: number } = {}): Promise<FormRow> {
  const find = () => (forChange ? select(work, id).forUpdate('f') : select(work, id)).executeTakeFirst()
  const row = (await find()) ?? ((await letInto(work, 'service_form', id)) ? await find() : undefined)
  if (!row || !(await mayOfficeSeeFormsOf(work, row.service))) throw new Refusal('form.not-found')
  if (version !== undefined && row.version !== version) throw new Refusal('form.changed-since', { fields: [], now: { version: row.version } })
  if (forChange && row.voided_at !== null) throw new Refusal('form.voided')
  return row
}

/** The number of the next form of this kind. The service's row is locked by the caller. */
export async function nextFormNumber({ tx, actor }: Work, service: string, form: string): Promise<number> {
  const found = await tx.selectFrom('service_form as f').select((eb) => eb.fn.max('f.number').as('last')).where('f.service', '=', service).where('f.form', '=', form)
    .where(peopleInReach(actor, 'f')).executeTakeFirst()
  return (found?.last ?? 0) + 1
}

/** Whether this form is filled in already: for the service, for this person of it, or for this contact. */
export async function isFilled({ tx, actor }: Work, service: string, form: string, about: string | null, record: string | null): Promise<boolean> {
  const found = await tx.selectFrom('service_form as f').select('f.id').where('f.service', '=', service).where('f.form', '=', form).where('f.voided_at', 'is', null)
    .$if(about !== null, (query) => query.where('f.about', '=', about!)).$if(record !== null, (query) => query.where('f.record', '=', record!)).where(peopleInReach(actor, 'f')).executeTakeFirst()
  return found !== undefined
}

export async function addForm({ tx }: Work, row: Insertable<ServiceForm>): Promise<void> {
  await tx.insertInto('service_form').values(row).execute()
}

/** Puts the answers lists are narrowed by in place of those the form had. */
export async function putFilters({ tx }: Work, form: Pick<FormRow, 'id' | 'form'>, s: Pick<ServiceRowOfTable, 'id' | 'cell' | 'place' | 'dossier' | 'protected'>, filters: readonly Filter[]): Promise<void> {
  await tx.deleteFrom('form_answer').where('form', '=', form.id).execute()
  if (filters.length === 0) return
  await tx.insertInto('form_answer').values(filters.map((one) => ({
    form: form.id, cell: s.cell, place: s.place, dossier: s.dossier, protected: s.protected, service: s.id, form_key: form.form, field: one.field, position: one.position,
    int_value: one.int, day_value: one.day, text_value: one.text,
  }))).execute()
}

/** What a filled form said before each change, newest first. */
export async function earlierAnswers({ tx, actor, keys }: Work, form: FormRow): Promise<{ at: string; version: number; answers: Record<string, unknown> }[]> {
  const rows = await tx.selectFrom('history as h').select(['h.changed_at', 'h.version', 'h.was']).where('h.row_id', '=', form.id).where('h.table_name', '=', 'service_form')
    .where(peopleInReach(actor, 'h')).orderBy('h.id', 'desc').limit(20).execute()
  const earlier = []
  for (const { changed_at: at, version, was } of rows) {
    const sealed = Buffer.from(String((was as { answers_sealed: string }).answers_sealed).slice(2), 'hex')
    earlier.push({ at: at.toISOString(), version, answers: JSON.parse(await keys.open(tx, form.service, sealed, aboutAnswers(form.id))) as Record<string, unknown> })
  }
  return earlier
}
