import type { Pack, Window } from './pack.ts'
import type { Problem } from './problem.ts'
import type { Row, RowKind } from './sections.ts'
import type { YamlFile } from './yaml-file.ts'

/** Kinds whose keys belong to one pack for ever; codes and parameters may be given again by a nearer place. */
const OWNED: ReadonlySet<RowKind> = new Set(['item', 'tag', 'checklist', 'readiness', 'indicator', 'table', 'duty', 'method', 'form'])

/** Keys written twice, keys of extended packs, parents that do not exist or go round. */
export function checkKeys(rows: readonly Row[], bases: readonly Pack[]): readonly Problem[] {
  const owners = ownersOf(bases)
  const first = new Map<string, Row[]>()
  const problems: Problem[] = []
  for (const row of rows) {
    if (row.kind === 'override' || row.kind === 'link') continue
    const name = `${row.kind} ${row.key}`
    const earlier = first.get(name) ?? []
    first.set(name, [...earlier, row])
    const clash = earlier.find((other) => !besideEachOther(row, other))
    if (clash) problems.push(clashProblem(row, clash))
    const owner = OWNED.has(row.kind) ? owners.get(name) : undefined
    if (owner) problems.push(row.file.problemAt([...row.path, 'key'], 'key.taken', { key: row.key, pack: owner }))
  }
  return [...problems, ...checkParents(rows.filter(({ kind }) => kind === 'item'))]
}

/** Every row says where it comes from, and its source is one of those listed in pack.yaml. */
export function checkSources(rows: readonly Row[], packFile: YamlFile): readonly Problem[] {
  const listed = new Set(Object.keys((packFile.data as { sources: object }).sources))
  return rows.flatMap(({ file, path, values }) => {
    const { source, basis } = values as { source?: string; basis?: string }
    if (!source) return [file.problemAt(path, 'source.missing')]
    if (!basis) return [file.problemAt(path, 'basis.missing')]
    const [key = ''] = source.split(' ')
    return listed.has(key) ? [] : [file.problemAt([...path, 'source'], 'source.unknown', { key })]
  })
}

/** Whether two times have a day in common. */
export function overlap(a: Window, b: Window): boolean {
  return a.from <= (b.until ?? '9999-12-31') && b.from <= (a.until ?? '9999-12-31')
}

const ALWAYS: Window = { from: '0000-01-01', until: null }

function windowOf({ values }: Row): Window {
  return (values['effective'] as Window | undefined) ?? ALWAYS
}

function besideEachOther(a: Row, b: Row): boolean {
  return a.kind === 'parameter' && !overlap(windowOf(a), windowOf(b))
}

function clashProblem(row: Row, earlier: Row): Problem {
  const { line } = earlier.file.problemAt(earlier.path, 'key.duplicate')
  const timed = row.kind === 'parameter' && row.values['effective'] !== undefined && earlier.values['effective'] !== undefined
  if (timed) return row.file.problemAt([...row.path, 'effective'], 'dates.overlap', { key: row.key, other: `${earlier.file.name}:${line}` })
  return row.file.problemAt([...row.path, 'key'], 'key.duplicate', { key: row.key, line })
}

function checkParents(items: readonly Row[]): readonly Problem[] {
  const parents = new Map(items.map(({ key, values }) => [key, values['parent'] as string | undefined]))
  return items.flatMap((row) => {
    const parent = parents.get(row.key)
    if (parent === undefined) return []
    if (!parents.has(parent)) return [row.file.problemAt([...row.path, 'parent'], 'parent.unknown', { key: parent })]
    return goesRound(row.key, parents) ? [row.file.problemAt([...row.path, 'parent'], 'parent.cycle', { key: row.key })] : []
  })
}

function goesRound(start: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  let here = parents.get(start)
  for (let steps = 0; here !== undefined && steps <= parents.size; steps += 1) {
    if (here === start) return true
    here = parents.get(here)
  }
  return false
}

function ownersOf(bases: readonly Pack[]): ReadonlyMap<string, string> {
  return new Map(
    bases.flatMap((pack) => {
      const owned: [RowKind, readonly { key: string }[]][] = [
        ['item', pack.catalogue?.items ?? []], ['tag', pack.tags], ['checklist', pack.checklists], ['readiness', pack.readiness],
        ['indicator', pack.indicators], ['table', pack.tables], ['duty', pack.duties], ['method', pack.methods], ['form', pack.forms],
      ]
      return owned.flatMap(([kind, rows]) => rows.map(({ key }): [string, string] => [`${kind} ${key}`, pack.key]))
    }),
  )
}
