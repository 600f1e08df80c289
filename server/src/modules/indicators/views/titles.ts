import type { FigureCut } from '#api/indicators.ts'
import { inWords, type Language, type Standards, type Text } from '#server/modules/standards/index.ts'
import { accountInReach, networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'

const MODE_LISTS = ['visit-mode', 'activity-kind', 'task-kind', 'consultation-kind', 'session-mode']

/** The words of a record's mode, whichever list it is of; of a service, its way of serving. */
export function modeTitle(standards: Standards, mode: string, language?: Language): string {
  const methods = standards.methods()
  const code = methods.find(({ key }) => key === mode) ?? [...MODE_LISTS, ...methods.flatMap(({ session }) => session?.modes ?? [])].map((list) => standards.code(list, mode)).find(Boolean)
  return code ? inWords(code.title, language) : mode
}

export const itemTitle = (standards: Standards, key: string): string => (key === '' ? '' : standards.item(key)?.title.zh ?? key)

/** The words of a cut's keys. Without a row, as for 'no item yet', the key '' keeps an empty title that the screen words. */
export async function titlesOf({ tx, actor, language }: Work, standards: Standards, { by }: FigureCut, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const words = (found: { title: Text } | undefined, key: string) => (found ? inWords(found.title, language) : key)
  if (by === 'item') return named(keys, (key) => words(standards.item(key), key))
  if (by === 'tag') return named(keys, (key) => words(standards.tag(key), key))
  if (by === 'mode') return named(keys, (key) => modeTitle(standards, key, language))
  if (by === 'month') return named(keys, (key) => key)
  const ids = keys.filter((key) => key !== '')
  if (ids.length === 0) return named(keys, () => '')
  if (by === 'village') {
    const rows = await tx.selectFrom('place').select(['code', 'name']).where('code', 'in', ids.map(Number)).execute()
    return named(keys, (key) => rows.find((row) => String(row.code) === key)?.name ?? key)
  }
  const rows = by === 'worker'
    ? await tx.selectFrom('account').select(['id', 'name']).where('id', 'in', ids).where(accountInReach(actor, 'account')).execute()
    : await tx.selectFrom('station').select(['id', 'name']).where('id', 'in', ids).where(networkInReach(actor, 'station')).execute()
  return named(keys, (key) => rows.find((row) => row.id === key)?.name ?? '')
}

const named = (keys: readonly string[], title: (key: string) => string): Map<string, string> => new Map(keys.map((key) => [key, key === '' ? '' : title(key)]))
