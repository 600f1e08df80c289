import { randomUUID } from 'node:crypto'
import type { ChangeResident, ResidentSaved } from '#api/residents.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { sectionOf } from '../rules/section.ts'
import { conflictsOf } from '../rules/checks.ts'
import { maskIdentity, maskPhone } from '../rules/masks.ts'
import { readIdentity, readPhone, sortKeyOf } from '../rules/read-person.ts'
import { asHistory, findVersion, identifyPerson, worksAt, type FileRow } from '../store/files.ts'
import { renewTokens } from './renew-tokens.ts'
import { requireOpenFile } from './require-file.ts'
import { refuseSecondFile } from './save-resident.ts'
import { openField, sealField } from './seal-fields.ts'
import { tellChange } from './tell-change.ts'

type Field = Exclude<keyof ChangeResident, 'version'>
type Said = Record<Field, string | number | null>
const COLUMNS: Record<Field, string> = {
  name: 'name', sex: 'sex', birthOn: 'birth_on', identity: 'identity_sealed', phone: 'phone_sealed', address: 'address_sealed', relation: 'relation', worker: 'worker',
  whyServed: 'why_sealed', note: 'note_sealed',
}
const FINDABLE: readonly Field[] = ['name', 'identity', 'phone', 'address']

/** Changes some fields. What others changed meanwhile in other fields stays; the same field changed twice is shown to the second. */
export async function changeResident(work: Work, id: string, { version, ...input }: ChangeResident): Promise<ResidentSaved> {
  const file = await requireOpenFile(work, id)
  const said = await readNow(work, file)
  const wanted = { ...input, ...(input.phone !== undefined && { phone: readPhone(input.phone) }) } as Partial<Said>
  const who = readIdentity({
    identity: String(wanted.identity ?? said.identity), birthOn: (wanted.birthOn === undefined ? said.birthOn : wanted.birthOn) as string | null, sex: Number(wanted.sex ?? said.sex),
  }, work.today)
  if (wanted.identity !== undefined) Object.assign(wanted, { identity: who.number, birthOn: who.birthOn, sex: who.sex })
  const fields = (Object.keys(wanted) as Field[]).filter((field) => wanted[field] !== undefined && wanted[field] !== said[field])
  if (fields.length === 0) return { id, version: file.version, fileNo: file.file_no, warnings: who.warnings }
  if (file.version !== version) await refuseConflicts(work, file, version, fields, said)
  if (typeof wanted.worker === 'string' && fields.includes('worker') && !(await worksAt(work, wanted.worker, file.station))) throw new Refusal('worker.not-here')

  const change = await changeOf(work, file, fields, wanted)
  await work.tx.updateTable('resident_file').set({ ...change, version: file.version + 1 }).where('id', '=', id).execute()
  const now = { ...file, ...change }
  if (change.person !== undefined) await refuseSecondFile(work, change.person, file.cell, id)
  if (FINDABLE.some((field) => fields.includes(field))) await renewTokens(work, now)
  if (fields.includes('name') && file.household !== null) await renameHead(work, file, now.name)
  await tellChange(work, file, change)
  return { id, version: file.version + 1, fileNo: file.file_no, warnings: fields.includes('identity') ? who.warnings : [] }
}

async function readNow(work: Work, file: FileRow): Promise<Said> {
  const text = async (field: Parameters<typeof openField>[2]) => (await openField(work, file, field)) ?? ''
  return {
    name: file.name, sex: file.sex, birthOn: file.birth_on, identity: await text('identity'), phone: await text('phone'), address: await text('address'),
    relation: file.relation, worker: file.worker, whyServed: await text('why'), note: await text('note'),
  }
}

/** Compares the rows of then and now. Numbers are told masked; an address not at all. */
async function refuseConflicts(work: Work, file: FileRow, version: number, fields: Field[], said: Said): Promise<void> {
  const [base, now] = [await findVersion(work, file.id, version), await asHistory(work, file.id)]
  const column = (row: Record<string, unknown>) => Object.fromEntries(fields.map((field) => [field, row[COLUMNS[field]]])) as Record<Field, unknown>
  // A version nobody knows is as good as all fields having changed.
  const differing = base ? conflictsOf(fields, column(base), column(now)) : fields
  if (differing.length === 0) return
  const shown: Record<string, unknown> = { ...said, identity: file.identity_mask, phone: file.phone_mask, address: null }
  throw new Refusal('resident.changed-since', { fields: differing, now: { version: file.version, ...Object.fromEntries(differing.map((field) => [field, shown[field]])) } })
}

async function changeOf(work: Work, file: FileRow, fields: readonly Field[], wanted: Partial<Said>): Promise<Partial<FileRow>> {
  const change: Partial<FileRow> = {}
  const text = (field: Field) => String(wanted[field] ?? '')
  for (const field of fields) {
    if (field === 'name') Object.assign(change, { name: text(field), name_sort: sortKeyOf(text(field)) })
    else if (field === 'identity') Object.assign(change, await identityOf(work, file, text(field)))
    else if (field === 'phone') Object.assign(change, { phone_sealed: await sealField(work, file.id, 'phone', text(field)), phone_mask: text(field) === '' ? null : maskPhone(text(field)) })
    else if (field === 'address') Object.assign(change, { address_sealed: await sealField(work, file.id, field, text(field)), section: sectionOf(text(field)) })
    else if (field === 'note') change.note_sealed = await sealField(work, file.id, field, text(field))
    else if (field === 'whyServed') change.why_sealed = await sealField(work, file.id, 'why', text(field))
    else Object.assign(change, { [COLUMNS[field]]: wanted[field] })
  }
  return change
}

async function identityOf(work: Work, file: FileRow, number: string): Promise<Partial<FileRow>> {
  if (number === '') return { identity_sealed: null, identity_mask: null }
  return {
    identity_sealed: await sealField(work, file.id, 'identity', number), identity_mask: maskIdentity(number),
    person: await identifyPerson(work, file.person, work.keys.blindIndex('identity', number), randomUUID()),
  }
}

async function renameHead({ tx }: Work, file: FileRow, name: string): Promise<void> {
  await tx.updateTable('household').set((row) => ({ head_name: name, version: row('version', '+', 1) })).where('id', '=', file.household).where('head_name', '=', file.name).execute()
}
