import type { RefusalCode } from '#api/refusals.ts'
import type { Role } from '#api/roles.ts'
import type { Actor, Entered } from '../database/index.ts'
import { Refusal } from '../refusal.ts'

/** Who may call a route. Every route says so; one that does not stops the server from starting. */
export interface Access {
  /** 'anyone': no session. 'session': any stage of signing in. 'signed-in': an open session, any post. Else: these roles. */
  who: 'anyone' | 'session' | 'signed-in' | readonly Role[]
  /** With `who: 'session'`: at which steps of a session. Without it only when open. */
  stages?: readonly Entered['stage'][]
  /** Open to a password that must be changed first. */
  beforeOwnPassword?: boolean
  /** Needs a fresh second factor. */
  stepUp?: boolean
  /** A well-formed write refused with one of these codes is kept for the head of the sender's station, and never dropped. */
  keepsUndelivered?: readonly RefusalCode[]
}

declare module 'fastify' {
  interface FastifyContextConfig extends Partial<Access> {}
}

const STEP_UP_MINUTES = 10

/** Turns what the database found into the actor of this request, or refuses. */
export function requireActor(found: Entered | undefined, access: Access, now: Date): Omit<Actor, 'admitted'> {
  if (!found) throw new Refusal('session.missing')
  requireStage(found, ['open'])
  if (found.mustChange) throw new Refusal('password.must-change')
  if (found.post === null) throw new Refusal('post.not-held')
  const actor = found as Omit<Actor, 'admitted'> & Entered
  if (Array.isArray(access.who) && !access.who.includes(actor.role)) throw new Refusal('post.may-not')
  requireStepUp(actor, access, now)
  return actor
}

/** The owner of a session, at one of the steps the route allows, with or without a post. */
export function requireSelf(found: Entered | undefined, access: Access, now: Date): Entered {
  if (!found) throw new Refusal('session.missing')
  requireStage(found, access.stages ?? ['open'])
  if (found.mustChange && !access.beforeOwnPassword) throw new Refusal('password.must-change')
  requireStepUp(found, access, now)
  return found
}

function requireStage({ stage }: Entered, allowed: readonly Entered['stage'][]) {
  if (allowed.includes(stage)) return
  if (stage === 'second-factor') throw new Refusal('session.second-factor-needed')
  throw new Refusal(stage === 'locked' ? 'session.locked' : 'session.missing')
}

function requireStepUp({ steppedUpAt }: Pick<Entered, 'steppedUpAt'>, access: Access, now: Date) {
  if (!access.stepUp) return
  if (!steppedUpAt || now.getTime() - steppedUpAt.getTime() > STEP_UP_MINUTES * 60_000) throw new Refusal('session.step-up-needed')
}
