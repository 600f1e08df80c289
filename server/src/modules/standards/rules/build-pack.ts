import { checkKeys, checkSources, overlap } from './check-keys.ts'
import { checkMethods } from './check-methods.ts'
import { checkReferences, checkWindow } from './check-references.ts'
import { checkShape } from './check-shape.ts'
import { digestOf, frozen } from './digest.ts'
import type { Pack, Window } from './pack.ts'
import type { Problem } from './problem.ts'
import { FILE_NAMES, filledRows, isPackFile, rowsOf, type Values } from './sections.ts'
import { parseYamlFile, type YamlFile } from './yaml-file.ts'

export type PackSource = Readonly<Record<string, string>>
export type PackResult = { readonly pack: Pack | null; readonly problems: readonly Problem[] }

/** The `extends` of a pack whose pack.yaml can be read that far; used to put packs in order before they are checked. */
export function extendedBy(source: PackSource): { key: string; extends: readonly string[] } | null {
  const data = parseYamlFile('pack.yaml', source['pack.yaml'] ?? '').data as { key?: unknown; extends?: unknown } | null
  if (typeof data?.key !== 'string' || !Array.isArray(data.extends)) return null
  return { key: data.key, extends: data.extends.map(String) }
}

/**
 * Reads the files of one pack (file name → text) and checks them against the packs it extends, found among `known`.
 * The pack is given only when there are no problems.
 */
export function buildPack(source: PackSource, known: readonly Pack[]): PackResult {
  const files = Object.entries(source).filter(([name]) => isPackFile(name)).map(([name, text]) => parseYamlFile(name, text))
  const problems: Problem[] = Object.keys(source)
    .filter((name) => !isPackFile(name))
    .map((file) => ({ file, line: 1, column: 1, code: 'file.unknown', details: { known: FILE_NAMES.join(', ') } }))
  const packFile = files.find(({ name }) => name === 'pack.yaml')
  if (!packFile) problems.push({ file: 'pack.yaml', line: 1, column: 1, code: 'file.missing', details: { file: 'pack.yaml' } })
  problems.push(...files.flatMap((file) => (file.problems.length > 0 ? file.problems : checkShape(file))))
  if (!packFile || problems.length > 0) return { pack: null, problems: inOrder(problems) }
  problems.push(...checkMeaning(packFile, files, known))
  return problems.length > 0 ? { pack: null, problems: inOrder(problems) } : { pack: assemble(packFile, files), problems: [] }
}

function checkMeaning(packFile: YamlFile, files: readonly YamlFile[], known: readonly Pack[]): readonly Problem[] {
  const header = packFile.data as Pick<Pack, 'key' | 'version' | 'extends' | 'effective'>
  const missing = header.extends.flatMap((key, index) =>
    known.some((pack) => pack.key === key) ? [] : [packFile.problemAt(['extends', index], 'extends.unknown', { key })],
  )
  const bases = basesOf(header.extends, known)
  const rows = files.flatMap((file) => rowsOf(file))
  return [
    ...missing,
    ...checkWindow({ file: packFile, path: [] }, header.effective),
    ...checkVersions(packFile, header, known),
    ...checkKeys(rows, bases),
    ...checkSources(rows, packFile),
    ...(missing.length > 0 ? [] : [...checkReferences(rows, bases), ...checkMethods(rows, bases)]),
  ]
}

/** Two versions of one pack may not be in force on the same day. */
function checkVersions(file: YamlFile, header: { key: string; version: string; effective: Window }, known: readonly Pack[]): readonly Problem[] {
  return known
    .filter(({ key, effective }) => key === header.key && overlap(effective, header.effective))
    .map(({ key, version }) => file.problemAt(['effective'], 'dates.overlap', { key, other: `${key} ${version}` }))
}

/** The packs these keys stand for and all that those extend, each once. */
export function basesOf(keys: readonly string[], known: readonly Pack[], seen: Set<string> = new Set()): readonly Pack[] {
  return keys.flatMap((key) => {
    if (seen.has(key)) return []
    seen.add(key)
    const packs = known.filter((pack) => pack.key === key)
    return [...packs, ...basesOf(packs.flatMap((pack) => pack.extends), known, seen)]
  })
}

function assemble(packFile: YamlFile, files: readonly YamlFile[]): Pack {
  const rows = (name: string, section: string) => filledRows(files.find((file) => file.name === name), section)
  const ofMethods = (section: string) => files.filter(({ name }) => name.startsWith('methods/')).flatMap((file) => filledRows(file, section))
  const catalogue = files.find(({ name }) => name === 'catalogue.yaml')
  const content = {
    ...(packFile.data as Values),
    catalogue: catalogue ? { ...(catalogue.data as Values), items: rows('catalogue.yaml', 'items') } : null,
    lists: [...rows('codes.yaml', 'lists'), ...ofMethods('lists')],
    tags: rows('tags.yaml', 'tags'),
    parameters: [...rows('parameters.yaml', 'parameters'), ...ofMethods('parameters')],
    checklists: rows('checklists.yaml', 'checklists'),
    readiness: rows('checklists.yaml', 'readiness'),
    indicators: rows('indicators.yaml', 'indicators').map((row) => ({ available: true, ...row })),
    tables: rows('tables.yaml', 'tables'),
    duties: rows('duties.yaml', 'duties'),
    crosswalk: rows('crosswalk.yaml', 'links'),
    buildPlan: rows('build-plan.yaml', 'tasks'),
    overrides: rows('overrides.yaml', 'overrides'),
    methods: ofMethods('methods').map((row) => ({ roles: [], approvals: [], clocks: [], ...row })),
    forms: ofMethods('forms'),
  }
  return frozen({ ...content, digest: digestOf(content) }) as unknown as Pack
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1))
}
