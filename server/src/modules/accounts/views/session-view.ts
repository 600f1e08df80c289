import type { OwnDevices, OwnSession, OwnSessions, Security, SessionView } from '#api/session.ts'
import type { OwnWork } from '#server/platform/work.ts'
import { findOwnAccount, findSecret, listOwnPosts } from '../store/own.ts'

/** What the screen knows of who is signed in. Read after every step, in the step's own transaction. */
export async function viewSession({ tx, self, now, today }: Pick<OwnWork, 'tx' | 'today' | 'now'> & { self: { session: string; account: string } }, demo: boolean): Promise<SessionView> {
  const session = await tx.selectFrom('session').select(['stage', 'post', 'seen_at', 'lock_minutes']).where('id', '=', self.session).executeTakeFirstOrThrow()
  const account = (await findOwnAccount(tx, self.account))!
  const secret = await findSecret(tx, self.account)
  const isIdle = session.stage === 'open' && now.getTime() - session.seen_at.getTime() > session.lock_minutes * 60_000
  const posts = session.stage === 'second-factor' ? [] : await listOwnPosts(tx, today)
  return {
    stage: isIdle ? 'locked' : (session.stage as SessionView['stage']),
    account: {
      id: account.id, name: account.name, signInName: account.signInName, hasPin: Boolean(secret?.pin_hash),
      hasSecondFactor: Boolean(secret?.totp_sealed), mustChangePassword: secret?.must_change ?? false,
    },
    posts, post: posts.find((post) => post.id === session.post)?.id ?? posts[0]?.id ?? null, today, demo, lockAfterMinutes: session.lock_minutes,
  }
}

export async function listOwnSessions({ tx, self, now }: OwnWork): Promise<OwnSessions> {
  const rows = await tx.selectFrom('session').select(['id', 'device_name', 'made_at', 'seen_at', 'stage']).where('account', '=', self.account)
    .where('ended_at', 'is', null).where('ends_at', '>', now).orderBy('seen_at', 'desc').limit(100).execute()
  return { rows: rows.map((row) => ({
    id: row.id, deviceName: row.device_name, createdAt: row.made_at.toISOString(), lastSeenAt: row.seen_at.toISOString(), stage: row.stage as OwnSession['stage'],
    current: row.id === self.session,
  })) }
}

export async function listOwnDevices({ tx, self, now }: OwnWork): Promise<OwnDevices> {
  const rows = await tx.selectFrom('trusted_device').select(['id', 'name', 'made_at', 'until_at']).where('account', '=', self.account)
    .where('until_at', '>', now).orderBy('made_at', 'desc').limit(100).execute()
  return { rows: rows.map((row) => ({ id: row.id, name: row.name, madeAt: row.made_at.toISOString(), untilAt: row.until_at.toISOString() })) }
}

export async function viewSecurity({ tx, self }: OwnWork): Promise<Security> {
  const secret = await findSecret(tx, self.account)
  return { hasPin: Boolean(secret?.pin_hash), hasTotp: Boolean(secret?.totp_sealed), codesLeft: secret?.code_card.length ?? 0 }
}
