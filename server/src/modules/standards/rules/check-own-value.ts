import type { SaveParameter } from '#api/standards.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Parameter, ParameterValue } from './pack.ts'

const kindOf = (value: ParameterValue): string => (Array.isArray(value) ? 'list' : typeof value)

/** Refuses a value no pack knows, of another kind, or for days that were already judged by another value. */
export function checkOwnValue(input: SaveParameter, known: Parameter | undefined, today: string): void {
  if (!known) throw new Refusal('standards.not-found', { key: input.key })
  if (kindOf(input.value) !== kindOf(known.value)) throw new Refusal('parameter.wrong-kind', { title: known.title.zh })
  if (typeof input.value === 'number' && input.value < 0) throw new Refusal('parameter.wrong-kind', { title: known.title.zh })
  if (input.fromOn < today) throw new Refusal('parameter.day-past')
  if (input.untilOn !== null && input.untilOn < input.fromOn) throw new Refusal('period.wrong')
}

/** A value ends today at the earliest: what it decided until then stands. */
export function checkLastDay(untilOn: string | null, today: string): void {
  if (untilOn !== null && untilOn < today) throw new Refusal('parameter.day-past')
}

type Named = { place: number; key: string; value: unknown; fromOn: string }
export const isSameValue = (a: Named, b: Named): boolean =>
  a.place === b.place && a.key === b.key && a.fromOn === b.fromOn && JSON.stringify(a.value) === JSON.stringify(b.value)
