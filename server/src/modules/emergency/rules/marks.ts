import type { CheckCounts, CheckState, MarkCheck } from '#api/emergency.ts'
import type { SaveRecord } from '#api/records.ts'

/** Of the list visit-result: seen, and something was found. */
export const HELP_RESULT = 'needs-attention'

/** A check is an ordinary visit or call; the list follows from it. */
export function recordOf(mark: MarkCheck, today: string): SaveRecord {
  const shared = {
    occurredOn: mark.occurredOn ?? today, ...(mark.startedAt && { startedAt: mark.startedAt }), minutes: mark.minutes, words: mark.words, item: '', withWhom: '', photos: [], batch: mark.event,
    files: [mark.file], mode: mark.how, signature: 'none' as const, unsignedWhy: '',
  }
  const seen = mark.state === 'safe' ? 'normal' : HELP_RESULT
  return mark.how === 'phone'
    ? { kind: 'call', formVersion: 'call.1', result: mark.state === 'missed' ? 'no-answer' : seen, ...shared }
    : { kind: 'visit', formVersion: 'visit.1', result: mark.state === 'missed' ? 'nobody' : seen, ...shared }
}

export const noCounts = (): CheckCounts => ({ all: 0, open: 0, missed: 0, safe: 0, help: 0, left: 0, twice: 0 })

/** Adds some people of one state to counts. Whoever has left the files is no longer to be asked after. */
export function addTo(counts: CheckCounts, state: CheckState, n: number, isTwice: boolean): void {
  counts[state] += n
  if (state !== 'left') counts.all += n
  if (state === 'missed' && isTwice) counts.twice += n
}
