import { sql } from 'kysely'
import type { Risk } from '#api/residents.ts'
import { peopleByReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { openField } from '../actions/seal-fields.ts'
import type { KnownFile } from '../rules/import-match.ts'
import type { PersonRow } from '../rules/import-rows.ts'
import { sortKeyOf } from '../rules/read-person.ts'
import { hashWith } from '../rules/tokens.ts'
import type { FileRow } from '../store/files.ts'

const distinct = <T>(values: Iterable<T | null>): T[] => [...new Set(values)].filter((value): value is T => value !== null && value !== '')

/** Files in reach that may be people of this list: by number, file number, sound of the name, or birth and village. A few queries however long it is. */
export async function knownFilesFor(work: Work, rows: readonly PersonRow[]): Promise<KnownFile[]> {
  const { tx, actor, keys } = work
  const good = rows.filter(({ problems }) => problems.length === 0)
  if (good.length === 0) return []
  const hash = hashWith(keys.derive('search tokens'))
  const tokens = distinct(good.flatMap(({ identity, phone }) => [identity === '' ? null : hash('identity', identity), phone === '' ? null : hash('phone', phone)]))
  const found = await sql<FileRow & { openTags: string[] }>`
    select f.*, array(select t.tag from resident_tag t where t.file = f.id and t.until_on is null and ${peopleInReach(actor, 't')} order by t.tag) as "openTags"
    from resident_file f where ${peopleInReach(actor, 'f')} and f.merged_into is null and f.id in (
      select s.file from search_token s where s.token = any (${tokens}::int8[]) and ${peopleByReach(actor, 's')}
      union select n.id from resident_file n where n.cell = ${actor.cell} and n.file_no = any (${distinct(good.map(({ fileNo }) => fileNo))}::text[]) and ${peopleInReach(actor, 'n')}
      union select n.id from resident_file n where n.cell = ${actor.cell} and n.name_sort = any (${distinct(good.map(({ name }) => sortKeyOf(name)))}::text[]) and ${peopleInReach(actor, 'n')}
      union select n.id from resident_file n where n.place = any (${distinct(good.map(({ place }) => place))}::int8[])
        and n.birth_on = any (${distinct(good.map(({ birthOn }) => birthOn))}::date[]) and ${peopleInReach(actor, 'n')})`.execute(tx)
  await keys.ready(tx, found.rows.map(({ id }) => id))
  return Promise.all(found.rows.map((file) => asKnown(work, file, file.openTags)))
}

/** One file as lists are compared with it. */
export async function asKnown(work: Work, file: FileRow, tags: readonly string[]): Promise<KnownFile> {
  const text = async (field: Parameters<typeof openField>[2]) => (await openField(work, file, field)) ?? ''
  return {
    id: file.id, fileNo: file.file_no, name: file.name, birthOn: file.birth_on, sex: file.sex, place: file.place, identity: await text('identity'), phone: await text('phone'),
    address: await text('address'), note: await text('note'), risk: file.risk as Risk, tags: [...tags], version: file.version, closedOn: file.closed_on, closedWhy: file.closed_why,
    phoneMask: file.phone_mask, identityMask: file.identity_mask,
  }
}
