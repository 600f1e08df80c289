import { z } from 'zod'
import { Id, PageQuery, pageOf } from './common.ts'

/** Traces, newest first. Who opened one file: `subjectId`. What one person did: `account`. */
export const LeavesQuery = z.strictObject({
  ...PageQuery,
  subjectId: Id.optional(),
  account: Id.optional(),
  placeFrom: z.coerce.number().int().optional(),
  placeTo: z.coerce.number().int().optional(),
})
export type LeavesQuery = z.infer<typeof LeavesQuery>

export const Leaf = z.object({
  id: z.int(),
  at: z.string(),
  act: z.string(),
  /** The table the trace is about. */
  subject: z.string(),
  subjectId: z.uuid().nullable(),
  account: z.uuid().nullable(),
  accountName: z.string().nullable(),
  post: z.uuid().nullable(),
  place: z.int().nullable(),
  rows: z.int(),
  digest: z.string(),
  sealed: z.boolean(),
})
export const LeavesPage = pageOf(Leaf)

/** Whether the log is whole, compared with the copy on this machine. */
export const AuditVerdict = z.object({
  whole: z.boolean(),
  checkpoints: z.int(),
  leaves: z.int(),
  publicKey: z.string(),
  findings: z.array(z.object({ what: z.string(), checkpoint: z.int().optional(), leaf: z.int().optional() })),
})

/** Compares the log with a copy that was kept elsewhere. */
export const VerifyAgainst = z.strictObject({ lines: z.array(z.string().max(1000)).max(100_000) })

export const Stuck = z.object({
  rows: z.array(z.object({ kind: z.enum(['event', 'job']), id: z.string(), what: z.string(), attempts: z.int(), since: z.string(), error: z.string().nullable() })),
})

/** A stored file, as its uploader sees it. */
export const StoredFile = z.object({
  id: z.uuid(), type: z.string(), bytes: z.int(), width: z.int().nullable(), height: z.int().nullable(), name: z.string(), state: z.enum(['staged', 'attached']),
})
export type StoredFile = z.infer<typeof StoredFile>
export const FileQuery = z.strictObject({ size: z.enum(['full', 'small']).default('full') })

/** A file a job makes for one person: gone after a day. */
export const MadeFile = z.object({
  id: z.uuid(), kind: z.string(), title: z.string(), state: z.enum(['waiting', 'ready', 'failed']), rows: z.int().nullable(), madeAt: z.string(), goneAt: z.string(),
  failedCode: z.string().nullable(),
})
export type MadeFile = z.infer<typeof MadeFile>
export const MadeFiles = z.object({ rows: z.array(MadeFile) })
export type MadeFiles = z.infer<typeof MadeFiles>
