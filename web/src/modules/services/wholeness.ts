import type { ServiceView } from '#api/services.ts'

/** A form as the file index lists it. `later`: asked for at a stage that has not come yet. */
export type FormState = 'missing' | 'later' | 'open' | 'whole'

type Stages = readonly { state: string; forms: readonly { key: string; needed: boolean; filled: readonly { gaps: readonly unknown[] }[] }[] }[]

/** How one form of the file stands. A form of several stages is due with the first. */
export function formState(stages: Stages, key: string): FormState {
  const at = stages.flatMap(({ state, forms }) => forms.filter((form) => form.key === key).map((form) => ({ state, form })))
  const filled = at[0]?.form.filled ?? []
  if (filled.length > 0) return filled.some(({ gaps }) => gaps.length > 0) ? 'open' : 'whole'
  return at.every(({ state, form }) => state === 'ahead' || !form.needed) ? 'later' : 'missing'
}

/** 档案是否齐全. Nothing is missing, and nothing more will be asked for; what only later stages ask for makes a file whole so far. */
export function wholeness({ complete, stages }: Pick<ServiceView, 'complete'> & { stages: Stages }): 'complete' | 'completeSoFar' | 'incomplete' {
  if (!complete) return 'incomplete'
  return stages.some(({ state, forms }) => state === 'ahead' && forms.some(({ needed, filled }) => needed && filled.length === 0)) ? 'completeSoFar' : 'complete'
}
