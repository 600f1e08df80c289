import type { Find } from '#web/desk/search-source.ts'
import { i18n } from '#web/platform/i18n.ts'
import { findPeople } from './find-people.ts'

/** Residents for the box in the header: name and age, then village, station and file number. */
export const find: Find = async (words, signal) => {
  const { rows } = await findPeople(words, signal)
  return rows.map((row) => ({
    id: row.id, to: `/residents/${row.id}`, title: row.age === null ? row.name : `${row.name} ${i18n.t('ui:age.years', { count: row.age })}`,
    sub: [row.placeName, row.fileNo, row.phoneMask].filter(Boolean).join(' · '),
  }))
}
