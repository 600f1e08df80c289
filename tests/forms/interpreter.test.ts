import fc from 'fast-check'
import { date, evaluate } from 'feelin'
import { describe, expect, it } from 'vitest'
import type { FieldView } from '#api/services.ts'
import { settleAnswers } from '#server/modules/services/rules/answers.ts'
import { formView } from '#server/modules/services/views/definitions.ts'
import { type Form, requirePacks, resolveStandards } from '#server/modules/standards/index.ts'
import { missingIn } from '#web/modules/services/form/answers.ts'
import { workOut } from '#web/modules/services/form/rules.ts'

// The screen shows at once what the server will keep: the same questions in sight, the same sums, the same level.
const TODAY = '2026-11-20'
const standards = resolveStandards(requirePacks('standards'), 510421100000, TODAY)
const keys = new Set(standards.methods().flatMap(({ stages, session }) => [...stages.flatMap(({ forms }) => forms.map(({ form }) => form)), ...(session?.form ? [session.form] : [])]))
const forms = [...keys].flatMap((key) => standards.form(key) ?? [])
const feel = { evaluate, date }

const words = fc.constantFrom('在家', '睡不好', '一个人住')
const day = fc.integer({ min: 0, max: 700 }).map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10))
const uuid = fc.uuid({ version: 4 })

/** Any answer that fits a question. */
function answerTo(field: FieldView): fc.Arbitrary<unknown> {
  const options = (field.options ?? []).map(({ key }) => key)
  const number = fc.integer({ min: field.min ?? 0, max: Math.min(field.max ?? 200, 5000) })
  switch (field.type) {
    case 'text': case 'words': return words
    case 'number': case 'minutes': case 'money': return number
    case 'choice': return options.length > 0 ? fc.constantFrom(...options) : fc.constant(undefined)
    case 'choices': return fc.subarray(options)
    case 'yes-no': return fc.boolean()
    case 'day': return day
    case 'time': return fc.constantFrom('08:30', '23:59')
    case 'moment': return day.map((one) => `${one}T09:15:00+08:00`)
    case 'person': return uuid
    case 'photos': return fc.uniqueArray(uuid, { maxLength: 2 })
    case 'colleagues': return fc.uniqueArray(fc.uuid(), { maxLength: 3 })
    case 'service-number': return fc.constantFrom('510421100-C2026-0001', '510421-G2026-0012', '510421100201-S2025-0003')
    case 'signature': return fc.constantFrom('signed', 'thumbprint', 'refused')
    case 'rows': return fc.array(answersTo(field.columns ?? []), { maxLength: 3 })
    default: return fc.constant(undefined)
  }
}
const answersTo = (fields: readonly FieldView[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(fields.map((field) => [field.key, fc.option(answerTo(field), { nil: undefined, freq: 3 })]))).map((answers) => Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined)))

const same = (form: Form & { pack: string; version: string }) => {
  const view = formView(standards, form as Parameters<typeof formView>[1])
  fc.assert(fc.property(answersTo(view.fields), (answers) => {
    const server = settleAnswers(form, answers, standards, TODAY)
    const screen = workOut(view, answers, feel, TODAY)
    expect(screen.values).toEqual(server.answers)
    expect([screen.score, screen.level?.key ?? null]).toEqual([server.score, server.level])
    expect(missingIn(view.fields, screen.values, screen.shown).map(({ key }) => key)).toEqual(server.gaps)
  }), { numRuns: 40 })
}

describe('a form on the screen says what the server will say', () => {
  it('there are forms with rules among those we ship', () => expect(forms.filter(({ fields }) => fields.some(({ visible_when: when }) => when)).length).toBeGreaterThan(10))

  it.each(forms.map((form) => [form.code, form.title.zh, form] as const))('%s %s', (_, __, form) => same(form))

  it('a scale with points, hidden questions, several choices and sums over a table', () => {
    const option = (key: string, points: number) => ({ key, title: { zh: key }, points })
    const made = {
      key: 'made', code: 'X01', title: { zh: '试验' }, about: 'service', times: 'many', class: 'P3', source: 'practice 试验', basis: 'default', pack: 'mzt-094-2017', version: '1',
      fields: [
        { key: 'a', title: { zh: 'a' }, type: 'choice', needed: true, options: [option('never', 0), option('often', 2)] },
        { key: 'b', title: { zh: 'b' }, type: 'choices', options: [option('x', 1), option('y', 3)], visible_when: 'a = "often"' },
        { key: 'c', title: { zh: 'c' }, type: 'number', min: 0, max: 9, needed: true, visible_when: 'b != null and list contains(b, "x")' },
        { key: 'sum', title: { zh: 'sum' }, type: 'computed', computed: 'a + c' },
        { key: 'on', title: { zh: 'on' }, type: 'day' },
        { key: 'late', title: { zh: 'late' }, type: 'computed', computed: 'if on = null then null else date(on) < today()' },
      ],
      result: { score: 'a + (if b = null then 0 else b) + (if c = null then 0 else c)', levels: [{ key: 'low', title: { zh: '低' }, from: 0, to: 3 }, { key: 'high', title: { zh: '高' }, from: 4, to: 20, alarm: true }] },
    }
    same(made as unknown as Form & { pack: string; version: string })
  })
})
