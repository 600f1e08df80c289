import { randomUUID } from 'node:crypto'
import fc from 'fast-check'

type Schema = { type?: string | string[]; properties?: Record<string, Schema>; required?: string[]; items?: Schema; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[]; enum?: unknown[]; const?: unknown; format?: string; pattern?: string
  minimum?: number; maximum?: number; maxItems?: number; minItems?: number; additionalProperties?: Schema | boolean }

export const NASTY = [
  '', ' ', '\u0000', 'a\u0000b', '\ud800', '\udfff\ud800', '\u202e', '\ufeff', 'x'.repeat(5000), '鸟'.repeat(4001), "'; drop table record; --", "' or 1=1 --", '%', '_', '\\', '=1+1', '@x', '${7*7}', '{{7*7}}', '<script>', '../../etc/passwd',
  '__proto__', 'constructor', '9'.repeat(400), '1e999', '-0', 'NaN', 'null', '2026-02-30', '2026-13-01', '0000-00-00', '9999-12-31', '10000-01-01', '-0001-01-01', '2026-05-20T25:61:61Z', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff',
] as const
export const NUMBERS = [0, -0, -1, 1, 1.5, 1e21, -1e21, 1e308, 2 ** 31, 2 ** 31 - 1, -(2 ** 31), 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 2 ** 63, 510421000000, 510421100201, 999999999999, 110000000000, 32768, 65536] as const
const POISON = [{ __proto__: null, constructor: { prototype: { admin: true } } }, JSON.parse('{"__proto__":{"isAdmin":true,"role":"administrator"}}'), { toString: 'x', valueOf: 1 }, [[[[[[]]]]]], {}, [], null, true, false]

/** Anything at all. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(fc.constantFrom<unknown>(...NASTY), fc.constantFrom<unknown>(...NUMBERS), fc.constantFrom<unknown>(...POISON), fc.string({ unit: 'binary', maxLength: 60 }), fc.uuid(), fc.anything({ maxDepth: 2 }).filter(isJson))
function isJson(value: unknown): boolean {
  try { return JSON.stringify(value) !== undefined } catch { return false }
}

/** Values that fit a schema, with ids that exist somewhere; and now and then, in one place, something that does not. */
export function fitting(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const wild = (good: fc.Arbitrary<unknown>) => fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: anything })
  if (schema.const !== undefined) return wild(fc.constant(schema.const))
  if (schema.enum) return wild(fc.constantFrom(...schema.enum))
  const some = schema.anyOf ?? schema.oneOf
  if (some) return fc.oneof(...some.map((one) => fitting(one, ids)))
  if (schema.allOf) return fitting(schema.allOf[0]!, ids)
  switch ([schema.type].flat()[0]) {
    case 'object': return wild(objectOf(schema, ids))
    case 'array': return wild(fc.array(fitting(schema.items ?? {}, ids), { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 4, 4) }))
    case 'integer': case 'number': return wild(fc.oneof(fc.integer({ min: Math.max(schema.minimum ?? 0, -1e6), max: Math.max(schema.minimum ?? 0, -1e6) + 200 }), fc.constantFrom(1, 2, 510421100201, 510421000000, 510422100000), fc.constantFrom(...NUMBERS)))
    case 'boolean': return wild(fc.boolean())
    case 'null': return fc.constant(null)
    case 'string': return wild(textOf(schema, ids))
    default: return anything
  }
}

const WORDS = ['home', 'phone', 'normal', 'visit', 'dibao', 'lives-alone', 'file', 'normal', 'worker-leave', 'hospital', 'visits-all', 'files-total', 'needs-found', 'report.month_due_day', '2026-05', '2026-Q2', '2026', '0000-01', '9999-12', 'visit.1', '王秀英', '问低保', '123456']
function textOf({ format, pattern }: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (format === 'uuid') return fc.oneof(fc.constantFrom(...ids), fc.constant(randomUUID()))
  if (format === 'date') return fc.oneof(fc.constantFrom('2026-05-19', '2026-05-20', '1900-01-01', '9999-12-31', '0001-01-01', '2028-02-29', '4714-01-01'), fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-30'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)))
  return pattern ? fc.oneof(fc.constantFrom(...WORDS), fc.stringMatching(new RegExp(pattern)).map((text) => text.slice(0, 200)), fc.constantFrom(...NASTY)) : fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 30 }))
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const known = fc.record(Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, fitting(one, ids)])), { requiredKeys: required.filter((key) => key in properties) })
  const map = typeof additionalProperties === 'object' ? fc.dictionary(fc.constantFrom(...WORDS, ...NASTY), fitting(additionalProperties, ids), { maxKeys: 3 }) : fc.constant({})
  return fc.tuple(known, map, fc.oneof({ weight: 15, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'role', 'actor', 'reach', 'protected', 'place', 'x'), anything, { maxKeys: 2 }) }))
    .map(([a, b, c]) => ({ ...a, ...b, ...c }))
}

export const HEADERS: Record<string, string>[] = [
  {}, {}, {}, {}, { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }, { 'x-user': 'administrator', 'x-role': 'administrator', 'x-account': randomUUID() }, { 'x-wulian-post': "' or 1=1" },
  { 'accept-language': 'x'.repeat(2000) }, { origin: 'http://[' }, { origin: 'null' }, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { 'content-type': 'text/xml' }, { 'content-type': 'application/json; charset=utf-16' }, { 'content-encoding': 'gzip' },
  { cookie: '__Host-wulian=%E0%A4%A; wulian=x' }, { cookie: '__Host-wulian=' }, { 'if-none-match': '"x"' }, { range: 'bytes=0-0' }, { 'transfer-encoding': 'chunked' }, { host: 'evil.example' },
]
