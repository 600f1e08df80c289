import type { ChecklistView, CheckItemView, Readiness } from '#api/stations.ts'
import type { Checklist, ChecklistItem, ReadinessTemplate, StationFact } from '#server/modules/standards/index.ts'

/** What is known of a station without anybody ticking it. */
export type StationFacts = Readonly<Record<StationFact, number>>
export type Check = { state: 'present' | 'missing' | 'not-needed'; note: string | null; photo: string | null; checkedOn: string; version: number }

/** Names one line in addresses and in the database. */
export const lineName = (checklist: { key: string }, item: { key: string }): string => `${checklist.key}.${item.key}`

/** A checklist with what was found, and how many of its required lines are met. Lines that follow from facts need no look. */
export function fillChecklist(checklist: Checklist, checks: ReadonlyMap<string, Check>, facts: StationFacts, numberOf: (parameter: string) => number | undefined): ChecklistView {
  const items = checklist.items.map((item) => fillLine(item, lineName(checklist, item), checks, facts, numberOf))
  const required = items.filter((item) => item.required)
  return { key: checklist.key, title: checklist.title, items, met: required.filter(isMet).length, of: required.length }
}

export const isMet = ({ state }: CheckItemView): boolean => state === 'present' || state === 'not-needed'

function fillLine(item: ChecklistItem, name: string, checks: ReadonlyMap<string, Check>, facts: StationFacts, numberOf: (parameter: string) => number | undefined): CheckItemView {
  const base = {
    item: name, clause: item.clause ?? null, title: item.title, evidence: item.evidence, required: item.required !== false, counted: item.check === 'count',
    need: item.parameter === undefined ? null : numberOf(item.parameter) ?? null,
  }
  if (item.fact) {
    const have = facts[item.fact]
    return { ...base, derived: true, have, need: base.need ?? 1, state: have >= (base.need ?? 1) ? 'present' : 'missing', note: null, photo: null, checkedOn: null, version: null }
  }
  const found = checks.get(name)
  return { ...base, derived: false, have: null, state: found?.state ?? 'unknown', note: found?.note ?? null, photo: found?.photo ?? null, checkedOn: found?.checkedOn ?? null, version: found?.version ?? null }
}

/** Whether all checklists of a step are full. A checklist without lines says nothing and fulfils nothing. */
export function isReached(template: Pick<ReadinessTemplate, 'requires'>, filled: ReadonlyMap<string, ChecklistView>): boolean {
  return template.requires.every((key) => {
    const list = filled.get(key)
    return list !== undefined && list.of > 0 && list.met === list.of
  })
}

/** The highest step reached with every step below it, and what the next one lacks. */
export function climb(ladder: readonly ReadinessTemplate[], filled: ReadonlyMap<string, ChecklistView>): Readiness {
  const steps = ladder.flatMap((template) => (template.rank === null ? [] : [{ ...template, rank: template.rank }])).sort((a, b) => a.rank - b.rank)
  const stop = steps.findIndex((template) => !isReached(template, filled))
  const reached = steps[(stop === -1 ? steps.length : stop) - 1]
  const next = stop === -1 ? undefined : steps[stop]
  const lacking = (next?.requires ?? []).reduce((sum, key) => sum + ((filled.get(key)?.of ?? 0) - (filled.get(key)?.met ?? 0)), 0)
  return {
    reached: reached ? { key: reached.key, title: reached.title, rank: reached.rank } : null, next: next ? { key: next.key, title: next.title, lacking } : null,
    steps: steps.length,
  }
}
