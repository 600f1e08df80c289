import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import schema from '../pack-schema.json' with { type: 'json' }
import type { Problem } from './problem.ts'
import { definitionOf } from './sections.ts'
import type { Path, YamlFile } from './yaml-file.ts'

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true, verbose: true })
ajv.addSchema(schema)
const BOUNDS: ReadonlySet<string> = new Set(['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties'])
// These only say that one of their branches failed; the branches say what.
const WRAPPERS: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'not', 'if', 'propertyNames'])

/** What in a file differs from the definition that bears its name in pack-schema.json. */
export function checkShape(file: YamlFile): readonly Problem[] {
  const definition = definitionOf(file.name)
  const validate = ajv.getSchema(`${schema.$id}#/$defs/${definition}`) as ValidateFunction | undefined
  if (!validate) throw new Error(`pack-schema.json does not define ${definition}`)
  if (validate(file.data)) return []
  const errors = validate.errors ?? []
  const plain = errors.filter(({ keyword }) => !WRAPPERS.has(keyword))
  return (plain.length > 0 ? joinTypes(plain) : errors).map((error) => shapeProblem(file, error))
}

/** A value that may be of several types and is of none makes one problem, not one a type. */
function joinTypes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const typesAt = (path: string) =>
    errors.filter(({ keyword, instancePath }) => keyword === 'type' && instancePath === path).map(({ params }) => String(params['type']))
  return errors
    .filter((error, index) => error.keyword !== 'type' || errors.findIndex((one) => one.keyword === 'type' && one.instancePath === error.instancePath) === index)
    .map((error) => (error.keyword === 'type' ? { ...error, params: { type: [...new Set(typesAt(error.instancePath))].join(' / ') } } : error))
}

function shapeProblem(file: YamlFile, error: ErrorObject): Problem {
  const path = pathOf(error.instancePath, file.data)
  const params = error.params as Record<string, unknown>
  const value = typeof error.data === 'object' ? '…' : String(error.data)
  if (error.keyword === 'required' || error.keyword === 'dependentRequired') return file.problemAt(path, 'shape.required', { field: String(params['missingProperty']) })
  if (error.keyword === 'additionalProperties') {
    const field = String(params['additionalProperty'])
    return file.problemAt([...path, field], 'shape.unknown-field', { field }, true)
  }
  if (error.keyword === 'type') return file.problemAt(path, 'shape.type', { expected: String(params['type']) })
  if (error.keyword === 'enum') {
    return file.problemAt(path, 'shape.enum', { value, allowed: (params['allowedValues'] as unknown[]).join(', ') })
  }
  if (error.keyword === 'pattern') return file.problemAt(path, 'shape.pattern', { value })
  if (error.keyword === 'uniqueItems') return file.problemAt([...path, Number(params['i'])], 'shape.unique')
  if (BOUNDS.has(error.keyword)) return file.problemAt(path, 'shape.bounds', { limit: error.message ?? error.keyword })
  return file.problemAt(path, 'shape.other', { what: error.message ?? error.keyword })
}

/** A JSON pointer as steps; numbers where the data has a list. */
function pathOf(pointer: string, data: unknown): Path {
  const path: (string | number)[] = []
  let here = data
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const step = Array.isArray(here) ? Number(name) : name
    path.push(step)
    here = (here as Record<string | number, unknown> | undefined)?.[step]
  }
  return path
}
