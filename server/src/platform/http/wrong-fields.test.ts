import { expect, test } from 'vitest'
import { SaveGoal } from '#api/services.ts'
import { OpenService } from '#api/services.ts'
import { sentenceOf } from '../refusal.ts'
import { wrongFields } from './wrong-fields.ts'

const ID = '0190f000-0000-7000-8000-000000000001'
/** As fastify hands a refused body on. */
const refused = (shape: { safeParse: (body: unknown) => { error?: { issues: readonly object[] } | undefined } }, body: object) =>
  wrongFields((shape.safeParse(body).error?.issues ?? []).map((issue) => { const { code, path, message, ...params } = issue as { code: string; path: (string | number)[]; message: string }; return { keyword: code, instancePath: `/${path.join('/')}`, message, params } }))
const sentence = (shape: Parameters<typeof refused>[0], body: object, language: 'zh' | 'en' = 'zh') => sentenceOf('request.malformed', refused(shape, body), language)

test('whoever wrote too much is told where and how much may be written, in words', () => {
  const body = { method: 'casework', openedOn: '2026-05-20', words: '长'.repeat(4001) }
  expect(sentence(OpenService, body)).toBe('填写有误：“文字内容”太长，最多 4000 字')
  expect(sentence(OpenService, body, 'en')).toBe('Something is filled in wrongly: the words: too long, at most 4000 characters')
  expect(sentence(SaveGoal, { service: ID, number: 1, words: '' })).toBe('填写有误：“文字内容”还没有填')
})

test('a day that was emptied is asked for once, by its name', () => {
  expect(sentence(OpenService, { method: 'casework', openedOn: '' })).toBe('填写有误：“开始日期”请填一个有效的日期')
  expect(sentence(OpenService, { method: 'casework', openedOn: '2026-05-20', capacity: 0 })).toBe('填写有误：“名额”太小，最小 1')
})

test('what nobody types keeps its key, for whoever wrote the program', () => {
  expect(refused(OpenService, { method: 'casework', openedOn: '2026-05-20', colour: 'red' })).toMatchObject({ fields: ['colour'], where: { zh: 'colour' } })
})
