import type { FastifyRequest } from 'fastify'
import { asSelf, touchSession, type Database, type Entered } from '../database/index.ts'
import type { Log } from '../log.ts'
import { Refusal } from '../refusal.ts'
import { teller, type Outside, type OwnWork } from '../work.ts'
import { requireSelf, type Access } from './access.ts'
import { languageOf } from './errors.ts'
import { credentialsOf } from './session-cookie.ts'

const TOUCH_AFTER_MS = 60_000

/**
 * Notes that a session was used once its work is done, in a statement of its own: inside the work's transaction it would make
 * requests of one session wait for each other, and a refused request would not count as use.
 */
export function touchAfter(database: Database, now: Date) {
  let used: Entered | undefined
  return {
    seen(found: Entered | undefined): Entered | undefined {
      if (found?.stage === 'open' && now.getTime() - found.seenAt.getTime() > TOUCH_AFTER_MS) used = found
      return found
    },
    async after<T>(work: Promise<T>): Promise<T> {
      try {
        return await work
      } finally {
        if (used) await touchSession(database, used.session, now)
      }
    },
  }
}

export async function runAsSelf<T>(this: FastifyRequest, work: (own: OwnWork) => Promise<T | Refusal>): Promise<T> {
  const { database, clock, keys } = this.server.parts
  const [now, today] = [clock.now(), clock.today()]
  const touch = touchAfter(database, now)
  const check = (found: Entered | undefined) => requireSelf(touch.seen(found), this.routeOptions.config as Access, now)
  const result = await touch.after(asSelf(database, { ...credentialsOf(this), at: now, today }, check,
    (tx, self) => work({ tx, self, now, today, keys, log: this.log as Log })))
  if (result instanceof Refusal) throw result
  return result
}

/** A request of the public: no cookie is looked at. */
export function outsideOf(request: FastifyRequest): Outside {
  const { database, keys, clock, followers } = request.server.parts
  return { database, keys, now: clock.now(), today: clock.today(), log: request.log as Log, language: languageOf(request), tell: teller(followers) }
}

const LOCAL = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d+)?$/

/** Asked by a browser on this machine itself: not through a proxy, and not under a foreign name that was pointed here. */
export function isFromThisMachine(request: FastifyRequest): boolean {
  const address = request.socket.remoteAddress ?? ''
  const forwarded = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'via', 'x-real-ip'].some((name) => name in request.headers)
  return !forwarded && LOCAL.test(request.headers.host ?? '') && /^(127\.|::1$|::ffff:127\.)/.test(address)
}
