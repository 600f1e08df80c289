import { expect, test } from 'vitest'
import { requirePacks, resolveStandards } from './index.ts'

/** Rows of docs/requirements.csv that ask for a way of serving: requirement, its clause in the seed, the way, and the sheets that hold what the clause names. */
const WAYS = `
  R193 L337-339 casework case-plan case-supervision
  R193 L337-339 group-work group-plan
  R193 L337-339 needs-survey needs-survey-findings
  R193 L337-339 team-building team-profile team-support
  R193 L337-339 joint-meeting joint-partners joint-minutes
  R198 L71-74 casework case-conference
  R008 L100-107 joint-meeting joint-partners
  R008 L100-107 party-building party-agreement party-action
  R009 L109-118 supervision supervision-record
  R216 L257-259 screening guardianship-check child-situation
  R216 L257-259 child-report child-report-follow-up
  R218 L271-273 disability-family disability-screening disability-service
  R234 L209 deliberation deliberation-meeting deliberation-result
  R234 L209 public-space space-opinions space-reply
  R235 L198-200 development-plan plan-making plan-review
  R235 L198-200 team-building team-profile team-evaluation
  R236 L113-115 mediation mediation-request mediation-agreement
`
const standards = resolveStandards(requirePacks('standards'), 510421100000, '2026-03-01')

test('the ways of serving the seeds ask for are there, with the sheets that hold what they name', () => {
  const found = standards.methods()
  for (const line of WAYS.trim().split('\n')) {
    const [requirement, , key, ...forms] = line.trim().split(/\s+/) as [string, string, string, ...string[]]
    const method = found.find((one) => one.key === key)
    expect(method, `${requirement}: ${key}`).toBeDefined()
    const own = method!.stages.flatMap((stage) => stage.forms.map(({ form }) => form))
    for (const form of forms) {
      expect(own, `${requirement}: ${key}`).toContain(form)
      expect(standards.form(form)!.fields.length, `${requirement}: ${form}`).toBeGreaterThan(0)
    }
  }
})
