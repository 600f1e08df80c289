import { parseExpression } from 'feelin'
import { checkRule } from './expression.ts'
import type { KnownFacts } from './gate-facts.ts'
import type { Field, Form } from './method.ts'

/** What a rule may speak of: names, and under a name the fields of a form. */
export type Vocabulary = ReadonlyMap<string, ReadonlySet<string> | null>

/** A form's key as a rule writes it. */
export const ruleName = (form: string): string => form.replaceAll(/[-.]/g, '_')

/** `filled` is how often the form was filled in; its fields are those of the latest. */
export const vocabularyOf = (forms: readonly Form[], facts: KnownFacts): Vocabulary => {
  const names = new Map<string, Set<string> | null>(forms.map((form) => [ruleName(form.key), new Set(['filled', 'score', 'level', ...form.fields.map(({ key }) => key)])]))
  for (const name of facts.keys()) {
    const [root = '', field] = name.split('.')
    names.set(root, field === undefined ? null : (names.get(root) ?? new Set<string>()).add(field))
  }
  return names
}

/** A stretch of time as FEEL writes it, `P30D`: no answer of a form. */
const STRETCH = /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?)?$/

export const fieldNames = (fields: readonly Field[]): Vocabulary => new Map(fields.map(({ key }) => [key, null]))

export type NameFault = { readonly code: 'syntax' | 'unknown-name' | 'unknown-word' | 'constant'; readonly detail: string }

/** What is wrong with a rule over this vocabulary. `words`: what its quoted words may be; a rule that names nothing is always the same. */
export function checkNames(rule: string, vocabulary: Vocabulary, words: ReadonlySet<string>): readonly NameFault[] {
  const faults = checkRule(rule, [...vocabulary.keys()])
  if (faults.length > 0) return faults.map(({ code, detail }) => ({ code: code === 'unknown-name' ? code : 'syntax', detail }))
  const found: NameFault[] = []
  let named = 0
  parseExpression(rule, Object.fromEntries([...vocabulary.keys()].map((name) => [name, null])), undefined).iterate({
    enter(node) {
      const text = rule.slice(node.from, node.to)
      if (node.name === 'VariableName' && vocabulary.has(text)) named++
      if (node.name === 'StringLiteral' && !words.has(text.slice(1, -1)) && !STRETCH.test(text.slice(1, -1))) found.push({ code: 'unknown-word', detail: text.slice(1, -1) })
      if (node.name !== 'PathExpression') return
      const [root = '', field = ''] = text.split('.')
      const fields = vocabulary.get(root)
      if (fields && !fields.has(field)) found.push({ code: 'unknown-name', detail: text })
    },
  })
  return named === 0 ? [...found, { code: 'constant', detail: rule }] : found
}
