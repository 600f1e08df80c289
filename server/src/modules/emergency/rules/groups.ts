import { evaluateRule, type Standards } from '#server/modules/standards/index.ts'
import { addDays, addMonths } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'

const RISKS: Record<string, string> = { 'risk-red': 'red', 'risk-orange': 'orange' }
const OLDEST = 120

/** Groups in words a query understands: tags that were put, risks, and ages of tags that follow from a rule. */
export interface Sought {
  tags: string[]
  risks: string[]
  born: { tag: string; from: string; to: string }[]
}

/** Every group somebody may be asked after for, in the order of the packs. */
export const groupsOffered = (standards: Standards): string[] => [...Object.keys(RISKS), ...standards.tags().map(({ key }) => key)]

/** The groups a kind of event asks after, unless somebody chooses others. */
export function usualGroups(standards: Standards, kind: string): string[] {
  const parameter = standards.code('emergency-kind', kind)?.parameter
  const value = parameter === undefined ? '' : standards.parameter(parameter).value
  const offered = new Set(groupsOffered(standards))
  return String(value).split(/\s+/).filter((group) => offered.has(group))
}

export function soughtOf(standards: Standards, groups: readonly string[], today: string): Sought {
  const offered = new Set(groupsOffered(standards))
  const unknown = groups.find((group) => !offered.has(group))
  if (unknown !== undefined) throw new Refusal('code.unknown', { field: 'groups', value: unknown })
  const tags = groups.filter((group) => !(group in RISKS))
  return { tags, risks: groups.flatMap((group) => RISKS[group] ?? []), born: tags.flatMap((tag) => bornFor(tag, standards.tag(tag)?.rule, today)) }
}

/** The birthdays of everybody a rule about age holds for today: one window for each unbroken run of ages. */
function bornFor(tag: string, rule: string | undefined, today: string): Sought['born'] {
  if (rule === undefined) return []
  const holds = Array.from({ length: OLDEST + 1 }, (_, age) => evaluateRule(rule, { age, tags: [], risk: null, sex: null }, { today }) === true)
  return holds.flatMap((here, from) => {
    if (!here || holds[from - 1]) return []
    const after = holds.indexOf(false, from)
    return [{ tag, from: addDays(addMonths(today, -12 * (after < 0 ? OLDEST + 1 : after)), 1), to: addMonths(today, -12 * from) }]
  })
}
