import type { RecordKind } from '#api/records.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { addDays, addMonths, daysBetween } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Days back a record may still be dated. A year of paper can be caught up; anything older is an import. */
export const DAYS_BACK = 400
/** After this many whole days a record counts as written late: for the worker's own eye, standards §1.3 (F07), our default. */
export const LATE_AFTER_DAYS = 1

/** Refuses a day after today, or longer ago than records may be caught up. */
export function checkDay(occurredOn: string, today: string): void {
  if (occurredOn > today) throw new Refusal('record.in-the-future')
  if (daysBetween(occurredOn, today) > DAYS_BACK) throw new Refusal('record.too-long-ago', { earliest: addDays(today, -DAYS_BACK) })
}

export const isLate = (occurredOn: string, today: string): boolean => daysBetween(occurredOn, today) > LATE_AFTER_DAYS

export function checkNextDay(nextOn: string | undefined, today: string): void {
  if (nextOn !== undefined && nextOn <= today) throw new Refusal('record.next-date-past')
}

/** A contact in which the person was seen or spoken to; codes of the list visit-result. */
export const SEEN: readonly string[] = ['normal', 'needs-attention']
export const isSeen = (result: string | null): boolean => result !== null && SEEN.includes(result)

/** What gaps are judged by, of a new record or a corrected one. */
export interface Contents {
  kind: RecordKind
  item: string
  result: string | null
  hasWords: boolean
  withWhom: string
  /** Whether somebody met asks for two visitors. */
  twoAsked: boolean
  photosShow: readonly string[]
}

/** What is still missing, in keys the screen turns into words. Nothing here blocks saving. */
export function gapsOf({ kind, item, result, hasWords, withWhom, twoAsked, photosShow }: Contents): string[] {
  const gaps: string[] = []
  if (kind !== 'task' && item === '') gaps.push('item')
  if (kind === 'visit' && result === 'needs-attention' && !hasWords) gaps.push('words')
  if (kind === 'visit' && twoAsked && withWhom === '') gaps.push('companion')
  if (kind === 'activity' && !photosShow.includes('activity')) gaps.push('photo')
  if (kind === 'activity' && !photosShow.includes('sign-in-sheet')) gaps.push('sign-in-sheet')
  return gaps
}

/** The code list that each kind of record takes its mode from; a session has that of its way of serving. */
const MODE_LIST: Record<Exclude<RecordKind, 'session'>, string> = {
  visit: 'visit-mode', call: 'visit-mode', activity: 'activity-kind', task: 'task-kind', consultation: 'consultation-kind',
}

/** That of a record of a service whose sessions have their own list. */
export const modeListOf = (kind: string, ofSessions = 'session-mode'): string => MODE_LIST[kind as keyof typeof MODE_LIST] ?? ofSessions

export interface Coded {
  kind: RecordKind
  method?: string
  mode: string
  result: string | null
  requester: string | null
  item: string
}

/** Refuses a code that the pack of the place did not offer on the day of the fact. */
export function checkRecordCodes(standards: Standards, { kind, method, mode, result, requester, item }: Coded): void {
  checkCode(standards, kind === 'session' ? sessionModes(standards, method) : MODE_LIST[kind], 'mode', mode)
  if (result !== null) checkCode(standards, 'visit-result', 'result', result)
  if (requester !== null) checkCode(standards, 'task-requester', 'requester', requester)
  checkItem(standards, item)
}

const sessionModes = (standards: Standards, method = ''): string => standards.methods().find(({ key }) => key === method)?.session?.modes ?? 'session-mode'

/** Refuses a value that a code list does not offer. */
export function checkCode(standards: Standards, list: string, field: string, value: string): void {
  if (!standards.codes(list).some(({ key }) => key === value)) throw new Refusal('code.unknown', { field, value })
}

/** Refuses an item no catalogue has. '' is not classified yet. */
export function checkItem(standards: Standards, item: string): void {
  if (item === '') return
  const found = standards.item(item)
  if (!found || found.hidden) throw new Refusal('code.unknown', { field: 'item', value: item })
}

export interface Form {
  kind: RecordKind
  /** The day a newer version took its place; null while in use. */
  replacedOn: string | null
}

/** Every version of the quick forms. A version keeps its line for ever: a phone may send it late. */
export const FORMS: Readonly<Record<string, Form>> = {
  'visit.1': { kind: 'visit', replacedOn: null },
  'call.1': { kind: 'call', replacedOn: null },
  'activity.1': { kind: 'activity', replacedOn: null },
  'task.1': { kind: 'task', replacedOn: null },
  'consultation.1': { kind: 'consultation', replacedOn: null },
  'session.1': { kind: 'session', replacedOn: null },
}

/** Refuses a form nobody knows, and one replaced more than twelve months before the record was written. */
export function checkForm(version: string, kind: RecordKind, today: string, forms: Readonly<Record<string, Form>> = FORMS): void {
  const form = forms[version]
  if (!form || form.kind !== kind) throw new Refusal('form.withdrawn', { form: version })
  if (form.replacedOn !== null && today > addMonths(form.replacedOn, 12)) throw new Refusal('form.withdrawn', { form: version })
}
