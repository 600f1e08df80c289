import type { RecordKind, SaveRecord } from '#api/records.ts'
import { newId } from '#web/platform/uuid.ts'

/** Somebody chosen on a form: what a row of a list already showed. */
export interface Chosen { file: string; name: string; age: number | null; sub?: string | undefined; risk?: string | undefined }
export interface TakenPhoto { blob: string; shows: 'site' | 'activity' | 'sign-in-sheet' | 'signature' | 'paper'; consent: 'none' | 'inside' | 'publish' }

export type ContactKind = Extract<RecordKind, 'visit' | 'call'>

/** A visit or a call as it is being written down. Its id is made once, so that saving twice means once. */
export interface ContactValues {
  id: string
  people: Chosen[]
  occurredOn: string
  startedAt: string
  minutes: number
  mode: string
  result: string
  words: string
  withWhom: string
  nextOn: string
  signature: 'signed' | 'thumbprint' | 'none'
  unsignedWhy: string
  photos: TakenPhoto[]
  /** A need found on the way; it has an id of its own and is sent after the record. */
  needId: string
  hasNeed: boolean
  needWords: string
  needItem: string
  risk: string
  riskWhy: string
}

export const NORMAL = 'normal'
export const ATTENTION = 'needs-attention'

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' })
export const timeHere = (now: Date = new Date()): string => clock.format(now)

/** Everything but the person and how it was is known already. */
export function newContact(kind: ContactKind, today: string, people: Chosen[] = [], result = ''): ContactValues {
  return {
    id: newId(), people, occurredOn: today, startedAt: timeHere(), minutes: kind === 'visit' ? 20 : 5, mode: kind === 'visit' ? 'home' : 'phone', result, words: '',
    withWhom: '', nextOn: '', signature: 'none', unsignedWhy: '', photos: [], needId: newId(), hasNeed: false, needWords: '', needItem: '', risk: '', riskWhy: '',
  }
}

/** What is sent. A field nobody touched is left out. */
export function contactBody(kind: ContactKind, values: ContactValues): Extract<SaveRecord, { kind: 'visit' | 'call' }> {
  return {
    kind, formVersion: `${kind}.1`, occurredOn: values.occurredOn, minutes: values.minutes, mode: values.mode, result: values.result,
    files: values.people.map(({ file }) => file), words: values.words.trim(), item: '', withWhom: values.withWhom.trim(), photos: values.photos,
    signature: values.signature, unsignedWhy: values.unsignedWhy.trim(),
    ...(values.startedAt && { startedAt: values.startedAt }), ...(values.nextOn && { nextOn: values.nextOn }),
  }
}

/** A waiting or refused write back in its form. Names are not in it; the form shows how many. */
export function contactFrom(id: string, body: ReturnType<typeof contactBody>, blank: ContactValues, nameless: string): ContactValues {
  return {
    ...blank, id, people: body.files.map((file) => ({ file, name: nameless, age: null })), occurredOn: body.occurredOn, startedAt: body.startedAt ?? '', minutes: body.minutes,
    mode: body.mode, result: body.result, words: body.words, withWhom: body.withWhom, nextOn: body.nextOn ?? '', signature: body.signature, unsignedWhy: body.unsignedWhy,
    photos: body.photos,
  }
}

/** What the record will lack, in keys of the texts; nothing of it stops saving. */
export function contactGaps(kind: ContactKind, values: ContactValues, twoAt: readonly string[] = ['red']): string[] {
  const gaps: string[] = []
  if (values.result === ATTENTION && values.words.trim() === '' && values.needWords.trim() === '') gaps.push('words')
  if (kind === 'visit' && values.people.some(({ risk }) => risk !== undefined && twoAt.includes(risk)) && values.withWhom.trim() === '') gaps.push('companion')
  return gaps
}
