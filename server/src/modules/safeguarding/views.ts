import { sql } from 'kysely'
import type { GlassView } from '#api/safeguarding.ts'
import { leaveView } from '#server/platform/audit.ts'
import type { Work } from '#server/platform/work.ts'
import { openWords } from './store.ts'

interface Row {
  id: string
  openedAt: Date
  untilAt: Date
  category: string
  reasonSealed: Buffer
  reviewedAt: Date | null
  outcome: string | null
  reviewSealed: Buffer | null
  file: string | null
}

/** 紧急调阅 of this account, and of others where this post watches. Reasons are words about somebody: whoever reads them leaves a trace. */
export async function showGlass(work: Work): Promise<GlassView> {
  const { tx, actor, now } = work
  const own = await sql<Row>`select g.id, g.dossier as file, g.opened_at as "openedAt", m.until_at as "untilAt", g.category, g.reason_sealed as "reasonSealed", g.reviewed_at as "reviewedAt",
      g.outcome, g.review_sealed as "reviewSealed"
    from break_glass g join circle_member m on m.id = g.member where g.account = ${actor.account}::uuid and m.post = ${actor.post}::uuid order by g.opened_at desc limit 20`.execute(tx)
  const watched = await sql<Row & { byName: string; byTitle: string; fileNo: string | null; mine: boolean; reviewedByName: string | null }>`
    select id, opened_at as "openedAt", until_at as "untilAt", category, reason_sealed as "reasonSealed", by_name as "byName", by_title as "byTitle", file_no as "fileNo", file, mine,
      reviewed_at as "reviewedAt", reviewed_by_name as "reviewedByName", outcome, review_sealed as "reviewSealed" from app.glass_watched(${now})`.execute(tx)
  const asks = await sql<Omit<GlassView['asks'][number], 'askedAt'> & { askedAt: Date }>`
    select id, asked_at as "askedAt", kind, by_name as "byName", by_title as "byTitle", file_no as "fileNo" from app.asks_watched(${now})`.execute(tx)
  const shown = own.rows.length + watched.rows.length
  if (shown > 0) await leaveView(work, { subject: 'break_glass', rows: shown, digestOf: [...own.rows, ...watched.rows].map(({ id }) => id) })
  return {
    // The way to a file is shown while it is open.
    own: own.rows.map((row) => ({ ...asGlass(work, row), file: row.untilAt > now ? row.file : null })),
    watched: watched.rows.map((row) => ({
      ...asGlass(work, row), byName: row.byName, byTitle: row.byTitle, fileNo: row.fileNo, file: row.file, mine: row.mine, reviewedByName: row.reviewedByName,
    })),
    asks: asks.rows.map((row) => ({ ...row, askedAt: row.askedAt.toISOString() })),
  }
}

const asGlass = (work: Work, row: Row): Omit<GlassView['own'][number], 'file'> => ({
  id: row.id, openedAt: row.openedAt.toISOString(), untilAt: row.untilAt.toISOString(), category: row.category, reason: openWords(work, row.id, 'reason', row.reasonSealed),
  outcome: row.outcome as GlassView['own'][number]['outcome'], reviewedAt: row.reviewedAt?.toISOString() ?? null,
  review: row.reviewSealed === null ? null : openWords(work, row.id, 'review', row.reviewSealed),
})
