import type { OrganisationSaved } from '#api/organisations.ts'
import { checkCreditCode } from '#server/platform/credit-code.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** The code as it is kept, and what is odd about it. What is no code at all is refused; a wrong check character only warns. */
export function readCreditCode(text: string): { code: string | null; warnings: OrganisationSaved['warnings'] } {
  if (text.trim() === '') return { code: null, warnings: [] }
  const { code, problems, warnings } = checkCreditCode(text)
  if (problems.length > 0) throw new Refusal('organisation.credit-code-wrong', { problems })
  return { code, warnings }
}

export const warningsOf = (code: string | null): OrganisationSaved['warnings'] => (code === null ? [] : checkCreditCode(code).warnings)
