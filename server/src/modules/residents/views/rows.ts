import { sql, type RawBuilder } from 'kysely'
import type { ResidentRow } from '#api/residents.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { accountInReach, networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import { ageOn } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import { isChildOn } from '../rules/checks.ts'
import { maskName } from '../rules/masks.ts'

/** A file as lists read it, before names are masked and groups above class P2 are left out. */
export interface RawRow extends Omit<ResidentRow, 'age'> {
  birthOn: string | null
  sortKey: string
  identityMask: string | null
  mergedInto: string | null
}

/** Reads the rows of `files`, a query of ids with their order, and what lists show of them. `how`: whether the statement is `kept`. */
export const selectRows = (work: Work, files: RawBuilder<unknown>, how: RawBuilder<unknown> = sql``): RawBuilder<RawRow> => sql<RawRow>`${how}
  select f.id, f.version, f.file_no as "fileNo", f.name, f.name_sort as "sortKey", f.sex, f.birth_on as "birthOn", f.place, coalesce(p.name, '') as "placeName", f.station,
    coalesce(s.name, '') as "stationName", f.risk, f.phone_mask as "phoneMask", f.identity_mask as "identityMask", f.worker, a.name as "workerName",
    f.opened_on as "openedOn", f.closed_on as "closedOn", f.closed_why as "closedWhy", f.merged_into as "mergedInto",
    array(select t.tag from resident_tag t where t.file = f.id and t.until_on is null and not t.restricted and ${peopleInReach(work.actor, 't')} order by t.tag) as tags
  from (${files}) f
  left join place p on p.code = f.place
  left join station s on s.id = f.station and ${networkInReach(work.actor, 's')}
  left join account a on a.id = f.worker and ${accountInReach(work.actor, 'a')}
  order by f.name_sort, f.id`

/** Rows as a caller may see them: masked names for offices, groups of class P2 at most. */
export async function asRows(work: Work, raw: readonly RawRow[]): Promise<ResidentRow[]> {
  const standards = await standardsOn(work, work.actor.place, work.today)
  const isForLists = new Map(standards.tags().map((tag) => [tag.key, ['P0', 'P1', 'P2'].includes(tag.class)]))
  const masked = work.actor.people !== 'full'
  return raw.map(({ sortKey, identityMask, mergedInto, birthOn, ...row }) => ({
    ...row, name: masked ? maskName(row.name) : row.name, phoneMask: masked ? null : row.phoneMask,
    age: birthOn === null ? null : ageOn(birthOn, row.closedWhy === 'died' && row.closedOn !== null ? row.closedOn : work.today),
    tags: row.tags.filter((tag) => isForLists.get(tag) === true),
  }))
}

/** Everything about a child under 14 is sensitive, and so is who belongs to a sensitive group: such an answer leaves a trace. */
export async function traceSensitive(work: Work, raw: readonly RawRow[], { asked, isSensitive }: { asked: unknown; isSensitive: boolean }): Promise<void> {
  const seen = isSensitive ? raw : raw.filter((row) => isChildOn(row.birthOn, work.today))
  if (seen.length === 0 || work.actor.people !== 'full') return
  await leaveView(work, { subject: 'resident_file', rows: seen.length, digestOf: { asked, ids: seen.map((row) => row.id) } })
}
