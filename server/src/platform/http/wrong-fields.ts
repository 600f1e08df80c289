import { FIELD_NAMES } from '#api/field-names.ts'

/** A fault as the shapes of `api/` report it. */
export interface Fault { keyword: string; instancePath: string; message?: string | undefined; params?: Record<string, unknown> | undefined }

const MOST = 8
type Words = { zh: string; en: string }

/** What is wrong with one field. */
function sayWrong({ keyword, params = {} }: Fault): Words {
  const { origin, maximum, minimum, format } = params
  const long = origin === 'string'
  const many = origin === 'array'
  if (keyword === 'too_big') return long ? { zh: `太长，最多 ${maximum} 字`, en: `too long, at most ${maximum} characters` } : many ? { zh: `太多，最多 ${maximum} 个`, en: `too many, at most ${maximum}` } : { zh: `太大，最大 ${maximum}`, en: `too large, at most ${maximum}` }
  if (keyword === 'too_small') return !long && !many ? { zh: `太小，最小 ${minimum}`, en: `too small, at least ${minimum}` } : Number(minimum) > 1 ? { zh: `太短，至少 ${minimum} ${long ? '字' : '个'}`, en: `too short, at least ${minimum}` } : { zh: '还没有填', en: 'empty' }
  if (keyword === 'invalid_format' && format === 'date') return { zh: '请填一个有效的日期', en: 'a valid date is needed' }
  return { zh: '不对', en: 'wrong' }
}

/** The fields of a refused request, each by its words and with what is wrong; one that has no words by its key. */
export function wrongFields(faults: readonly Fault[]): { where: Words; fields: string[] } {
  const said = faults.map((fault) => {
    const field = fault.instancePath.slice(1).replaceAll('/', '.') || String(fault.params?.['keys'] ?? fault.message)
    const name = FIELD_NAMES[field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '']
    const wrong = sayWrong(fault)
    return { field, zh: name ? `“${name.zh}”${wrong.zh}` : field, en: name ? `${name.en}: ${wrong.en}` : field }
  })
  // A date that is none is told once, however many rules it breaks.
  const each = [...new Map(said.toReversed().map((one) => [one.field, one])).values()].toReversed().slice(0, MOST)
  return { where: { zh: each.map(({ zh }) => zh).join('、'), en: each.map(({ en }) => en).join(', ') }, fields: said.map(({ field }) => field) }
}
