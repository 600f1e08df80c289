import { REFUSALS, type RefusalCode } from '#api/refusals.ts'

export type RefusalDetails = Record<string, string | number | boolean | null | string[] | object>

/** A no the user should hear about. Anything else that is thrown is a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly status: number
  readonly details: RefusalDetails

  constructor(code: RefusalCode, details: RefusalDetails = {}) {
    super(code)
    this.code = code
    this.status = REFUSALS[code].status
    this.details = details
  }
}

/** The sentence a user reads, with its details filled in; a detail may itself be words in both languages. */
export function sentenceOf(code: RefusalCode, details: RefusalDetails, language: 'zh' | 'en'): string {
  return REFUSALS[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const detail = details[name]
    return typeof detail === 'object' && detail !== null && 'zh' in detail ? String((detail as { zh: string; en?: string })[language] ?? detail.zh) : String(detail ?? '…')
  })
}
