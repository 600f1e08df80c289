import { expect, test } from 'vitest'
import type { FieldView } from '#api/services.ts'
import { drawRelations } from './relations.ts'

const column = (key: string): NonNullable<FieldView['columns']>[number] => ({ key, title: { zh: key }, needed: false, type: 'text' })
const fields: FieldView[] = [
  { key: 'family', title: { zh: '家庭成员' }, needed: false, type: 'rows', draw: 'family', columns: ['name', 'relation', 'years', 'bond'].map(column) },
  { key: 'network', title: { zh: '支持网络' }, needed: false, type: 'rows', draw: 'around', columns: ['who', 'gives', 'bond'].map(column) },
]
const say = (_: FieldView, __: string, value: unknown) => ({ grandparent: '祖父母', daughter: '女', sibling: '兄弟姐妹' } as Record<string, string>)[String(value)] ?? ''

test('the old stand above, children below, others at the sides, each tied as it was said', () => {
  const drawn = drawRelations(fields, { family: [{ name: '奶奶', relation: 'grandparent', years: 67, bond: 'close' }, { relation: 'daughter', bond: 'cut-off' }, { name: '弟弟', relation: 'sibling' }], network: [{ who: '班主任', gives: '了解学习', bond: 'strong' }, { who: '二婶', bond: 'tense' }, { gives: '没有名字' }] }, say)!
  const at = (name: string) => drawn.nodes.find((node) => node.name === name)!
  expect([at('奶奶').tie, at('女').tie, at('弟弟').tie, at('班主任').tie, at('二婶').tie]).toEqual(['strong', 'cut', 'plain', 'strong', 'tense'])
  expect(at('奶奶').more).toBe('祖父母 67')
  expect(at('奶奶').y).toBeLessThan(drawn.centre.y)
  expect(at('女').y).toBeGreaterThan(drawn.centre.y)
  expect(at('弟弟').y).toBe(drawn.centre.y)
  expect([at('班主任').x < 100, at('二婶').x > drawn.width - 100]).toEqual([true, true])
  expect(drawn.nodes).toHaveLength(5)
})

test('nobody stands on somebody else or outside, however many there are; of nobody nothing is drawn', () => {
  const network = Array.from({ length: 9 }, (_, n) => ({ who: `邻居${n}` }))
  const { nodes, width, height } = drawRelations(fields, { network, family: [{ name: '奶奶', relation: 'grandparent' }, { name: '爷爷', relation: 'grandparent' }] }, say)!
  expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(11)
  for (const { x, y } of nodes) expect(x > 50 && x < width - 50 && y > 20 && y < height - 20).toBe(true)
  expect(drawRelations(fields, {}, say)).toBeNull()
})
