import { expectedClocks } from './clocks.ts'
import type { Judge, ServiceFacts } from './standing.ts'

/** What a service has reached, by the key of the milestone: the day the first of its forms was filled in. With clocks, only where each that ran was kept. */
export function milestonesOf(judge: Judge, facts: ServiceFacts): Record<string, string> {
  const { milestones = [] } = judge.method
  if (milestones.length === 0) return {}
  const clocks = expectedClocks(judge, facts)
  return Object.fromEntries(milestones.flatMap(({ key, forms, within }) => {
    const [first] = facts.forms.filter(({ form }) => forms.includes(form)).map(({ filledOn }) => filledOn).toSorted()
    const ran = clocks.filter((clock) => within?.includes(clock.key.split(/[@#]/)[0]!))
    const kept = within === undefined || (ran.length > 0 && ran.every(({ doneAt, dueAt }) => doneAt !== null && doneAt <= dueAt))
    return first !== undefined && kept ? [[key, first]] : []
  }))
}
