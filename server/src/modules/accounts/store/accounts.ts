import { sql, type SqlBool } from 'kysely'
import { accountInReach, isCheckViolation, isUniqueViolation, networkInReach, type Tx } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'

/** An account in reach; locked, so that two changes wait for each other. */
export const lockAccount = ({ tx, actor }: Work, id: string) => tx.selectFrom('account').selectAll().where('id', '=', id).where(accountInReach(actor, 'account')).forUpdate().executeTakeFirst()
export const findAccount = ({ tx, actor }: Work, id: string) => tx.selectFrom('account').select(['id', 'version']).where('id', '=', id).where(accountInReach(actor, 'account')).executeTakeFirst()

export interface NewAccount { id: string; cell: number; place: number; name: string; signInName: string; phoneMask: string | null }
export async function addAccount({ tx }: Work, a: NewAccount): Promise<void> {
  await tx.insertInto('account').values({ id: a.id, cell: a.cell, place: a.place, name: a.name, sign_in_name: a.signInName, phone_mask: a.phoneMask }).execute()
    .catch((error: unknown) => { throw isUniqueViolation(error, 'account_sign_in_name_key') ? new Refusal('account.name-taken') : error })
}

export interface PostRow {
  id: string; cell: number; place: number; account: string; role: string; organisation: string | null; station: string | null; contract: string | null
  title: string; reach: number[]; fromOn: string; untilOn: string | null; fullTime: boolean; staffingMode: string | null
}
export async function addPost({ tx }: Work, p: PostRow): Promise<void> {
  await tx.insertInto('post').values({
    id: p.id, cell: p.cell, place: p.place, account: p.account, role: p.role, organisation: p.organisation, station: p.station, contract: p.contract,
    title: p.title, reach: p.reach, from_on: p.fromOn, until_on: p.untilOn, full_time: p.fullTime, staffing_mode: p.staffingMode,
  }).execute().catch((error: unknown) => { throw isCheckViolation(error, 'powers_apart') ? new Refusal('post.powers-apart') : error })
}

/** Which level certificate somebody holds, as his head has seen it. */
export async function setCertificate({ tx }: Work, account: string, level: string | null): Promise<void> {
  await tx.updateTable('account').set({ certificate_level: level }).where('id', '=', account).execute()
}

export const findStaffFact = ({ tx, actor }: Work, id: string) => tx.selectFrom('staff_fact').selectAll().where('id', '=', id).where(networkInReach(actor, 'staff_fact')).executeTakeFirst()
export interface StaffFactRow { id: string; cell: number; place: number; version: number; certificateNo: string; registered: string | null; education: string; contractFrom: string | null; contractUntil: string | null; insured: boolean | null; checkedOn: string | null }
/** Writes it for the first time, or over what was written. */
export async function keepStaffFact({ tx }: Work, { id, cell, place, version, ...f }: StaffFactRow): Promise<void> {
  const set = { version, certificate_no: f.certificateNo, registered: f.registered, education: f.education, contract_from: f.contractFrom, contract_until: f.contractUntil, insured: f.insured, checked_on: f.checkedOn }
  if (version === 1) await tx.insertInto('staff_fact').values({ id, cell, place, ...set }).execute()
  else await tx.updateTable('staff_fact').set(set).where('id', '=', id).execute()
}

const postInReach = (actor: Work['actor']) => sql<SqlBool>`(${networkInReach(actor, 'post')} or post.account = ${actor.account}::uuid)`
export const findPost = ({ tx, actor }: Work, id: string) => tx.selectFrom('post').selectAll().where('id', '=', id).where(postInReach(actor)).executeTakeFirst()
export const lockPost = ({ tx, actor }: Work, id: string) => tx.selectFrom('post').selectAll().where('id', '=', id).where(postInReach(actor)).forUpdate().executeTakeFirst()

export async function endPostRow({ tx }: Work, id: string, version: number, until: { untilOn: string; endedAt: Date | null }): Promise<void> {
  await tx.updateTable('post').set({ until_on: until.untilOn, ended_at: until.endedAt, version: version + 1 }).where('id', '=', id).execute()
}

export async function closeAccountRow({ tx, now }: Work, id: string, version: number, why: string): Promise<void> {
  await tx.updateTable('account').set({ state: 'closed', closed_at: now, closed_why: why, version: version + 1 }).where('id', '=', id).execute()
}

/** Every role an account holds or will hold, seen or not, and whether that post lies within the asker's reach. */
export async function rolesHeld({ tx, today }: Work, account: string): Promise<{ role: string; within: boolean }[]> {
  return (await sql<{ role: string; within: boolean }>`select role, within from app.roles_held(${account}::uuid, ${today}::date)`.execute(tx)).rows
}

/** Puts a new password and code card in place of every earlier secret of an account in reach. */
export async function renewSecret({ tx, now }: Work, account: string, passwordHash: string, codes: Buffer[]): Promise<boolean> {
  const done = await sql<{ done: boolean }>`select app.renew_secret(${account}::uuid, ${passwordHash}, ${codes}::bytea[], ${now}) as done`.execute(tx)
  return done.rows[0]?.done === true
}

/** Ends every session and trusted device of an account in reach, at once. */
export async function endAccess({ tx, now }: Work, account: string): Promise<void> {
  await sql`select app.end_access(${account}::uuid, ${now})`.execute(tx)
}

export interface Reset { id: string; account: string; cell: number; place: number; reason: string; words: string }
export async function addReset({ tx, actor, now }: Work, r: Reset): Promise<void> {
  await tx.insertInto('account_reset').values({
    id: r.id, cell: r.cell, place: r.place, account: r.account, reason: r.reason, words: r.words, made_by: actor.account, made_by_name: actor.accountName, made_at: now,
  }).execute()
}

/** Where a unit lies, if it is in reach. */
export const findStation = ({ tx, actor }: Work, id: string) =>
  tx.selectFrom('station').select(['id', 'place', 'guided_by as guidedBy']).where('id', '=', id).where(networkInReach(actor, 'station')).where('closed_on', 'is', null).executeTakeFirst()
export const isOrganisation = async (tx: Tx, id: string): Promise<boolean> => (await tx.selectFrom('organisation').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
export const isContract = async ({ tx, actor }: Work, id: string): Promise<boolean> => (await tx.selectFrom('contract').select('id').where('id', '=', id).where(networkInReach(actor, 'contract')).executeTakeFirst()) !== undefined
export const countPlaces = async (tx: Tx, codes: readonly number[]): Promise<number> =>
  (await tx.selectFrom('place').select('code').where('code', 'in', [...codes]).execute()).length
