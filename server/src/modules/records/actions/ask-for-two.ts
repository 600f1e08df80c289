import { type Standards, twoVisitorsFor } from '#server/modules/standards/index.ts'
import type { Work } from '#server/platform/work.ts'
import type { Fact } from '../events.ts'
import { asksForTwo } from '../rules/two-visitors.ts'
import { visitedBefore } from '../store.ts'

/** Which of these records, all of one day, are visits that ask for two visitors. */
export async function askForTwo(work: Work, standards: Standards, facts: readonly Fact[]): Promise<ReadonlySet<string>> {
  const visits = facts.filter(({ kind }) => kind === 'visit')
  const asked = visits.length > 0 ? twoVisitorsFor(standards) : []
  if (asked.length === 0) return new Set()
  const known = asked.includes('first') ? await visitedBefore(work, visits.flatMap(({ people }) => people.map(({ file }) => file)), visits[0]!.occurredOn) : new Set<string>()
  return new Set(visits.filter(({ people }) => asksForTwo(asked, people, known)).map(({ id }) => id))
}
