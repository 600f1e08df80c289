import { sql } from 'kysely'
import type { HouseholdView, ResidentView } from '#api/residents.ts'
import { CASEWORKERS } from '#api/roles.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { ageOn } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { requireFile } from '../actions/require-file.ts'
import { openField } from '../actions/seal-fields.ts'
import { isChildOn, stateOfConsent } from '../rules/checks.ts'
import { maskName } from '../rules/masks.ts'
import { findHousehold } from '../store/households.ts'
import { glassUntil, type FileRow } from '../store/files.ts'
import { rowsOfFiles } from './list.ts'
import { asRows } from './rows.ts'

/** One person's page. A masked post gets no name, no words and no identifiers. Whoever looks leaves a trace. */
export async function showResident(work: Work, id: string): Promise<ResidentView> {
  const file = await requireFile(work, id)
  const masked = work.actor.people !== 'full'
  const [row] = await asRows(work, await rowsOfFiles(work, [id]))
  const tagHistory = await tagsOf(work, file)
  await leaveView(work, { subject: 'resident_file', subjectId: id, cell: file.cell, place: file.place, rows: 1, digestOf: { page: id } })
  return {
    ...row!, masked, protected: file.protected, isChild: isChildOn(file.birth_on, work.today), tags: tagHistory.filter((tag) => tag.untilOn === null).map((tag) => tag.tag),
    birthOn: masked ? null : file.birth_on, identityMask: masked ? null : file.identity_mask, hasAddress: file.address_sealed !== null, relation: file.relation,
    riskSince: file.risk_since, riskWhy: masked ? null : await openField(work, file, 'riskWhy'), whyServed: masked ? null : await openField(work, file, 'why'),
    note: masked ? null : await openField(work, file, 'note'), tagHistory, consents: await consentsOf(work, file),
    household: file.household === null ? null : ((await householdView(work, file.household)) ?? null),
    mergedInto: file.merged_into, mergedFrom: await mergedFrom(work, id), circle: file.protected ? await circleOf(work, id) : [],
    glassUntil: (await glassUntil(work, file))?.toISOString() ?? null,
  }
}

/** Groups as this post may see them: restricted ones for casework posts, and a child's for the children's director. */
async function tagsOf({ tx, actor, today }: Work, file: FileRow): Promise<ResidentView['tagHistory']> {
  const rows = await tx.selectFrom('resident_tag as t').selectAll('t').where('t.file', '=', file.id).where(peopleInReach(actor, 't')).orderBy('t.from_on', 'desc').orderBy('t.id').execute()
  const standards = await standardsOn({ tx }, file.place, today)
  const isCasework = (CASEWORKERS as readonly string[]).includes(actor.role)
  const mayRead = (tag: string) => isCasework || (actor.role === 'child_director' && standards.tag(tag)?.domain === 'child')
  return rows.filter((tag) => !tag.restricted || mayRead(tag.tag)).map((tag) => ({
    id: tag.id, version: tag.version, tag: tag.tag, source: tag.source, restricted: tag.restricted, fromOn: tag.from_on, untilOn: tag.until_on,
  }))
}

async function consentsOf({ tx, actor, today }: Work, file: FileRow): Promise<ResidentView['consents']> {
  const rows = await tx.selectFrom('consent as c').selectAll('c').where('c.file', '=', file.id).where(peopleInReach(actor, 'c')).orderBy('c.given_on', 'desc').orderBy('c.id').execute()
  const masked = actor.people !== 'full'
  return rows.map((c) => ({
    id: c.id, version: c.version, purpose: c.purpose, scope: c.scope, medium: c.medium as ResidentView['consents'][number]['medium'], givenOn: c.given_on,
    expiresOn: c.expires_on, withdrawnOn: c.withdrawn_on, witness: masked ? null : c.witness, guardianName: masked ? null : c.guardian_name,
    guardianRelation: c.guardian_relation, lacksCapacity: c.lacks_capacity, reason: masked ? null : c.reason,
    state: stateOfConsent({ medium: c.medium, expiresOn: c.expires_on, withdrawnOn: c.withdrawn_on }, today),
  }))
}

/** A household with those of its members the caller can see; undefined when it is out of reach. */
export async function householdView(work: Work, id: string): Promise<HouseholdView | undefined> {
  const household = await findHousehold(work, id)
  if (!household) return undefined
  const masked = work.actor.people !== 'full'
  const members = await work.tx.selectFrom('resident_file as f').selectAll('f').where('f.household', '=', id).where('f.merged_into', 'is', null).where(peopleInReach(work.actor, 'f'))
    .orderBy('f.birth_on', (order) => order.asc().nullsLast()).orderBy('f.id').execute()
  return {
    id, version: household.version, headName: headOf(household.head_name, members, masked), hasAddress: household.address_sealed !== null, place: household.place,
    members: members.map((f) => ({
      file: f.id, name: masked ? maskName(f.name) : f.name, relation: f.relation, sex: f.sex, age: f.birth_on === null ? null : ageOn(f.birth_on, work.today),
      risk: f.risk as ResidentView['risk'], closedOn: f.closed_on,
    })),
  }
}

/** A head whose own file is closed to the caller is nobody here: a household tells no more than the files of its members. */
function headOf(name: string, members: readonly { name: string }[], masked: boolean): string {
  if (!members.some((one) => one.name === name)) return ''
  return masked ? maskName(name) : name
}

/** The household page of its own. */
export async function showHousehold(work: Work, id: string): Promise<HouseholdView> {
  const household = await householdView(work, id)
  if (!household) throw new Refusal('household.not-found')
  await leaveView(work, { subject: 'household', subjectId: id, rows: household.members.length, digestOf: { household: id, files: household.members.map((one) => one.file) } })
  return household
}

/** Files that were merged into this one, whether directly or by way of another. */
async function mergedFrom({ tx, actor }: Work, id: string): Promise<ResidentView['mergedFrom']> {
  const found = await sql<{ file: string; fileNo: string | null; name: string }>`
    with recursive merged as (
      select f.id, f.file_no, f.name from resident_file f where f.merged_into = ${id}::uuid and ${peopleInReach(actor, 'f')}
      union
      select f.id, f.file_no, f.name from merged m join resident_file f on f.merged_into = m.id where ${peopleInReach(actor, 'f')}
    ) select id as file, file_no as "fileNo", name from merged order by file_no, id`.execute(tx)
  return found.rows.map((row) => ({ ...row, name: actor.people === 'full' ? row.name : maskName(row.name) }))
}

async function circleOf({ tx, now }: Work, id: string): Promise<ResidentView['circle']> {
  return (await sql<ResidentView['circle'][number]>`select post, title, name from app.circle_of(${id}::uuid, ${now})`.execute(tx)).rows
}
