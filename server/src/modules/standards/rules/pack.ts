/** What a standards pack holds once it has been read: plain JSON, frozen, ready for a jsonb column. */

import type { Form, Method } from './method.ts'

export type Text = { readonly zh: string; readonly en?: string }
/** `YYYY-MM-DD`, both ends included; `until: null` means still in force. */
export type Window = { readonly from: string; readonly until: string | null }
/** `default` marks our own proposal: it must never be shown as law or as a published rule. `bureau` is a bureau's own value, in no file. */
export type Basis = 'seed' | 'law' | 'published' | 'default' | 'bureau'
/** `source` is "<key in Pack.sources> <place in that document>". */
export type Sourced = { readonly source: string; readonly basis: Basis }
export type FieldClass = 'P0' | 'P1' | 'P2' | 'P3' | 'P4'
export type Domain = 'assistance' | 'elder' | 'child' | 'social-affairs' | 'governance'
export type Ages = { readonly from?: number; readonly to?: number }
export type SourceDocument = { readonly title: Text; readonly number?: string; readonly document?: string }

export type CatalogueItem = Sourced & {
  readonly key: string
  readonly kind: 'category' | 'block' | 'area' | 'field' | 'item'
  readonly parent?: string
  readonly clause?: string
  readonly title: Text
  readonly groups?: readonly string[]
  readonly age?: Ages
  readonly words?: readonly string[]
  readonly domain?: Domain
}
export type Catalogue = Sourced & { readonly key: string; readonly title: Text; readonly items: readonly CatalogueItem[] }

export type Code = Sourced & {
  readonly key: string
  readonly title: Text
  /** The code in the national standard the list follows, where there is one. */
  readonly standard?: string
  readonly aliases?: readonly string[]
  readonly parameter?: string
  readonly rule?: string
  readonly class?: FieldClass
  readonly retired_on?: string
}
export type CodeList = Sourced & { readonly key: string; readonly title: Text; readonly codes: readonly Code[] }

export type Tag = Sourced & {
  readonly key: string
  readonly title: Text
  readonly class: FieldClass
  readonly domain: Domain
  readonly aliases?: readonly string[]
  readonly rule?: string
  readonly retired_on?: string
}

export type ParameterValue = number | boolean | string | readonly number[]
export type Parameter = Sourced & {
  readonly key: string
  readonly title: Text
  readonly value: ParameterValue
  readonly unit: string
  readonly note?: Text
  readonly effective?: Window
}

/** What the service knows of a station without anybody ticking it: posts in force, certificates, its operator. */
export type StationFact = 'staff' | 'heads' | 'certified-workers' | 'full-time-certified' | 'agency'
export type ChecklistItem = Sourced & {
  readonly key: string
  readonly clause?: string
  readonly title: Text
  readonly check: 'yes-no' | 'count'
  readonly parameter?: string
  readonly required?: boolean
  readonly evidence: 'photo' | 'document' | 'register' | 'none'
  /** The line follows from this fact; nobody ticks it. */
  readonly fact?: StationFact
}
export type Checklist = Sourced & { readonly key: string; readonly title: Text; readonly items: readonly ChecklistItem[] }
export type ReadinessTemplate = Sourced & {
  readonly key: string
  readonly title: Text
  /** Steps of the ladder, 1 first; `null` stands beside the ladder. */
  readonly rank: number | null
  readonly requires: readonly string[]
  readonly for: Text
}

export type FactKind =
  | 'visit' | 'call' | 'activity' | 'task' | 'consultation' | 'need-found' | 'need-met' | 'file-opened'
  | 'case' | 'case-closed' | 'group' | 'group-closed' | 'service' | 'service-closed' | 'session' | 'milestone' | 'referral' | 'resource-link' | 'donation'
  | 'volunteer-registered' | 'volunteer-service' | 'volunteer-trained'
  | 'organisation-incubated' | 'supervision' | 'training' | 'meeting' | 'article' | 'duty-due' | 'duty-met'
export type CountMeasure = {
  readonly count: readonly FactKind[]
  readonly of: 'occurrences' | 'heads' | 'people' | 'households' | 'household-times' | 'minutes' | 'amount' | 'quantity' | 'open'
  readonly modes?: readonly string[]
  /** `period` (the usual) counts the facts of the period, `to-date` all facts up to its end. */
  readonly span?: 'period' | 'to-date'
  readonly where?: {
    readonly kind?: readonly string[]
    /** What the service counts as that a session belongs to. */
    readonly service?: readonly Method['counts'][]
    readonly item?: readonly string[]
    readonly tag?: readonly string[]
    readonly result?: readonly string[]
    readonly outcome?: readonly string[]
    readonly level?: readonly string[]
    readonly age?: Ages
  }
}
export type RatioMeasure = { readonly ratio: readonly [string, string] }
export type Indicator = Sourced & {
  readonly key: string
  readonly title: Text
  readonly unit: string
  readonly definition: Text
  readonly measure: CountMeasure | RatioMeasure
  /** A table of another pack that it stands in too, after its own rows. */
  readonly table?: string
  readonly available: boolean
  /** Shown month by month to anybody, without an account; small counts hidden. */
  readonly public?: boolean
  /** Counts what is kept closed: it stands only in whole totals of a county or more, and there however small. */
  readonly closed?: boolean
}
/** A column of a ledger: what the service knows of a line, the latest answer to a question of a form, when it was approved, or what a way of serving adds up to for a colleague in the year. */
export type TableColumn = { readonly key: string; readonly title: Text } & ({ readonly fact: string } | { readonly form: string; readonly field: string } | { readonly approval: string } | { readonly tally: string })
export type Table = Sourced & {
  readonly key: string
  readonly title: Text
  readonly periods: readonly string[]
  /** Indicators: one a row. */
  readonly rows?: readonly string[]
  /** Else a ledger of these, one a row: services by what they count as, records by kind, people of these groups, forms filled in, needs these actors answer, staff by role. */
  readonly lines?: { readonly services: readonly Method['counts'][] } | { readonly records: readonly string[] } | { readonly people: readonly string[] }
    | { readonly forms: readonly string[] } | { readonly needs: readonly string[] } | { readonly staff: readonly string[] }
  readonly columns?: readonly TableColumn[]
  /** Indicators printed under a ledger. */
  readonly sums?: readonly string[]
  readonly texts?: readonly { readonly key: string; readonly title: Text }[]
}

export type DutyRule = Sourced & {
  readonly key: string
  readonly title: Text
  /** FEEL over `age`, `tags` and `risk`. */
  readonly when: string
  readonly cycle: { readonly every: 'calendar-month' | 'calendar-quarter' } | { readonly days: string }
  readonly modes: readonly string[]
  readonly after_event_hours?: string
}
export type CrosswalkLink = Sourced & { readonly from: string; readonly to: readonly string[] }
export type BuildTask = Sourced & {
  readonly key: string
  readonly year: number
  readonly place: number
  readonly pilot?: string
  readonly general: number
  readonly township: number
  readonly room: number
}
export type Override = Sourced & {
  readonly kind: 'item' | 'tag' | 'code' | 'indicator' | 'duty' | 'method'
  readonly key: string
  readonly hide?: true
  readonly title?: Text
}

export type Pack = {
  readonly key: string
  readonly version: string
  readonly title: Text
  readonly issuer: Text
  readonly extends: readonly string[]
  readonly effective: Window
  /** 12-digit division number; 0 is the whole nation. */
  readonly place: number
  readonly note?: Text
  readonly sources: Readonly<Record<string, SourceDocument>>
  readonly catalogue: Catalogue | null
  readonly lists: readonly CodeList[]
  readonly tags: readonly Tag[]
  readonly parameters: readonly Parameter[]
  readonly checklists: readonly Checklist[]
  readonly readiness: readonly ReadinessTemplate[]
  readonly indicators: readonly Indicator[]
  readonly tables: readonly Table[]
  readonly duties: readonly DutyRule[]
  readonly crosswalk: readonly CrosswalkLink[]
  readonly buildPlan: readonly BuildTask[]
  readonly overrides: readonly Override[]
  readonly methods: readonly Method[]
  readonly forms: readonly Form[]
  /** sha-256, hex, over the canonical JSON of everything above. */
  readonly digest: string
}
