import type { Actor, Database, Entered, Tx } from './database/index.ts'
import type { Keyring } from './keys/index.ts'
import type { Log } from './log.ts'

/** Something that happened, told to other modules. Names are `noun.past-tense`. */
export interface Happening {
  event: string
}

/** Keeps what another module derives from a happening exact: runs in the same transaction, so both last or neither. */
export interface Follower {
  (work: Work, happening: never): Promise<void>
  /** Follows many of one kind at once. */
  together?: (work: Work, happenings: readonly never[]) => Promise<void>
}
export type Followers = Readonly<Record<string, readonly Follower[]>>

/** What an action works with: one transaction, who asks from which post, and what day it is. */
export interface Work {
  tx: Tx
  actor: Actor
  now: Date
  today: string
  keys: Keyring
  log: Log
  /** What the reader's screen speaks; Chinese for jobs. */
  language?: 'zh' | 'en'
  /** Tells the modules that follow these happenings of one kind, at once and inside this transaction. */
  tell<H extends Happening>(...happenings: H[]): Promise<void>
}

/** What there is when nobody is signed in. */
export interface Outside extends Pick<Work, 'now' | 'today' | 'keys' | 'log' | 'language' | 'tell'> { database: Database }

/** What somebody works with inside his own sign-in rows: password, second factor, sessions. Holding a post is not needed. */
export interface OwnWork {
  tx: Tx
  self: Entered
  now: Date
  today: string
  keys: Keyring
  log: Log
}

/** A `tell` that knows its followers by the name of the happening. */
export const teller = (followers: Followers) =>
  async function tell<H extends Happening>(this: Work, ...happenings: H[]): Promise<void> {
    for (const follow of followers[happenings[0]?.event ?? ''] ?? []) {
      if (follow.together) await follow.together(this, happenings as never[])
      else for (const happening of happenings) await follow(this, happening as never)
    }
  }

/** A follower that takes one or many in the same few statements. */
export const together = <H extends Happening>(follow: (work: Work, happenings: readonly H[]) => Promise<void>): Follower =>
  Object.assign((work: Work, happening: H) => follow(work, [happening]), { together: follow })
