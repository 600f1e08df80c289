import { z } from 'zod'
import { ROLES } from './roles.ts'

export const SignIn = z.strictObject({
  signInName: z.string().trim().toLowerCase().min(2).max(40),
  password: z.string().min(1).max(200),
  /** What this browser is called in the list of sessions. */
  deviceName: z.string().trim().max(60).default(''),
})
export type SignIn = z.infer<typeof SignIn>

/** After the password: a rolling code, or one number of the printed code card. */
export const SecondFactor = z.strictObject({
  code: z.string().trim().regex(/^\d{6}$|^[A-Z2-9]{4}-?[A-Z2-9]{4}$/i),
  /** Trust this device for 30 days: the password alone is enough here. */
  trustDevice: z.boolean().default(false),
})
export type SecondFactor = z.infer<typeof SecondFactor>

export const Post = z.object({
  id: z.uuid(),
  role: z.enum(ROLES),
  title: z.string(),
  place: z.int(),
  placeName: z.string(),
  station: z.uuid().nullable(),
  stationName: z.string().nullable(),
})
export type Post = z.infer<typeof Post>

/** Who is signed in, and how far. `open`: may work. `second-factor`, `locked`: one step is missing. */
export const SessionView = z.object({
  stage: z.enum(['second-factor', 'open', 'locked']),
  account: z.object({ id: z.uuid(), name: z.string(), signInName: z.string(), hasPin: z.boolean(), hasSecondFactor: z.boolean(), mustChangePassword: z.boolean() }),
  posts: z.array(Post),
  post: z.uuid().nullable(),
  today: z.iso.date(),
  /** Shown as 演示数据 on every page and print. */
  demo: z.boolean(),
  lockAfterMinutes: z.int(),
})
export type SessionView = z.infer<typeof SessionView>

export const SwitchPost = z.strictObject({ post: z.uuid() })
export const Unlock = z.strictObject({ pin: z.string().regex(/^\d{4,8}$/) })

/** The key of what one browser keeps for one account. `device` is made by the browser and means nothing elsewhere. */
export const AskDeviceKey = z.strictObject({ device: z.uuid() })
export const DeviceKey = z.object({
  /** 32 bytes in base64. Made again for the same account and browser whenever they are asked for; never stored. */
  key: z.string(),
  /** Half of what opens that key without network; the other half is the PIN. Only a trusted device is given it. */
  share: z.string().nullable(),
  /** How long after this answer the device may be opened without network. */
  offlineHours: z.int(),
})
export type DeviceKey = z.infer<typeof DeviceKey>

/** An unsent write of an account whose owner may no longer come, as it lies sealed in his browser. */
export const LeftWrite = z.strictObject({ account: z.uuid(), device: z.uuid(), id: z.uuid(), sealed: z.base64().max(900_000) })
export type LeftWrite = z.infer<typeof LeftWrite>
/** Whether the browser may now forget it; else it waits there for its writer. */
export const LeftWriteKept = z.object({ kept: z.boolean() })
export type LeftWriteKept = z.infer<typeof LeftWriteKept>

/** A fresh second factor, before something weighty. */
export const StepUp = z.strictObject({ code: SecondFactor.shape.code })
export type StepUp = z.infer<typeof StepUp>
export const ChangePassword = z.strictObject({ old: z.string().min(1).max(200), new: z.string().min(1).max(200) })
export type ChangePassword = z.infer<typeof ChangePassword>
export const ChangePin = z.strictObject({ password: z.string().min(1).max(200), pin: z.string().min(1).max(20) })
export type ChangePin = z.infer<typeof ChangePin>

export const OwnSession = z.object({ id: z.uuid(), deviceName: z.string(), createdAt: z.string(), lastSeenAt: z.string(), stage: z.enum(['second-factor', 'open', 'locked']), current: z.boolean() })
export type OwnSession = z.infer<typeof OwnSession>
export const OwnSessions = z.object({ rows: z.array(OwnSession) })
export type OwnSessions = z.infer<typeof OwnSessions>
export const OwnDevice = z.object({ id: z.uuid(), name: z.string(), madeAt: z.string(), untilAt: z.string() })
export type OwnDevice = z.infer<typeof OwnDevice>
export const OwnDevices = z.object({ rows: z.array(OwnDevice) })
export type OwnDevices = z.infer<typeof OwnDevices>
/** How one's own account is secured. */
export const Security = z.object({ hasPin: z.boolean(), hasTotp: z.boolean(), codesLeft: z.int() })
export type Security = z.infer<typeof Security>
/** For the authenticator, shown until a code confirms it. */
export const TotpOffer = z.object({ secret: z.string(), uri: z.string(), qr: z.string() })
export type TotpOffer = z.infer<typeof TotpOffer>
/** Ten numbers, each good once. Shown this once. */
export const CodeCard = z.object({ codes: z.array(z.string()) })
export type CodeCard = z.infer<typeof CodeCard>
/** The rolling code of an invented person; exists only with demo data on a server only this machine can reach. */
export const DemoCode = z.object({ code: z.string(), seconds: z.int() })
export type DemoCode = z.infer<typeof DemoCode>

/** What every refusal looks like. `sentence` is in the user's language. */
export const RefusalBody = z.object({ code: z.string(), sentence: z.string(), details: z.record(z.string(), z.unknown()) })
export type RefusalBody = z.infer<typeof RefusalBody>
