import type { Each, Form, Method } from './method.ts'

/** What a fact can be; a list names its values. */
export type FactKind = 'count' | 'percent' | 'yes-no' | 'day' | readonly unknown[]
/** Facts that rules may name beside forms; a dot stands between a fact and its part. */
export type KnownFacts = ReadonlyMap<string, FactKind>

/** Somebody of the service where a rule names one: the same as a `person` among the answers of the check's trials. */
const SOMEBODY: readonly unknown[] = ['…']

const OF_SERVICE: KnownFacts = new Map([['records', 'count'], ['people', 'count'], ['goals', 'count'], ['days', 'count']])
const OF_ATTENDANCE: KnownFacts = new Map([['attendance.marked', 'count'], ['attendance.unmarked', 'count'], ['attendance.rate', 'percent'], ['attendance.checked_in', 'count']])
const OF_PERSON: KnownFacts = new Map<string, FactKind>([['person', SOMEBODY], ['minor', 'yes-no'], ['guardian', 'yes-no'], ['checked_in', 'yes-no']])
const OF_WHO_COMES: KnownFacts = new Map([['present', 'count'], ['absent', 'count']])
const OF_WHO_DROPS_OUT: KnownFacts = new Map([['missed', 'count'], ['dropping_out', 'yes-no'], ['missed_since', 'day']])
const OF_RECORD: KnownFacts = new Map([['minutes', 'count'], ['heads', 'count']])
const OF_MARKED: KnownFacts = new Map([['marked', 'yes-no'], ['present', 'count']])

type Where = Pick<Method, 'session'>

/** Facts of a service beside its forms that gates and clocks may name. */
export const factsOfService = ({ session }: Where): KnownFacts => new Map([...OF_SERVICE, ...(session?.attendance ? OF_ATTENDANCE : [])])

/** What a rule may say of each of them, beside what it may say of the service. Attendance only where it is marked. */
export const factsOfEach = ({ session }: Where, each: Each): KnownFacts => new Map('people' in each
  ? [...OF_PERSON, ['role', each.people] as const, ...(session?.attendance ? OF_WHO_COMES : []), ...(session?.attendance && session.drop_out_after !== undefined ? OF_WHO_DROPS_OUT : [])]
  : [...OF_RECORD, ...(session?.attendance ? OF_MARKED : [])])

/** Forms a rule for each may ask about: those of the service, and of a person those about him. */
export const formsOfEach = (forms: readonly Form[], each: Each): readonly Form[] => forms.filter(({ about }) => about === 'service' || (about === 'person' && 'people' in each))
