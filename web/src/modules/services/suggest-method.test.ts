import { expect, it } from 'vitest'
import type { MethodView } from '#api/services.ts'
import { suggestMethods } from './suggest-method.ts'

const method = (key: string, words: string[], groups: string[]) => ({ key, words, groups }) as unknown as MethodView

it('a way of serving is suggested by the words of the need and by who the person is, the better fit first', () => {
  const methods = [method('mediation', ['纠纷'], []), method('violence', ['打人', '家暴'], ['violence-victim']), method('casework', ['情绪'], ['violence-victim'])]
  expect(suggestMethods(methods, '说丈夫又打人了', ['violence-victim']).map(({ key }) => key)).toEqual(['violence', 'casework'])
  expect(suggestMethods(methods, '想办老年证', [])).toEqual([])
})
