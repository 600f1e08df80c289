import { isMap, isNode, isScalar, LineCounter, type Document, type ParsedNode, parseDocument } from 'yaml'
import type { Problem, ProblemCode } from './problem.ts'

export type Path = readonly (string | number)[]

/** A file of a pack as it was written: its data, and where each part of it stands. */
export type YamlFile = {
  readonly name: string
  readonly data: unknown
  readonly problems: readonly Problem[]
  /** A problem at this path; `onKey` points at the name of the field rather than at its value. */
  problemAt(path: Path, code: ProblemCode, details?: Problem['details'], onKey?: boolean): Problem
}

/** Reads YAML 1.2. Never throws: what is wrong is in `problems`. */
export function parseYamlFile(name: string, text: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file: name, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const problemAt: YamlFile['problemAt'] = (path, code, details = {}, onKey = false) =>
    ({ ...at(offsetOf(document, path, onKey)), code, details })
  const problems: Problem[] = document.errors.map((error) => ({
    ...at(error.pos[0]),
    code: error.code === 'DUPLICATE_KEY' ? 'yaml.duplicate-field' : 'yaml.syntax',
    details: { what: error.message },
  }))
  if (problems.length > 0) return { name, data: null, problems, problemAt }
  if (document.contents === null) problems.push(problemAt([], 'yaml.empty'))
  try {
    return { name, data: document.toJS({ maxAliasCount: 20 }), problems, problemAt }
  } catch (error) {
    return { name, data: null, problems: [...problems, problemAt([], 'yaml.syntax', { what: String(error) })], problemAt }
  }
}

/** Where the deepest part of the path that exists begins. */
function offsetOf(document: Document.Parsed, path: Path, onKey: boolean): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = nodeAt(document, path.slice(0, length - 1))
    const step = path[length - 1]
    if (onKey && length === path.length && isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && key.value === step)
      if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0]
    }
    const node = nodeAt(document, path.slice(0, length))
    if (node?.range) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}

function nodeAt(document: Document.Parsed, path: Path): ParsedNode | null {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true)
  return isNode(node) ? (node as ParsedNode) : null
}
