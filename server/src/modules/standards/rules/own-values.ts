import type { Pack, ParameterValue } from './pack.ts'

/** A bureau's own value of a parameter, over what the packs say. */
export type OwnValue = {
  readonly id: string
  readonly place: number
  readonly key: string
  readonly value: ParameterValue
  readonly fromOn: string
  readonly untilOn: string | null
  readonly why: string
}

const OWN = 'own-'
export const isOwn = (packKey: string): boolean => packKey.startsWith(OWN)

/**
 * Own values as one pack per place, so that they take part in the one order of nearness. At its own place it goes before the
 * packs that were loaded. Values whose parameter no pack knows are left out.
 */
export function packsOfOwnValues(values: readonly OwnValue[], packs: readonly Pack[]): readonly Pack[] {
  const known = new Map(packs.flatMap((pack) => pack.parameters.map((row) => [row.key, row] as const)))
  const packsAt = Map.groupBy(packs, ({ place }) => place)
  return [...Map.groupBy(values, ({ place }) => place)].map(([place, rows]) => ({
    key: `${OWN}${place}`, version: '1', title: { zh: '本级设定', en: 'Set here' }, issuer: { zh: '', en: '' },
    extends: [...new Set((packsAt.get(place) ?? []).map(({ key }) => key))], effective: { from: '1949-10-01', until: null }, place,
    sources: { own: { title: { zh: '本级设定', en: 'Set here' } } }, catalogue: null, lists: [], tags: [], methods: [], forms: [], checklists: [], readiness: [], indicators: [], tables: [],
    duties: [], crosswalk: [], buildPlan: [], overrides: [], digest: rows.map(({ id }) => id).join(' '),
    parameters: newestFirst(rows).flatMap((row) => {
      const base = known.get(row.key)
      return base ? [{ ...base, value: row.value, effective: { from: row.fromOn, until: row.untilOn }, source: `own ${row.fromOn}`, basis: 'bureau' as const }] : []
    }),
  }))
}

const newestFirst = (rows: readonly OwnValue[]) => [...rows].sort((a, b) => (a.fromOn < b.fromOn ? 1 : -1))
