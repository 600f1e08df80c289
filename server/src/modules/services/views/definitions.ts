import type { FieldView, FormToFill, FormView, MethodView } from '#api/services.ts'
import type { Field, Form, Method, Option, Resolved, Standards } from '#server/modules/standards/index.ts'
import { formVersionOf, isNeeded } from '../rules/form.ts'
import { mayOpen } from '../rules/openers.ts'

const option = ({ key, title, points }: Option) => ({ key, title: { ...title }, ...(points !== undefined && { points }) })
const codes = (standards: Standards, list: string) => standards.codes(list).map(({ key, title }) => ({ key, title: { ...title } }))

/** A way of serving as a screen offers it. */
export function methodView(standards: Standards, method: Resolved<Method>, role: string): MethodView {
  return {
    key: method.key, title: method.title, counts: method.counts, secret: method.secret ?? false, subject: method.subject, roles: method.roles.map(option),
    stages: method.stages.map(({ key, title }) => ({ key, title })), signUp: method.sign_up ?? false,
    session: method.session ? { title: method.session.title, kinds: [...method.session.kinds], modes: codes(standards, method.session.modes), as: { ...method.session.as }, attendance: method.session.attendance ?? false } : null,
    goals: !method.goals ? 'none' : standards.findParameter('case.goal_scale')?.value === 'gas' ? 'gas' : 'levels', sources: codes(standards, 'case-source'),
    first: method.first ?? null, words: [...(method.words ?? [])], groups: [...(method.groups ?? [])], basis: method.basis, forPublic: method.doors?.some(({ to }) => to === 'service') ?? false, sampled: method.sample?.role ?? null, round: method.round !== undefined, tally: method.tally ? method.tally.title ?? method.title : null,
    mayOpen: mayOpen(method, role),
  }
}

/** One question as it is asked. */
export const questionView = (standards: Standards, field: Field): FieldView => ({
  key: field.key, title: field.title, needed: field.needed ?? false, type: field.type,
  ...(field.hint && { hint: field.hint }), ...((field.options || field.list) && { options: field.options ? field.options.map(option) : codes(standards, field.list!) }),
  ...(field.min !== undefined && { min: field.min }), ...(field.max !== undefined && { max: field.max }), ...(field.visible_when && { visibleWhen: field.visible_when }),
  ...(field.computed && { computed: field.computed }), ...(field.from && { from: field.from }), ...(field.draw && { draw: field.draw }), ...(field.fields && { columns: field.fields.map((column) => questionView(standards, column)) }),
})

/** A form as it is filled in, printed and read again. */
export function formView(standards: Standards, form: Resolved<Form>): FormView {
  const found = standards.source(form)
  return {
    key: form.key, code: form.code, title: form.title, formVersion: formVersionOf(form), about: form.about, times: form.times, class: form.class,
    fields: form.fields.map((field) => ({ ...questionView(standards, field), needed: isNeeded(form, field) })), levels: (form.result?.levels ?? []).map((level) => ({ ...level, title: { ...level.title }, alarm: level.alarm ?? false })),
    score: form.result?.score ?? null, licence: form.licence ?? null,
    source: { document: found?.document.title ?? { zh: form.source }, number: found?.document.number ?? null, at: found?.at ?? '', basis: form.basis },
  }
}

/** What is known already, by field. */
export const beginsOf = (form: Form, known: Partial<Record<NonNullable<Field['from']>, unknown>>): FormToFill['begins'] =>
  Object.fromEntries(form.fields.flatMap(({ key, from }) => (from && known[from] !== undefined && known[from] !== null && known[from] !== '' ? [[key, known[from]]] : [])))

