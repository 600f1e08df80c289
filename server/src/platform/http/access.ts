import type { Role } from '#api/roles.ts'
import type { Actor, Entered } from '../database/index.ts'
import { Refusal } from '../refusal.ts'

/** Who may call a route. Every route says so; one that does not stops the server from starting. */
export interface Access {
  /** 'anyone': no session. 'session': any stage of signing in. 'signed-in': an open session, any post. Else: these roles. */
  who: 'anyone' | 'session' | 'signed-in' | readonly Role[]
  /** Needs a fresh second factor. */
  stepUp?: boolean
  /** A write that cannot be accepted for want of access is kept for the head of the station. */
  keepsUndelivered?: boolean
}

declare module 'fastify' {
  interface FastifyContextConfig extends Partial<Access> {}
}

const STEP_UP_MINUTES = 10

/** Turns what the database found into the actor of this request, or refuses. */
export function requireActor(found: Entered | undefined, access: Access, now: Date): Omit<Actor, 'admitted'> {
  if (!found) throw new Refusal('session.missing')
  if (found.stage === 'second-factor') throw new Refusal('session.second-factor-needed')
  if (found.stage === 'locked') throw new Refusal('session.locked')
  if (found.post === null) throw new Refusal('post.not-held')
  const actor = found as Omit<Actor, 'admitted'> & Entered
  if (Array.isArray(access.who) && !access.who.includes(actor.role)) throw new Refusal('post.may-not')
  if (access.stepUp && (!actor.steppedUpAt || now.getTime() - actor.steppedUpAt.getTime() > STEP_UP_MINUTES * 60_000)) {
    throw new Refusal('session.step-up-needed')
  }
  return actor
}
