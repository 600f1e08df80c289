import { z } from 'zod'

/** What somebody can be told. A new kind: a line here, a text in notices.json and a page in web/src/notices/where.ts. */
export const NOTICE_KINDS = [
  'glass-review', 'glass-opened', 'glass-asked', 'glass-reviewed', 'undelivered', 'report-returned', 'report-accepted', 'need-handed',
  'approval-asked', 'approval-returned', 'approval-given', 'referral-offered', 'referral-answered', 'clock-runs', 'clock-late', 'clock-urgent', 'form-filled', 'from-outside', 'service-handed', 'circle-joined',
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

const Hour = z.int().min(0).max(23)
/** What a browser gave for being woken, with the hours, by the clock of China, in which only what cannot wait wakes it. Equal hours: never quiet. */
export const KeepPush = z.strictObject({
  endpoint: z.url().max(1000), keys: z.strictObject({ p256dh: z.string().regex(/^[\w-]{87}=?$/), auth: z.string().regex(/^[\w-]{22}(==)?$/) }), quietFrom: Hour, quietUntil: Hour,
})
export type KeepPush = z.infer<typeof KeepPush>
/** `key` is null where this installation pushes nothing; `own`: this session's browser is woken. */
export const PushView = z.object({ key: z.string().nullable(), own: z.object({ quietFrom: Hour, quietUntil: Hour }).nullable() })
export type PushView = z.infer<typeof PushView>

/** What a woken browser shows. Numbers only. */
export const PUSH_WORDS = {
  zh: { title: '五联', some: '有 {number} 条新通知', urgent: '有不能等的事，请马上看' },
  en: { title: 'Wulian', some: '{number} new notices', urgent: 'Something cannot wait: please look now' },
} as const
