import { sql } from 'kysely'
import type { Saved } from '#api/common.ts'
import type { AskApproval, DecideApproval } from '#api/services.ts'
import { letInto } from '#server/modules/records/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { attachFiles } from '#server/platform/files/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { notify } from '#server/platform/notices/index.ts'
import type { Work } from '#server/platform/work.ts'
import { judgeOf } from '../store/facts.ts'
import { requireOpenService, requireService } from '../store/services.ts'
import { tellService } from './tell-service.ts'

/** 提交审批. One question of a kind is open at a time. */
export async function askApproval(work: Work, id: string, { service, key, note }: AskApproval): Promise<Saved> {
  const row = await requireOpenService(work, service)
  const approval = (await judgeOf(work, row)).method.approvals.find((one) => one.key === key)
  if (!approval) throw new Refusal('approval.not-found')
  const earlier = await findApproval(work, id)
  if (earlier) return { id, version: earlier.version }
  const open = await work.tx.selectFrom('approval as a').select('a.id').where('a.service', '=', service).where('a.key', '=', key).where('a.decision', 'is', null).where(peopleInReach(work.actor, 'a')).executeTakeFirst()
  if (open) throw new Refusal('approval.asked-already')
  // The agency's manager sees no person: he is asked of what is about nobody.
  const askedOf = approval.by.filter((role) => role !== AGENCY || (row.client === null && !row.protected))
  await work.tx.insertInto('approval').values({
    id, cell: row.cell, place: row.place, station: row.station, dossier: row.dossier, protected: row.protected, service, key, note, asked_of: askedOf, asked_at: work.now, asked_by: work.actor.account,
    asked_by_name: work.actor.accountName,
  }).execute()
  await notify(work, { kind: 'approval-asked', about: row, to: { station: row.station, roles: askedOf } })
  const agency = (await sql<{ post: string }>`select post from app.ask_agency(${id}::uuid, ${work.now})`.execute(work.tx)).rows.map(({ post }) => post)
  if (agency.length > 0) await notify(work, { kind: 'approval-asked', about: row, to: { posts: agency } })
  await tellService(work, row, row)
  return { id, version: 1 }
}

/** 审批: approved, returned with a reason, or 线下已批 with a photo of the stamped sheet. Nobody approves what he asked himself, but on paper. */
export async function decideApproval(work: Work, id: string, input: DecideApproval): Promise<Saved> {
  const asked = (await findApproval(work, id)) ?? ((await letInto(work, 'approval', id)) ? await findApproval(work, id) : undefined)
  if (!asked) throw new Refusal('approval.not-found')
  if (work.actor.role === AGENCY) await mayDecideForAgency(work, id)
  const row = await requireService(work, asked.service, { forChange: true })
  // Read again now that the service is locked: somebody else may have decided a moment ago.
  const now = await findApproval(work, id)
  if (now?.decision !== null) throw new Refusal('approval.decided')
  if (now.version !== input.version) throw new Refusal('approval.changed-since', { fields: [], now: { version: now.version } })
  const approval = (await judgeOf(work, row)).method.approvals.find(({ key }) => key === asked.key)
  const offline = input.decision === 'offline'
  if (offline && work.actor.role === AGENCY) throw new Refusal('post.may-not')
  if (!offline && !approval?.by.includes(work.actor.role)) throw new Refusal('post.may-not')
  if (!offline && asked.asked_by === work.actor.account) throw new Refusal('approval.own')
  if (input.decision === 'returned' && input.why === '') throw new Refusal('service.needs-reason')
  if (offline && input.photo === undefined) throw new Refusal('approval.needs-photo')
  if (input.photo) await attachFiles(work, [input.photo], row.id)
  await work.tx.updateTable('approval').set({
    decision: input.decision, decided_at: work.now, decided_by: work.actor.account, decided_by_name: work.actor.accountName, why: input.why, photo: input.photo ?? null, version: input.version + 1,
  }).where('id', '=', id).execute()
  await notify(work, { kind: input.decision === 'returned' ? 'approval-returned' : 'approval-given', about: row, to: { account: asked.asked_by } })
  await tellService(work, row, row)
  return { id, version: input.version + 1 }
}

const AGENCY = 'agency_manager'
/** Lets the manager who is asked write his answer down, and nobody else. */
async function mayDecideForAgency({ tx, now }: Work, id: string): Promise<void> {
  const { rows } = await sql<{ yes: boolean }>`select app.decide_for_agency(${id}::uuid, ${now}) as yes`.execute(tx)
  if (!rows[0]?.yes) throw new Refusal('approval.not-found')
}

const findApproval = ({ tx, actor }: Work, id: string) => tx.selectFrom('approval as a').selectAll('a').where('a.id', '=', id).where(peopleInReach(actor, 'a')).executeTakeFirst()
