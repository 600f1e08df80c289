import type { Saved } from '#api/common.ts'
import type { AmendForm, SaveForm, VoidForm } from '#api/services.ts'
import { checkDay, digestOfInput, requireOpenMonth } from '#server/modules/records/index.ts'
import type { Form } from '#server/modules/standards/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { attachFiles } from '#server/platform/files/index.ts'
import { notify } from '#server/platform/notices/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { settleAnswers } from '../rules/answers.ts'
import { formVersionOf, isLateForm } from '../rules/form.ts'
import { mayFillIn } from '../rules/openers.ts'
import { formsOf, type Judge } from '../rules/standing.ts'
import { judgeOf } from '../store/facts.ts'
import { aboutAnswers, addForm, findEarlierForm, isFilled, nextFormNumber, putFilters, requireForm } from '../store/forms.ts'
import { requirePerson } from '../store/people.ts'
import { requireService, type ServiceRowOfTable } from '../store/services.ts'
import { tellService } from './tell-service.ts'

const GUEST = 'guest'

/** 填表: saved whatever is missing. Sending it twice keeps one; other answers under its id are refused. */
export async function saveForm(work: Work, id: string, input: SaveForm): Promise<Saved> {
  const digest = digestOfInput(input)
  // The circle opens the service first; an earlier sending of a protected form is then in reach.
  const row = await requireService(work, input.service, { forChange: true })
  const earlier = await findEarlierForm(work, id)
  if (earlier) {
    if (!earlier.digest.equals(digest)) throw new Refusal('form.changed-since', { fields: [], now: { version: earlier.version } })
    return { id, version: earlier.version }
  }
  if (row.state === 'refused' || row.state === 'offered') throw new Refusal('service.not-open')
  checkDay(input.filledOn, work.today)
  const judge = await judgeOf(work, row)
  const form = formsOf(judge.method).includes(input.form) ? judge.standards.form(input.form) : undefined
  if (!form) throw new Refusal('form.not-found')
  requireHand(work, judge, form.key)
  if (input.formVersion !== formVersionOf(form)) throw new Refusal('form.version-changed', { form: form.title.zh })
  await requireSubject(work, row, form, input)
  if (form.times === 'once' && form.about === 'service' && (await isFilled(work, row.id, form.key, null, null))) throw new Refusal('form.once', { form: form.title.zh })
  const settled = settleAnswers(form, input.answers, judge.standards, work.today)
  const lateHours = judge.method.session?.form === form.key ? judge.method.session.late_hours : undefined
  await addForm(work, {
    id, cell: row.cell, place: row.place, dossier: row.dossier, protected: row.protected, service: row.id, form: form.key, form_version: input.formVersion,
    number: await nextFormNumber(work, row.id, form.key), about: input.person ?? null, record: input.record ?? null, filled_on: input.filledOn, worker: work.actor.account,
    worker_name: work.actor.accountName, answers_sealed: await work.keys.seal(work.tx, row.id, JSON.stringify(settled.answers), aboutAnswers(id)), score: settled.score,
    level: settled.level, gaps: settled.gaps, photos: input.photos, recorded_at: work.now, late: isLateForm(input.filledOn, work.now, lateHours === undefined ? 24 : judge.amount(lateHours)), digest,
  })
  await attachFiles(work, [...input.photos, ...settled.photos], row.id)
  await putFilters(work, { id, form: form.key }, row, settled.filters)
  await tellWhoseItIs(work, row)
  await tellService(work, row, row)
  return { id, version: 1 }
}

/** Some sheets are of some posts alone. */
function requireHand({ actor }: Work, { method }: Judge, form: string): void {
  if (!mayFillIn(method, form, actor.role)) throw new Refusal('post.may-not')
}

/** A supervisor's advice, an office's decision: whose service it is hears that somebody else wrote in it. What the public answers is told apart. */
async function tellWhoseItIs(work: Work, row: ServiceRowOfTable): Promise<void> {
  if (row.worker !== work.actor.account && work.actor.role !== GUEST) await notify(work, { kind: 'form-filled', about: row, to: { account: row.worker } })
}

/** A form about one of several names him, one about a contact names the contact, and neither is filled in twice. */
async function requireSubject(work: Work, row: ServiceRowOfTable, form: Form, { person, record }: SaveForm): Promise<void> {
  if ((form.about === 'person') !== (person !== undefined) || (form.about === 'record') !== (record !== undefined)) throw new Refusal('form.wrong-subject', { form: form.title.zh })
  if (person !== undefined && (await requirePerson(work, person)).service !== row.id) throw new Refusal('person.not-found')
  if (record !== undefined) {
    const found = await work.tx.selectFrom('record as r').select('r.id').where('r.id', '=', record).where('r.service', '=', row.id).where('r.voided_at', 'is', null).where(peopleInReach(work.actor, 'r')).executeTakeFirst()
    if (!found) throw new Refusal('record.not-found')
  }
  if ((record !== undefined || (person !== undefined && form.times === 'once')) && (await isFilled(work, row.id, form.key, person ?? null, record ?? null))) throw new Refusal('form.once', { form: form.title.zh })
}

/** 更正: amended, never edited. What it said before stays in its history; a reported month is closed. */
export async function amendForm(work: Work, id: string, input: AmendForm): Promise<Saved> {
  const filled = await requireForm(work, id, { forChange: true, version: input.version })
  const row = await requireService(work, filled.service, { forChange: true })
  await requireOpenMonth(work, row.station, filled.filled_on)
  if (input.filledOn !== undefined) {
    checkDay(input.filledOn, work.today)
    await requireOpenMonth(work, row.station, input.filledOn)
  }
  const judge = await judgeOf(work, row)
  const form = judge.standards.form(filled.form)
  if (!form) throw new Refusal('form.not-found')
  requireHand(work, judge, form.key)
  const settled = settleAnswers(form, input.answers, judge.standards, work.today)
  await work.tx.updateTable('service_form').set({
    answers_sealed: await work.keys.seal(work.tx, row.id, JSON.stringify(settled.answers), aboutAnswers(id)), score: settled.score, level: settled.level, gaps: settled.gaps,
    ...(input.filledOn && { filled_on: input.filledOn }), amended_at: work.now, amend_why: input.why, version: filled.version + 1,
  }).where('id', '=', id).execute()
  await attachFiles(work, settled.photos, row.id)
  await putFilters(work, filled, row, settled.filters)
  await tellWhoseItIs(work, row)
  await tellService(work, row, row)
  return { id, version: filled.version + 1 }
}

export async function voidForm(work: Work, id: string, { version, why }: VoidForm): Promise<Saved> {
  const filled = await requireForm(work, id, { forChange: true, version })
  const row = await requireService(work, filled.service, { forChange: true })
  await requireOpenMonth(work, row.station, filled.filled_on)
  requireHand(work, await judgeOf(work, row), filled.form)
  await work.tx.updateTable('service_form').set({ voided_at: work.now, void_why: why, version: version + 1 }).where('id', '=', id).execute()
  await putFilters(work, filled, row, [])
  await tellService(work, row, row)
  return { id, version: version + 1 }
}
