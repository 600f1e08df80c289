import { z } from 'zod'
import { Id } from './common.ts'
import { Text } from './standards.ts'

/** Whom one may let into a secret service as it begins. `usual` are in where nobody is named. */
export const OpeningCircle = z.object({ rows: z.array(z.object({ post: Id, title: z.string(), name: z.string(), role: z.string(), usual: z.boolean() })) })
export type OpeningCircle = z.infer<typeof OpeningCircle>
/** 知悉范围 anew: everybody who may know of it from now on. */
export const SetServiceCircle = z.strictObject({ version: z.int().min(1), members: z.array(Id).min(1).max(60), why: z.string().trim().min(2).max(200) })
export type SetServiceCircle = z.infer<typeof SetServiceCircle>

export const TURNS = ['handed-over', 'put-back', 'refused', 'closed', 'reopened'] as const
/** What became of a service on its way: from whom to whom, from which stage to which, or why it had ended (`to`), with the reason given. */
export const TurnView = z.object({ kind: z.enum(TURNS), at: z.string(), byName: z.string(), from: Text.nullable(), to: Text.nullable(), why: z.string() })
export type TurnView = z.infer<typeof TurnView>
