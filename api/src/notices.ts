import { z } from 'zod'

/** What somebody can be told. A new kind: a line here, a text in notices.json and a page in web/src/notices/where.ts. */
export const NOTICE_KINDS = [
  'glass-review', 'glass-opened', 'glass-asked', 'glass-reviewed', 'undelivered', 'report-returned', 'report-accepted', 'need-handed',
  'approval-asked', 'approval-returned', 'approval-given', 'referral-offered', 'referral-answered', 'clock-runs', 'clock-late', 'from-outside',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** Grouped by kind, newest first: how many are unread, how many there were in 30 days. */
export const NoticeGroups = z.object({
  unread: z.int(),
  groups: z.array(z.object({ kind: z.enum(NOTICE_KINDS), unread: z.int(), count: z.int(), at: z.iso.datetime() })),
})
export type NoticeGroups = z.infer<typeof NoticeGroups>

/** `until`: what came while one was reading stays unread. */
export const ReadNotices = z.strictObject({ kinds: z.array(z.enum(NOTICE_KINDS)).min(1).max(50), until: z.iso.datetime() })
export type ReadNotices = z.infer<typeof ReadNotices>
