import type { Path, YamlFile } from './yaml-file.ts'

/** Which rows each file of a pack holds, and where. */
export type RowKind =
  | 'item' | 'list' | 'code' | 'tag' | 'parameter' | 'checklist' | 'checklist-item' | 'readiness'
  | 'indicator' | 'table' | 'duty' | 'link' | 'task' | 'override' | 'method' | 'form'
type Section = { readonly rows: string; readonly kind: RowKind; readonly inner?: { readonly rows: string; readonly kind: RowKind } }

export const SECTIONS: Readonly<Record<string, readonly Section[]>> = {
  'pack.yaml': [],
  'catalogue.yaml': [{ rows: 'items', kind: 'item' }],
  'codes.yaml': [{ rows: 'lists', kind: 'list', inner: { rows: 'codes', kind: 'code' } }],
  'tags.yaml': [{ rows: 'tags', kind: 'tag' }],
  'parameters.yaml': [{ rows: 'parameters', kind: 'parameter' }],
  'checklists.yaml': [
    { rows: 'checklists', kind: 'checklist', inner: { rows: 'items', kind: 'checklist-item' } },
    { rows: 'readiness', kind: 'readiness' },
  ],
  'indicators.yaml': [{ rows: 'indicators', kind: 'indicator' }],
  'tables.yaml': [{ rows: 'tables', kind: 'table' }],
  'duties.yaml': [{ rows: 'duties', kind: 'duty' }],
  'crosswalk.yaml': [{ rows: 'links', kind: 'link' }],
  'build-plan.yaml': [{ rows: 'tasks', kind: 'task' }],
  'overrides.yaml': [{ rows: 'overrides', kind: 'override' }],
}
/** A method is a file of its own, with its forms and their code lists: `methods/casework.yaml`. */
const METHOD_FILE: readonly Section[] = [
  { rows: 'methods', kind: 'method' }, { rows: 'forms', kind: 'form' },
  { rows: 'lists', kind: 'list', inner: { rows: 'codes', kind: 'code' } }, { rows: 'parameters', kind: 'parameter' },
]
export const FILE_NAMES: readonly string[] = [...Object.keys(SECTIONS), 'methods/….yaml']
const isMethodFile = (name: string): boolean => /^methods\/[a-z0-9]+(-[a-z0-9]+)*\.yaml$/.test(name)
export const isPackFile = (name: string): boolean => name in SECTIONS || isMethodFile(name)
/** Which definition of pack-schema.json a file follows. */
export const definitionOf = (name: string): string => (isMethodFile(name) ? 'methods' : name.replace(/\.yaml$/, ''))
const sectionsOf = (name: string): readonly Section[] => SECTIONS[name] ?? (isMethodFile(name) ? METHOD_FILE : [])

export type Values = Record<string, unknown>
export type Row = {
  readonly file: YamlFile
  readonly kind: RowKind
  /** Codes and checklist items carry their list's key before a slash. */
  readonly key: string
  readonly path: Path
  /** As written, with source and basis taken from the list or file where the row gives none. */
  readonly values: Values
}

/** Every row of a file whose shape is right. */
export function rowsOf(file: YamlFile): readonly Row[] {
  const top = file.data as Values
  return sectionsOf(file.name).flatMap(({ rows, kind, inner }) =>
    listOf(top[rows]).flatMap((written, index) => {
      const values = inherit(written, top)
      const row: Row = { file, kind, key: keyOf(values), path: [rows, index], values }
      if (!inner) return [row]
      const innerRows = listOf(written[inner.rows]).map((code, place): Row => ({
        file, kind: inner.kind, key: `${row.key}/${String(code['key'])}`, path: [rows, index, inner.rows, place], values: inherit(code, values),
      }))
      return [row, ...innerRows]
    }),
  )
}

/** The rows of one section with their sources filled in, as the Pack carries them. */
export function filledRows(file: YamlFile | undefined, section: string): readonly Values[] {
  if (!file) return []
  const top = file.data as Values
  const inner = sectionsOf(file.name).find(({ rows }) => rows === section)?.inner
  return listOf(top[section]).map((written) => {
    const values = inherit(written, top)
    return inner ? { ...values, [inner.rows]: listOf(written[inner.rows]).map((code) => inherit(code, values)) } : values
  })
}

function inherit(row: Values, from: Values): Values {
  const { source, basis } = { source: from['source'], basis: from['basis'], ...row }
  return { ...row, ...(source === undefined ? {} : { source }), ...(basis === undefined ? {} : { basis }) }
}

function keyOf(values: Values): string {
  return String(values['key'] ?? values['from'])
}

function listOf(value: unknown): readonly Values[] {
  return Array.isArray(value) ? (value as Values[]) : []
}
