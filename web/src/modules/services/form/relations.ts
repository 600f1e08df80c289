import type { FieldView } from '#api/services.ts'
import { isEmpty, rowsOf, type Answers } from './answers.ts'

export type Tie = 'strong' | 'plain' | 'weak' | 'tense' | 'cut'
export interface Node { key: string; name: string; more: string; tie: Tie; x: number; y: number }
export interface Drawing { width: number; height: number; centre: { x: number; y: number }; nodes: Node[] }

const TIES: Record<string, Tie> = { close: 'strong', strong: 'strong', distant: 'weak', weak: 'weak', conflict: 'tense', tense: 'tense', 'cut-off': 'cut' }
/** Generations above and below; whoever is of none stands beside. */
const GENERATION: Record<string, number> = { grandparent: -2, parent: -1, son: 1, daughter: 1, grandchild: 2 }
const [CELL_X, CELL_Y, WIDTH] = [132, 84, 660]

const words = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** Where everybody of the rows stands around the person in the middle: the family by generation, others in the columns at both sides. */
export function drawRelations(fields: readonly FieldView[], answers: Answers, say: (field: FieldView, column: string, value: unknown) => string): Drawing | null {
  const lines = (draw: FieldView['draw']) => fields.filter((field) => field.draw === draw && !isEmpty(answers[field.key])).flatMap((field) => rowsOf(answers[field.key]).map((row) => ({ field, row })))
  const family = lines('family').map(({ field, row }) => ({ name: words(row.name) || say(field, 'relation', row.relation), more: [words(row.name) ? say(field, 'relation', row.relation) : '', words(row.years)].filter(Boolean).join(' '), tie: TIES[words(row.bond)] ?? 'plain', level: GENERATION[words(row.relation)] ?? 0 }))
  const around = lines('around').map(({ row }) => ({ name: words(row.who), more: words(row.gives), tie: TIES[words(row.bond)] ?? 'plain' })).filter(({ name }) => name !== '')
  if (family.length + around.length === 0) return null
  const levels = [-2, -1, 0, 1, 2].filter((level) => level === 0 || family.some((one) => one.level === level))
  const tallest = Math.max(levels.length, Math.ceil(around.length / 2))
  const height = tallest * CELL_Y + 24
  const top = (height - levels.length * CELL_Y) / 2
  const yOf = (level: number) => top + (levels.indexOf(level) + 0.5) * CELL_Y
  const centre = { x: WIDTH / 2, y: yOf(0) }
  const nodes: Node[] = []
  for (const level of levels) {
    const here = family.filter((one) => one.level === level)
    const places = level === 0 ? here.map((_, n) => (n % 2 === 0 ? 1 : -1) * Math.ceil((n + 1) / 2)) : here.map((_, n) => n - (here.length - 1) / 2)
    const step = Math.min(CELL_X, (WIDTH - 2 * CELL_X) / Math.max(1, here.length - 1))
    for (const [n, { name, more, tie }] of here.entries()) nodes.push({ key: `f${level}.${n}`, name, more, tie, x: centre.x + places[n]! * step, y: yOf(level) })
  }
  for (const [n, one] of around.entries()) {
    const [side, rank, of] = [n % 2, Math.floor(n / 2), Math.ceil((around.length - (n % 2)) / 2)]
    nodes.push({ key: `a${n}`, ...one, x: side === 0 ? CELL_X / 2 : WIDTH - CELL_X / 2, y: height / 2 + (rank - (of - 1) / 2) * CELL_Y })
  }
  return { width: WIDTH, height, centre, nodes }
}
