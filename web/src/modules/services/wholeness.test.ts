import { expect, test } from 'vitest'
import { formState, wholeness } from './wholeness.ts'

const form = (key: string, needed: boolean, ...filled: number[]) => ({ key, needed, filled: filled.map((gaps) => ({ gaps: Array<string>(gaps).fill('words') })) })
const stages = [
  { state: 'done', forms: [form('plan', true, 0), form('budget', false)] }, { state: 'now', forms: [form('record', true), form('budget', false)] }, { state: 'ahead', forms: [form('summary', true), form('news', false)] },
]

test('what a later stage will ask for is not missing today, and the file is whole only so far', () => {
  expect(['plan', 'record', 'summary'].map((key) => formState(stages, key))).toEqual(['whole', 'missing', 'later'])
  expect(wholeness({ complete: true, stages })).toBe('completeSoFar')
  expect(wholeness({ complete: false, stages })).toBe('incomplete')
})

test('a file is whole when nothing more will be asked for; a form with open questions is not', () => {
  const written = [stages[0]!, { state: 'now', forms: [form('summary', true, 0, 2)] }]
  expect(formState(written, 'summary')).toBe('open')
  expect(wholeness({ complete: true, stages: written })).toBe('complete')
  expect(wholeness({ complete: true, stages: [...written, { state: 'ahead', forms: [form('news', false)] }] })).toBe('complete')
})
