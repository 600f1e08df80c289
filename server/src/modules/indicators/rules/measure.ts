import type { CountMeasure, RatioMeasure, Standards } from '#server/modules/standards/index.ts'
import { recordedUnder } from './items.ts'

/** One group of facts out of the sums and the tail, with what it adds within each day range asked about. */
export interface TallyRow {
  measure: string
  mode: string
  result: string
  item: string
  tag: string
  cell: string
  /** Protected facts: placed at their county, without station or worker. */
  restricted: boolean
  n: number[]
  heads: number[]
  households: number[]
  minutes: number[]
}

const SUMMED = { occurrences: 'n', open: 'n', heads: 'heads', 'household-times': 'households', minutes: 'minutes' } as const
const CONTACTS = ['visit', 'call']
const WITH_OUTCOME = ['need-found', 'need-met']
const SERVICES = ['case', 'group', 'service']
const CLOSED = SERVICES.map((kind) => `${kind}-closed`)
/** Facts whose `mode` is their kind: the type of an activity, task or consultation, the method of a service. */
const WITH_KIND = ['activity', 'task', 'consultation', ...SERVICES, ...CLOSED, 'milestone']

export const isRatio = (measure: CountMeasure | RatioMeasure): measure is RatioMeasure => 'ratio' in measure
/** Who had to be seen in a month, and who was: counted from the duty rules, month by month. */
export const isMonthDuty = (measure: CountMeasure): boolean => measure.count.some((kind) => kind === 'duty-due' || kind === 'duty-met')

/** Whether the daily sums answer it; else people, households, ages or overlapping groups must be looked at one by one. */
export function isSummed(measure: CountMeasure, withTag: boolean): boolean {
  const tags = measure.where?.tag?.length ?? 0
  return measure.of in SUMMED && !measure.where?.age && !measure.count.includes('file-opened') && (tags === 0 || (tags === 1 && !withTag))
}

/** What can never be, as visits of a kind that no visit carries. */
const fits = (wanted: readonly string[] | undefined, value: string): boolean => wanted === undefined || wanted.includes(value)

/** Taken on, reached or closed: facts whose row is the service itself. */
export const isOfServices = (kind: string): boolean => [...SERVICES, ...CLOSED, 'milestone'].includes(kind)

/** Kinds of facts that the sums are read for: what is open is what was taken on less what was closed. */
export const summedKinds = ({ count, of }: CountMeasure): string[] => (of === 'open' ? count.flatMap((kind) => [kind, `${kind}-closed`]) : [...count])

/** Ways of serving whose sessions a measure takes in; undefined: of every way. */
export const methodsOf = ({ where }: CountMeasure, standards: Standards): string[] | undefined =>
  where?.service && standards.methods().filter((method) => where.service!.includes(method.counts)).map(({ key }) => key)

/** The type of an activity, the method of a service or of the one a session belongs to. */
const kindOf = ({ measure, mode, result }: Pick<TallyRow, 'measure' | 'mode' | 'result'>): string => (measure === 'session' ? result : WITH_KIND.includes(measure) ? mode : '')

/** Whether a group of facts counts for a measure. */
export function counts(measure: CountMeasure, standards: Standards, row: Pick<TallyRow, 'measure' | 'mode' | 'result' | 'item'>): boolean {
  const { where = {} } = measure
  return summedKinds(measure).includes(row.measure)
    && fits(measure.modes, row.mode)
    && fits(where.kind, kindOf(row))
    && (row.measure !== 'session' || fits(methodsOf(measure, standards), row.result))
    && (![...CONTACTS, ...CLOSED, 'milestone'].includes(row.measure) || fits(where.result, row.result))
    && (!WITH_OUTCOME.includes(row.measure) || row.result === '' || fits(where.outcome, row.result))
    && (where.item === undefined || where.item.some((item) => recordedUnder(standards, item).includes(row.item)))
}

/** What a group of facts adds to a measure in one range. */
export function amountOf(measure: CountMeasure, row: TallyRow, range: number): number {
  const amount = row[SUMMED[measure.of as keyof typeof SUMMED]][range]!
  return measure.of === 'open' && CLOSED.includes(row.measure) ? -amount : amount
}

/** A percentage with one decimal, rounded down: 100 only when nothing is missing. */
export const percentOf = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : Math.floor((part * 1000) / whole) / 10
