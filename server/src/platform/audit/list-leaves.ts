import type { LeavesQuery } from '#api/platform.ts'
import { leaveView } from '../audit.ts'
import { accountInReach, networkByReach } from '../database/index.ts'
import { Refusal } from '../refusal.ts'
import type { Work } from '../work.ts'

/** Traces within the auditor's reach, newest first. Reading them leaves a trace too. */
export async function listLeaves(work: Work, { after, limit, subjectId, account, placeFrom, placeTo }: LeavesQuery) {
  const { tx, actor } = work
  if (after !== undefined && !/^\d{1,15}$/.test(after)) throw new Refusal('request.malformed', { where: 'after' })
  const found = await tx.selectFrom('audit_leaf as l')
    .leftJoin('account as a', (join) => join.onRef('a.id', '=', 'l.account').on(accountInReach(actor, 'a')))
    .select(['l.id', 'l.at', 'l.act', 'l.subject', 'l.subject_id as subjectId', 'l.account', 'a.name as accountName', 'l.post', 'l.place', 'l.rows', 'l.digest', 'l.sealed_in'])
    .where(networkByReach(actor, 'l'))
    .$if(after !== undefined, (q) => q.where('l.id', '<', Number(after)))
    .$if(subjectId !== undefined, (q) => q.where('l.subject_id', '=', subjectId!))
    .$if(account !== undefined, (q) => q.where('l.account', '=', account!))
    .$if(placeFrom !== undefined, (q) => q.where('l.place', '>=', placeFrom!))
    .$if(placeTo !== undefined, (q) => q.where('l.place', '<=', placeTo!))
    .orderBy('l.id', 'desc').limit(limit + 1).execute()
  const rows = found.slice(0, limit).map(({ sealed_in, digest, at, ...row }) =>
    ({ ...row, at: new Date(at as unknown as string).toISOString(), digest: digest.toString('hex'), sealed: sealed_in !== null }))
  await leaveView(work, { subject: 'audit_leaf', ...(subjectId && { subjectId }), rows: rows.length, digestOf: { after, subjectId, account, placeFrom, placeTo, ids: rows.map(({ id }) => id) } })
  return { rows, next: found.length > limit ? String(rows.at(-1)!.id) : null }
}
