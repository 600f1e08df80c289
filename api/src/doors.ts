import { z } from 'zod'
import { Day, Id, Key } from './common.ts'
import { FieldView } from './services.ts'
import { Text } from './standards.ts'

/** What the address of a door holds: its id and a proof that we gave it. */
export const DoorToken = z.string().regex(/^[A-Za-z0-9_-]{38}$/)
export const DoorParams = z.object({ token: DoorToken })
export const AnswerParams = DoorParams.extend({ id: Id })
/** 查询码, with or without its dash, in any case. */
export const ReceiptParams = z.object({ code: z.string().trim().min(10).max(14) })

/** 二维码: a door for the public, to one service or to a station. */
export const MakeDoor = z.strictObject({
  service: Id.optional(), method: Key.optional(), door: Key, title: z.string().trim().max(80).default(''), untilOn: Day, most: z.int().min(1).max(100_000).optional(),
})
export type MakeDoor = z.infer<typeof MakeDoor>
export const EndDoor = z.strictObject({ version: z.int().min(1) })
export type EndDoor = z.infer<typeof EndDoor>

export const DOOR_STATES = ['open', 'ended', 'past', 'full'] as const
/** `token`: what follows /p/ in its address. `used`: answers given through it. */
export const DoorRow = z.object({
  id: Id, version: z.int(), service: Id.nullable(), method: z.string(), methodTitle: Text, door: z.string(), title: z.string(), stationName: z.string(), token: DoorToken, untilOn: Day, most: z.int().nullable(),
  used: z.int(), state: z.enum(DOOR_STATES), madeByName: z.string(),
})
export type DoorRow = z.infer<typeof DoorRow>
export const DoorsQuery = z.strictObject({ service: Id.optional() })
export type DoorsQuery = z.infer<typeof DoorsQuery>
/** The doors made so far, and those that may be made. */
export const DoorList = z.object({ rows: z.array(DoorRow), offers: z.array(z.object({ method: z.string(), methodTitle: Text, door: z.string(), title: Text })) })
export type DoorList = z.infer<typeof DoorList>

// —— What the public sees ——

/** A form as somebody without an account fills it in. `tells`: he gets a code to ask with later. */
export const PublicForm = z.object({
  title: z.string(), stationName: z.string(), intro: Text.nullable(), state: z.enum(DOOR_STATES), today: Day, formVersion: z.string(), fields: z.array(FieldView), tells: z.boolean(),
})
export type PublicForm = z.infer<typeof PublicForm>
export const PublicAnswer = z.strictObject({ formVersion: z.string().max(60), answers: z.record(z.string().max(40), z.unknown()).refine((answers) => JSON.stringify(answers).length <= 20_000) })
export type PublicAnswer = z.infer<typeof PublicAnswer>
export const PublicThanks = z.object({ thanks: Text.nullable(), code: z.string().nullable() })
export type PublicThanks = z.infer<typeof PublicThanks>
/** How it stands: never who handles it, never what was written. */
export const PublicStanding = z.object({
  methodTitle: Text, stationName: z.string(), openedOn: Day, stageTitle: Text, state: z.enum(['open', 'closed']), stages: z.array(z.object({ title: Text, state: z.enum(['done', 'now', 'ahead']) })),
  answers: z.array(z.object({ title: Text, value: z.string() })),
})
export type PublicStanding = z.infer<typeof PublicStanding>
