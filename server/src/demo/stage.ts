import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { cellOf, reachOf } from '#server/modules/places/index.ts'
import { asJobOf, type Database } from '#server/platform/database/index.ts'
import type { Keyring } from '#server/platform/keys/index.ts'
import type { Log } from '#server/platform/log.ts'
import { teller, type Followers, type Work } from '#server/platform/work.ts'
import { DEMO_PASSWORD, DEMO_PIN } from './plan.ts'
import { hashPassword, hashPin, makeTotpSecret, sealTotp } from '#server/modules/accounts/index.ts'

export interface DemoParts {
  owner: Client
  database: Database
  keys: Keyring
  log: Log
  followers: Followers
  today: string
}

export interface Speaker {
  account: string
  post: string
  name: string
  place: number
  station: string | null
}

/** Where the demo is acted out: people speak from their posts on any day of the past, through the same actions as everybody. */
export class Stage {
  readonly parts: DemoParts
  readonly #password: Promise<string>
  readonly #pin: Promise<string>

  constructor(parts: DemoParts) {
    this.parts = parts
    this.#password = hashPassword(parts.keys, DEMO_PASSWORD)
    this.#pin = hashPin(parts.keys, DEMO_PIN)
  }

  /** Everything in `deed` happens on that day and hour, in one transaction, as that person. */
  async on<T>(day: string, who: Speaker, deed: (work: Work) => Promise<T>, time = '17:20'): Promise<T> {
    const { database, keys, log, followers } = this.parts
    const done = await asJobOf(database, { account: who.account, post: who.post, today: day }, async (tx, actor) => ({
      result: await deed({ tx, actor, now: new Date(`${day}T${time}:00+08:00`), today: day, keys, log, tell: teller(followers) }),
    }))
    if (!done) throw new Error(`the demo's ${who.name} holds no post on ${day}`)
    return done.result
  }

  /** An account with password, rolling code and PIN, and one post. */
  async hire(plan: { signInName: string; name: string; role: string; at: number; title: string; station?: string | null; organisation?: string | null; from: string; until?: string; certificate?: string; reach?: number[] }): Promise<Speaker> {
    const { owner, keys } = this.parts
    const known = await owner.query('select id from account where sign_in_name = $1', [plan.signInName])
    const account: string = known.rows[0]?.id ?? randomUUID()
    const [post, cell] = [randomUUID(), cellOf(plan.at)]
    if (known.rowCount === 0) {
      await owner.query('insert into account (id, cell, place, name, sign_in_name, certificate_level) values ($1, $2, $3, $4, $5, $6)', [account, cell, plan.at, plan.name, plan.signInName, plan.certificate ?? null])
      await owner.query('insert into account_secret (account, password_hash, pin_hash, totp_sealed) values ($1, $2, $3, $4)',
        [account, await this.#password, await this.#pin, sealTotp(keys, account, makeTotpSecret())])
    }
    const { from, to } = reachOf(plan.at)
    await owner.query(`insert into post (id, cell, place, account, role, organisation, station, title, reach, from_on, until_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [post, cell, plan.at, account, plan.role, plan.organisation ?? null, plan.station ?? null, plan.title, `{${(plan.reach ?? [from, to]).join(',')}}`, plan.from, plan.until ?? null])
    return { account, post, name: plan.name, place: plan.at, station: plan.station ?? null }
  }
}

export type Deed = () => Promise<unknown>

/** Does all deeds, a few at a time. Their order among each other must not matter. */
export async function inLanes(lanes: number, deeds: readonly Deed[]): Promise<void> {
  let next = 0
  const lane = async () => { while (next < deeds.length) await deeds[next++]!() }
  await Promise.all(Array.from({ length: lanes }, lane))
}
