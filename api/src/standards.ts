import { z } from 'zod'
import { Day, Id, Key } from './common.ts'

export const Text = z.object({ zh: z.string(), en: z.string().optional() })
export type Text = z.infer<typeof Text>

/** The document a row was taken from and the place in it. `default`: our own proposal, never shown as a rule. */
const Source = z.object({ document: Text, number: z.string().nullable(), at: z.string(), basis: z.enum(['seed', 'law', 'published', 'default', 'bureau']) })
export type Source = z.infer<typeof Source>

const Division = z.coerce.number().int().min(110_000_000_000).max(999_999_999_999)
/** Where and when: the caller's own place today, when left out. */
export const StandardsQuery = z.strictObject({ place: Division.optional(), date: Day.optional() })
export type StandardsQuery = z.infer<typeof StandardsQuery>
export const ItemsQuery = StandardsQuery.extend({ catalogue: Key.optional() })
export const ListParams = z.object({ list: Key })

export const PackView = z.object({
  key: z.string(), version: z.string(), title: Text, issuer: Text, note: Text.nullable(), place: z.int(), from: Day, until: Day.nullable(), digest: z.string(),
  sources: z.array(z.object({ key: z.string(), title: Text, number: z.string().nullable() })),
})
export type PackView = z.infer<typeof PackView>

export const CatalogueView = z.object({ key: z.string(), title: Text, pack: z.string(), version: z.string(), inForce: z.boolean() })
/** Packs that decide here, nearest first, and every catalogue a record can be counted under. */
export const CataloguesView = z.object({ place: z.int(), date: Day, packs: z.array(PackView), catalogues: z.array(CatalogueView) })
export type CataloguesView = z.infer<typeof CataloguesView>

export const ItemView = z.object({
  key: z.string(), parent: z.string().nullable(), kind: z.enum(['category', 'block', 'area', 'field', 'item']), clause: z.string().nullable(), title: Text,
  source: Source, groups: z.array(z.string()), words: z.array(z.string()), age: z.object({ from: z.int().optional(), to: z.int().optional() }).nullable(),
  domain: z.string().nullable(),
  /** Items of other catalogues under which a record of this item counts too. */
  beside: z.array(z.object({ catalogue: z.string(), key: z.string(), title: Text })),
})
export const ItemsView = z.object({ catalogue: z.string(), rows: z.array(ItemView) })
export type ItemsView = z.infer<typeof ItemsView>

const Choice = z.object({ key: z.string(), title: Text, aliases: z.array(z.string()) })
export const CodesView = z.object({ list: z.string(), rows: z.array(Choice.extend({ standard: z.string().nullable(), source: Source })) })
export type CodesView = z.infer<typeof CodesView>
export const TagsView = z.object({ rows: z.array(Choice.extend({ class: z.enum(['P0', 'P1', 'P2', 'P3', 'P4']), domain: z.string(), source: Source })) })
export type TagsView = z.infer<typeof TagsView>

/** The steps of the readiness ladder here, lowest first; those without a rank stand beside it. */
export const LadderView = z.object({ rows: z.array(z.object({ key: z.string(), title: Text, rank: z.int().nullable() })) })
export type LadderView = z.infer<typeof LadderView>

export const ParameterValue = z.union([z.int(), z.boolean(), z.string().max(200), z.array(z.int()).max(50)])
export const ParameterRow = z.object({
  key: z.string(), title: Text, value: ParameterValue, unit: z.string(), note: Text.nullable(), source: Source,
  /** Which pack gave it, of which place; a bureau's own value carries its id and why. */
  pack: z.object({ key: z.string(), version: z.string(), title: Text, place: z.int() }),
  own: z.object({ id: Id, fromOn: Day, untilOn: Day.nullable(), why: z.string() }).nullable(),
})
export type ParameterRow = z.infer<typeof ParameterRow>
export const ParametersView = z.object({ place: z.int(), date: Day, rows: z.array(ParameterRow) })
export type ParametersView = z.infer<typeof ParametersView>

/** A bureau's own value for its place from a day on. With `version`: only its last day is changed. */
export const SaveParameter = z.strictObject({
  place: z.int().optional(), key: Key.or(z.string().regex(/^[a-z0-9_.-]{1,80}$/)), value: ParameterValue, fromOn: Day, untilOn: Day.nullable().default(null),
  why: z.string().trim().min(2).max(200), version: z.int().min(1).optional(),
})
export type SaveParameter = z.infer<typeof SaveParameter>
export const OwnValues = z.object({
  rows: z.array(z.object({ id: Id, place: z.int(), key: z.string(), value: ParameterValue, fromOn: Day, untilOn: Day.nullable(), why: z.string(), version: z.int() })),
})
export type OwnValues = z.infer<typeof OwnValues>

/** Everything a quick-record screen needs to offer and name choices, also without network. Unchanged as long as the digest is. */
export const Choices = z.object({
  digest: z.string(), place: z.int(), date: Day, catalogue: z.string().nullable(),
  /** By list key. */
  codes: z.record(z.string(), z.array(Choice)),
  /** Risks at which a visit asks for two visitors. A choice kept from an earlier build has none. */
  twoVisitors: z.array(z.string()).optional(),
  tags: z.array(Choice.extend({ class: z.enum(['P0', 'P1', 'P2', 'P3', 'P4']), domain: z.string() })),
  items: z.array(ItemView.pick({ key: true, parent: true, kind: true, clause: true, title: true, groups: true, words: true, age: true, domain: true })),
})
export type Choices = z.infer<typeof Choices>
