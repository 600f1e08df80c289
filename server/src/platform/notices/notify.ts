import type { NoticeKind } from '#api/notices.ts'
import { announce } from '../outbox.ts'
import type { Work } from '../work.ts'

export interface Told {
  kind: NoticeKind
  /** What it is about, where it lies: ids and codes only. The page a notice leads to checks access again. */
  about: { id: string; cell: number; place: number }
  /** Every post of today that is all of this; at least one of the first three. */
  to: { posts?: string[]; account?: string; station?: string; roles?: string[] }
}

/** Tells somebody something, once this transaction lasts. Whoever causes it is not told. */
export const notify = ({ tx }: Pick<Work, 'tx'>, { kind, about, to }: Told): Promise<void> =>
  announce(tx, { event: 'notice.asked', subject: about.id, cell: about.cell, place: about.place, payload: { kind, ...to } })
