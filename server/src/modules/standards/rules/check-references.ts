import { checkRule, wordsInRule } from './expression.ts'
import type { Milestone } from './method.ts'
import type { Ages, CountMeasure, Pack, RatioMeasure, Window } from './pack.ts'
import type { Problem } from './problem.ts'
import type { Row } from './sections.ts'
import type { Path } from './yaml-file.ts'
import { hasDay } from './days.ts'

/** Facts that a rule in a pack may name. */
export const RULE_FACTS: readonly string[] = ['age', 'tags', 'risk', 'sex']
/** Lists a measure's `where.kind` may draw on. */
const KIND_LISTS: readonly string[] = ['activity-kind', 'task-kind', 'consultation-kind', 'visit-kind', 'duty-kind']

/** Names of other rows that nothing bears, rules that cannot be read, ages and dates the wrong way round. */
export function checkReferences(rows: readonly Row[], bases: readonly Pack[]): readonly Problem[] {
  const known = new Set([...rows.map(({ kind, key }) => `${kind} ${key}`), ...rows.flatMap(fieldsOf), ...rows.flatMap(milestonesOf), ...bases.flatMap(namesIn)])
  return rows.flatMap((row) => [
    ...referencesOf(row)
      .filter(({ names }) => !names.some((name) => known.has(name)))
      .map(({ path, names }) => {
        const [kind = '', key = ''] = names[0]?.split(' ') ?? []
        return row.file.problemAt([...row.path, ...path], 'reference.unknown', { kind, key })
      }),
    ...rulesOf(row).flatMap(({ field, rule }) => ruleProblems(row, field, rule, known)),
    ...checkOrder(row),
  ])
}

const fieldsOf = ({ kind, key, values }: Row): string[] => (kind === 'form' ? (values['fields'] as { key: string }[]).map((field) => `field ${key}/${field.key}`) : [])

const milestonesOf = ({ kind, key, values }: Row): string[] => (kind === 'method' ? ((values['milestones'] ?? []) as Milestone[]).map((one) => `milestone ${key}/${one.key}`) : [])

type Reference = { readonly path: Path; readonly names: readonly string[] }

function referencesOf({ kind, values }: Row): readonly Reference[] {
  if (kind === 'item') return each(values, 'groups', (key) => [`tag ${key}`])
  if (kind === 'code' || kind === 'checklist-item') return one(values, 'parameter', 'parameter')
  if (kind === 'readiness') return each(values, 'requires', (key) => [`checklist ${key}`])
  if (kind === 'indicator') return [...measureReferences(values['measure'] as CountMeasure | RatioMeasure), ...one(values, 'table', 'table')]
  if (kind === 'table') return tableReferences(values)
  if (kind === 'task' && values['pilot'] !== undefined) return [{ path: ['pilot'], names: [`code pilot-flag/${String(values['pilot'])}`] }]
  if (kind === 'override') return [{ path: ['key'], names: [`${String(values['kind'])} ${String(values['key'])}`] }]
  if (kind === 'link') {
    return [{ path: ['from'], names: [`item ${String(values['from'])}`] }, ...each(values, 'to', (key) => [`item ${key}`])]
  }
  if (kind === 'duty') {
    const days = (values['cycle'] as { days?: string }).days
    return [
      ...each(values, 'modes', (key) => [`code visit-mode/${key}`]),
      ...(days === undefined ? [] : [{ path: ['cycle', 'days'], names: [`parameter ${days}`] }]),
      ...one(values, 'after_event_hours', 'parameter'),
    ]
  }
  return []
}

/** Indicators of its rows and sums, groups of its people, questions of its columns. */
function tableReferences(values: Record<string, unknown>): readonly Reference[] {
  const columns = (values['columns'] as readonly Record<string, string>[] | undefined) ?? []
  return [
    ...each(values, 'rows', (key) => [`indicator ${key}`]), ...each(values, 'sums', (key) => [`indicator ${key}`]),
    ...each((values['lines'] ?? {}) as Record<string, unknown>, 'people', (key) => [`tag ${key}`]).map(under('lines')),
    ...each((values['lines'] ?? {}) as Record<string, unknown>, 'needs', (key) => [`code actor/${key}`]).map(under('lines')),
    ...columns.flatMap(({ form, field }, index): Reference[] => (form === undefined ? [] : [{ path: ['columns', index, 'field'], names: [`field ${form}/${field}`] }])),
  ]
}

function measureReferences(measure: CountMeasure | RatioMeasure): readonly Reference[] {
  if ('ratio' in measure) return measure.ratio.map((key, index) => ({ path: ['measure', 'ratio', index], names: [`indicator ${key}`] }))
  const lists: [keyof NonNullable<CountMeasure['where']>, (key: string) => string[]][] = [
    ['kind', (key) => [...KIND_LISTS.map((list) => `code ${list}/${key}`), `method ${key}`]],
    ['item', (key) => [`item ${key}`]],
    ['tag', (key) => [`tag ${key}`]],
    ['result', (key) => (measure.count.includes('milestone') ? (measure.where?.kind ?? ['']).map((method) => `milestone ${method}/${key}`) : [`code visit-result/${key}`, `code closing-reason/${key}`])],
    ['outcome', (key) => [`code need-outcome/${key}`]],
    ['level', (key) => [`code publicity-level/${key}`]],
  ]
  const where = (measure.where ?? {}) as Record<string, unknown>
  return [
    ...each(measure as Record<string, unknown>, 'modes', (key) => [`code visit-mode/${key}`]).map(under('measure')),
    ...lists.flatMap(([field, names]) => each(where, field, names).map(under('measure', 'where'))),
  ]
}

function under(...steps: string[]): (reference: Reference) => Reference {
  return ({ path, names }) => ({ path: [...steps, ...path], names })
}

function each(values: Record<string, unknown>, field: string, names: (key: string) => readonly string[]): readonly Reference[] {
  const keys = (values[field] as readonly string[] | undefined) ?? []
  return keys.map((key, index) => ({ path: [field, index], names: names(key) }))
}

function one(values: Record<string, unknown>, field: string, kind: string): readonly Reference[] {
  return values[field] === undefined ? [] : [{ path: [field], names: [`${kind} ${String(values[field])}`] }]
}

function rulesOf({ values }: Row): readonly { field: string; rule: string }[] {
  return ['when', 'rule'].flatMap((field) => (typeof values[field] === 'string' ? [{ field, rule: values[field] }] : []))
}

function ruleProblems(row: Row, field: string, rule: string, known: ReadonlySet<string>): readonly Problem[] {
  const at: Path = [...row.path, field]
  const faults = checkRule(rule, RULE_FACTS)
  if (faults.length > 0) {
    return faults.map(({ code, detail }) =>
      code === 'unknown-name'
        ? row.file.problemAt(at, 'rule.unknown-name', { name: detail, names: RULE_FACTS.join(', ') })
        : row.file.problemAt(at, 'rule.syntax', { rule }),
    )
  }
  return wordsInRule(rule)
    .filter((word) => !['tag ', 'code risk-level/', 'code sex/'].some((kind) => known.has(kind + word)))
    .map((word) => row.file.problemAt(at, 'rule.unknown-word', { word }))
}

function checkOrder(row: Row): readonly Problem[] {
  const { age, effective, retired_on: retired } = row.values as { age?: Ages; effective?: Window; retired_on?: string }
  const problems: Problem[] = []
  if (age?.from !== undefined && age.to !== undefined && age.from > age.to) problems.push(row.file.problemAt([...row.path, 'age'], 'ages.reversed'))
  if (retired !== undefined && !hasDay(retired)) problems.push(row.file.problemAt([...row.path, 'retired_on'], 'dates.invalid', { day: retired }))
  return effective ? [...problems, ...checkWindow(row, effective)] : problems
}

/** A window whose days exist and stand in order. */
export function checkWindow({ file, path }: Pick<Row, 'file' | 'path'>, { from, until }: Window): readonly Problem[] {
  const wrong = [from, until].find((day) => day !== null && !hasDay(day))
  if (wrong) return [file.problemAt([...path, 'effective'], 'dates.invalid', { day: wrong })]
  return until !== null && from > until ? [file.problemAt([...path, 'effective'], 'dates.reversed', { from, until })] : []
}

function namesIn(pack: Pack): readonly string[] {
  return [
    ...(pack.catalogue?.items ?? []).map(({ key }) => `item ${key}`),
    ...pack.lists.flatMap((list) => list.codes.map(({ key }) => `code ${list.key}/${key}`)),
    ...pack.tags.map(({ key }) => `tag ${key}`),
    ...pack.parameters.map(({ key }) => `parameter ${key}`),
    ...pack.checklists.map(({ key }) => `checklist ${key}`),
    ...pack.indicators.map(({ key }) => `indicator ${key}`),
    ...pack.tables.map(({ key }) => `table ${key}`),
    ...pack.duties.map(({ key }) => `duty ${key}`),
    ...pack.methods.flatMap(({ key, milestones = [] }) => [`method ${key}`, ...milestones.map((one) => `milestone ${key}/${one.key}`)]),
    ...pack.forms.flatMap(({ key, fields }) => fields.map((field) => `field ${key}/${field.key}`)),
  ]
}
