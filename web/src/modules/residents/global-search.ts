import type { Find } from '#web/desk/search-source.ts'
import { i18n } from '#web/platform/i18n.ts'
import { findPeople } from './find-people.ts'

/** A whole identity, phone or file number that leads to nobody may be that of a restricted file; asking for it is an act of its own. */
const EXACT = /^(\d{17}[\dXx]|1\d{10}|\d{6,12}-\d{4}-\d{4,})$/

/** Residents for the box in the header: name and age, then village, station and file number. */
export const find: Find = async (words, signal) => {
  const { rows } = await findPeople(words, signal)
  if (rows.length === 0 && EXACT.test(words.trim())) return [{ id: 'glass', to: '/glass', title: i18n.t('search.glass'), sub: i18n.t('search.glassWords') }]
  return rows.map((row) => ({
    id: row.id, to: `/residents/${row.id}`, title: row.age === null ? row.name : `${row.name} ${i18n.t('ui:age.years', { count: row.age })}`,
    sub: [row.placeName, row.fileNo, row.phoneMask].filter(Boolean).join(' · '),
  }))
}
