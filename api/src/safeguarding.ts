import { z } from 'zod'
import { Id, Key } from './common.ts'

/** Only exact numbers: nobody is looked for by parts of them, or by name. */
export const AskProtected = z.strictObject({ id: Id, kind: z.enum(['identity', 'phone', 'file-no']), number: z.string().trim().min(7).max(40) })
export type AskProtected = z.infer<typeof AskProtected>
/** `found`: there is one, and the id of the question opens it by breaking glass. `open`: the asker is let in already. `several`: the phone is that of several. */
export const ProtectedAnswer = z.object({ answer: z.enum(['none', 'found', 'several', 'open']), file: Id.nullable() })
export type ProtectedAnswer = z.infer<typeof ProtectedAnswer>

const Reason = z.string().trim().min(5).max(1000)
export const BreakGlass = z.strictObject({ id: Id, ask: Id, category: Key, reason: Reason })
export type BreakGlass = z.infer<typeof BreakGlass>
export const GlassOpened = z.object({ file: Id, untilAt: z.iso.datetime() })
export type GlassOpened = z.infer<typeof GlassOpened>

export const GLASS_OUTCOMES = ['justified', 'not-justified'] as const
export const ReviewGlass = z.strictObject({ outcome: z.enum(GLASS_OUTCOMES), words: Reason })
export type ReviewGlass = z.infer<typeof ReviewGlass>

const Glass = z.object({
  id: Id, openedAt: z.iso.datetime(), untilAt: z.iso.datetime(), category: z.string(), reason: z.string(),
  outcome: z.enum(GLASS_OUTCOMES).nullable(), reviewedAt: z.iso.datetime().nullable(), review: z.string().nullable(),
})
/**
 * `own`: what this account opened, newest first. `watched`: what others opened of dossiers this post watches over, those to judge first; the file only
 * for its circle. `asks`: questions that found such a dossier and opened nothing.
 */
export const GlassView = z.object({
  own: z.array(Glass.extend({ file: Id.nullable() })),
  watched: z.array(Glass.extend({ byName: z.string(), byTitle: z.string(), fileNo: z.string().nullable(), file: Id.nullable(), mine: z.boolean(), reviewedByName: z.string().nullable() })),
  asks: z.array(z.object({ id: Id, askedAt: z.iso.datetime(), kind: z.string(), byName: z.string(), byTitle: z.string(), fileNo: z.string().nullable() })),
})
export type GlassView = z.infer<typeof GlassView>
