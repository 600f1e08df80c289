import type { FilledForm, FormToFill, MethodsView, ServiceView, SessionsPage, SessionsQuery } from '#api/services.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { aboutWords, keyOf } from '#server/modules/records/index.ts'
import { judgeOf } from '../store/facts.ts'
import { requireForm } from '../store/forms.ts'
import { isHandler } from '../store/offices.ts'
import { aboutService, requireService, type ServiceRowOfTable } from '../store/services.ts'
import { beginsOf, formView, methodView } from '../views/definitions.ts'
import { filledForm } from '../views/filled.ts'
import { servicePage } from '../views/page.ts'
import { sessionsOf } from '../views/parts.ts'

/** One service with everything in it. Whoever opens it leaves a trace. */
export async function showService(work: Work, id: string): Promise<ServiceView> {
  const row = await requireService(work, id)
  const view = await servicePage(work, row, await judgeOf(work, row))
  await leaveView(work, { subject: 'service', subjectId: id, cell: row.cell, place: row.place, rows: 1 + view.lastSessions.length, digestOf: [id, view.version] })
  return view
}

/** Older contacts of a service, page by page. Leaves a trace like the page itself. */
export async function showSessions(work: Work, id: string, query: SessionsQuery): Promise<SessionsPage> {
  const row = await requireService(work, id)
  const page = await sessionsOf(work, row, await judgeOf(work, row), query)
  await leaveView(work, { subject: 'service', subjectId: id, cell: row.cell, place: row.place, rows: page.rows.length, digestOf: [id, query.after ?? '', page.rows.map((one) => one.id)] })
  return page
}

export async function showForm(work: Work, id: string): Promise<FilledForm> {
  const form = await requireForm(work, id)
  const row = await requireService(work, form.service)
  const view = await filledForm(work, form, row, (await judgeOf(work, row)).standards)
  await leaveView(work, { subject: 'service_form', subjectId: id, cell: row.cell, place: row.place, rows: 1 + view.earlier.length, digestOf: [id, view.version] })
  return view
}

/** The ways of serving on offer where this post works. */
export async function listMethods(work: Work): Promise<MethodsView> {
  const standards = await standardsOn(work, work.actor.place, work.today)
  const rows = standards.methods().map((method) => methodView(standards, method, work.actor.role))
  return { rows: isHandler(work) ? rows.filter(({ mayOpen }) => mayOpen) : rows }
}

/** A form to be filled in, with what is known already; under the version its service is bound to. */
export async function offerForm(work: Work, key: string, { service, person, record }: { service?: string | undefined; person?: string | undefined; record?: string | undefined }): Promise<FormToFill> {
  const row = service === undefined ? undefined : await requireService(work, service)
  const judge = row && (await judgeOf(work, row))
  const standards = judge?.standards ?? (await standardsOn(work, work.actor.place, work.today))
  const form = standards.form(key)
  if (!form) throw new Refusal('form.not-found')
  return { ...formView(standards, form), begins: row ? beginsOf(form, await knownOf(work, row, judge?.method.becomes?.ways ?? [], person, record)) : {} }
}

async function knownOf(work: Work, s: ServiceRowOfTable, ways: readonly { to: string; answer: string }[], person: string | undefined, record: string | undefined) {
  const { tx, actor, keys } = work
  const about = person === undefined ? s.client : (await tx.selectFrom('service_person as p').select('p.file').where('p.id', '=', person).where('p.service', '=', s.id).where(peopleInReach(actor, 'p')).executeTakeFirst())?.file ?? null
  const file = about === null ? undefined : await tx.selectFrom('resident_file as f').select(['f.name', 'f.sex', 'f.birth_on']).where('f.id', '=', about).where(peopleInReach(actor, 'f')).executeTakeFirst()
  const contact = record === undefined ? undefined : await tx.selectFrom('record as r').select(['r.id', 'r.dossier', 'r.station', 'r.words_key', 'r.words_sealed', 'r.occurred_on']).where('r.id', '=', record).where('r.service', '=', s.id)
    .where(peopleInReach(actor, 'r')).executeTakeFirst()
  const led = await tx.selectFrom('service as o').select('o.method').where('o.from_service', '=', s.id).where(peopleInReach(actor, 'o')).orderBy('o.opened_on').limit(1).executeTakeFirst()
  return {
    became: ways.find(({ to }) => to === (led?.method ?? (s.need ? 'need' : '')))?.answer,
    title: s.title, opened_on: s.opened_on, name: file?.name, sex: file === undefined ? undefined : String(file.sex), age: s.age, birth_on: file?.birth_on, occurred_on: contact?.occurred_on,
    words_of_need: s.words_sealed ? await keys.open(tx, s.id, s.words_sealed, aboutService(s.id, 'words')) : undefined,
    words_of_record: contact?.words_sealed ? await keys.open(tx, keyOf({ id: contact.id, dossier: contact.dossier, station: contact.station, wordsKey: contact.words_key }), contact.words_sealed, aboutWords(contact.id)) : undefined,
  }
}
