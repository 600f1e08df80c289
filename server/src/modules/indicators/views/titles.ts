import type { FigureCut } from '#api/indicators.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import type { Work } from '#server/platform/work.ts'

const MODE_LISTS = ['visit-mode', 'activity-kind', 'task-kind', 'consultation-kind']

export const modeTitle = (standards: Standards, mode: string): string => MODE_LISTS.map((list) => standards.code(list, mode)?.title.zh).find(Boolean) ?? mode

/** The words of a cut's keys. Without a row, as for 'no item yet', the key '' keeps an empty title that the screen words. */
export async function titlesOf({ tx }: Work, standards: Standards, { by }: FigureCut, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  if (by === 'item') return named(keys, (key) => standards.item(key)?.title.zh ?? key)
  if (by === 'tag') return named(keys, (key) => standards.tag(key)?.title.zh ?? key)
  if (by === 'mode') return named(keys, (key) => modeTitle(standards, key))
  if (by === 'month') return named(keys, (key) => key)
  const ids = keys.filter((key) => key !== '')
  if (ids.length === 0) return named(keys, () => '')
  if (by === 'village') {
    const rows = await tx.selectFrom('place').select(['code', 'name']).where('code', 'in', ids.map(Number)).execute()
    return named(keys, (key) => rows.find((row) => String(row.code) === key)?.name ?? key)
  }
  const rows = await tx.selectFrom(by === 'worker' ? 'account' : 'station').select(['id', 'name']).where('id', 'in', ids).execute()
  return named(keys, (key) => rows.find((row) => row.id === key)?.name ?? '')
}

const named = (keys: readonly string[], title: (key: string) => string): Map<string, string> => new Map(keys.map((key) => [key, key === '' ? '' : title(key)]))
