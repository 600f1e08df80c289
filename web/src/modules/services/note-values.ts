import type { RecordKind } from '#api/records.ts'
import type { ServiceView } from '#api/services.ts'
import { NORMAL, type TakenPhoto } from '#web/modules/records/contact-values.ts'
import { newId } from '#web/platform/uuid.ts'

/** The note of the day. `title`, heads and photos are asked of an activity only, `result` of a visit or call. */
export interface Note {
  id: string; mode: string; occurredOn: string; minutes: number; words: string; files: string[]
  result: string; withWhom: string; title: string; heads: number | undefined; headGroups: Record<string, number>; photos: TakenPhoto[]
}
type Session = NonNullable<ServiceView['definition']['session']>
export type NoteKind = Exclude<RecordKind, 'task'>

const HOUR = 60
const USUAL = 40
const LONGEST_TITLE = 80
const BY_LINE = ['phone', 'video']

/** What a note is kept as: a visit or call where the way says so; a session where the way of serving has them; else what it mostly is, a contact by telephone as a call. */
export function kindOf({ kinds, as = {} }: { kinds: readonly string[]; as?: Session['as'] }, mode: string): NoteKind {
  if (as[mode]) return as[mode].kind
  if (kinds.includes('session')) return 'session'
  if (BY_LINE.includes(mode) && kinds.includes('call')) return 'call'
  return (kinds[0] ?? 'session') as NoteKind
}

/** Everything but the words is known: way, day, length, and of an activity who came. What kind of activity it was is not: figures count by it. */
export function newNote(service: ServiceView, today: string): Note {
  const { definition: { session }, people } = service
  const inside = people.filter(({ state }) => state === 'in')
  const named = inside.flatMap(({ file }) => file ?? [])
  const many = session?.attendance ?? false
  return {
    id: newId(), mode: session && kindOf(session, '') === 'activity' ? '' : session?.modes[0]?.key ?? '', occurredOn: today, minutes: many ? HOUR : USUAL, words: '', files: many ? named : service.client ? [service.client] : [],
    result: NORMAL, withWhom: '', title: service.title.slice(0, LONGEST_TITLE), heads: inside.length > 0 ? inside.length : undefined, headGroups: {}, photos: [],
  }
}

/** What is sent of it; `as`: how its ways are kept. */
export function bodyOf(kind: NoteKind, as: Session['as'], { mode, occurredOn, minutes, words, files, result, title, heads, headGroups, photos, withWhom }: Note) {
  const base = { kind, formVersion: `${kind}.1`, occurredOn, minutes, words: words.trim(), mode, files }
  if (kind === 'visit' || kind === 'call') return { ...base, mode: as[mode]?.mode ?? mode, result, withWhom: withWhom.trim() }
  if (kind === 'activity') return { ...base, mode: mode || 'other', title: title.trim(), heads: heads ?? 0, headGroups: Object.fromEntries(Object.entries(headGroups).filter(([, count]) => count > 0)), photos }
  return base
}
