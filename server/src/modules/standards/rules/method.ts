import type { FieldClass, Sourced, Text } from './pack.ts'

/** A number, or the key of a parameter that gives it. */
export type Amount = number | string

export type FieldType =
  | 'text' | 'words' | 'number' | 'choice' | 'choices' | 'yes-no' | 'day' | 'time' | 'moment' | 'minutes' | 'money' | 'person' | 'rows' | 'photos' | 'signature' | 'colleagues' | 'service-number' | 'computed'

/** An answer on offer; `points` make the form a scale. */
export type Option = { readonly key: string; readonly title: Text; readonly points?: number }

/** One question of a form. Keys are FEEL names, so that rules can speak of them. */
export type Field = {
  readonly key: string
  readonly title: Text
  readonly type: FieldType
  readonly hint?: Text
  /** Empty, it counts as 待补. Nothing is ever refused for it. */
  readonly needed?: boolean
  /** Also kept apart, so that lists can be narrowed and counted by it. */
  readonly filter?: boolean
  readonly list?: string
  readonly options?: readonly Option[]
  readonly min?: number
  readonly max?: number
  /** FEEL over the other fields of the form. */
  readonly visible_when?: string
  /** FEEL over the other fields; the server's result is kept. */
  readonly computed?: string
  /** The columns of `rows`; no rows inside rows. */
  readonly fields?: readonly Field[]
  /** Rows that are drawn too: the family by generation, or who stands around it. Columns `name`/`who`, `relation`, `gives`, `bond`. */
  readonly draw?: 'family' | 'around'
  /** The value a new form begins with: a fact of the service, of the person, or of the contact it writes up. */
  readonly from?: 'title' | 'opened_on' | 'name' | 'sex' | 'age' | 'birth_on' | 'words_of_need' | 'words_of_record' | 'occurred_on' | 'became'
}

/** `opens`: the way of serving that helps whoever is here, offered in one tap where the packs of the place have it. */
export type Level = { readonly key: string; readonly title: Text; readonly from: number; readonly to: number; readonly alarm?: boolean; readonly opens?: string }

export type Form = Sourced & {
  readonly key: string
  /** As the sheet is known: F01, G04. */
  readonly code: string
  readonly title: Text
  /** `service`: one for the service; `person`: one for each person in it; `record`: one for each of its contacts. */
  readonly about: 'service' | 'person' | 'record'
  readonly times: 'once' | 'many'
  readonly class: FieldClass
  readonly fields: readonly Field[]
  /** What a scale says as a whole. */
  readonly result?: { readonly score: string; readonly levels?: readonly Level[] }
  /** Owner of a scale that may not be shipped: the form is a place for a licensed copy and asks only for score and level. */
  readonly licence?: Text
}

/** Of whom or what a rule is asked one by one: of everybody with these roles who is in it, or of every contact of these kinds. */
export type Each = { readonly people: readonly string[] } | { readonly records: readonly string[] }

/** What has to be true before a stage is left. Missing, it is 待补; `lock` refuses, and only where law or safety demands. */
export type Gate = Partial<Sourced> & {
  readonly key: string
  readonly title: Text
  readonly lock?: boolean
} & (
  | { readonly form: string; readonly at_least?: Amount }
  | { readonly approval: string }
  | { readonly consent: string }
  | { readonly records: Amount }
  | { readonly people: Amount }
  | { readonly goals: 'set' | 'rated' }
  | { readonly rule: string; readonly each?: Each }
)

export type Stage = {
  readonly key: string
  readonly title: Text
  /** Forms filled in here. `needed: false`: offered and never missed. `by`: only these posts fill it in; others who see the service read it. */
  readonly forms: readonly { readonly form: string; readonly needed?: boolean; readonly by?: readonly string[] }[]
  readonly gates: readonly Gate[]
}

export type Approval = { readonly key: string; readonly title: Text; readonly stage: string; readonly by: readonly string[] }

/** When a clock begins or ends: something of the service itself, or a form, or a day or moment written in it. */
export type Mark = { readonly at: 'opened' | 'accepted' | 'closed' } | { readonly stage: string } | { readonly form: string; readonly field?: string } | { readonly approval: string }

/** `due` counts from the start; a list makes one round after the other, the n-th ended by the n-th form. */
export type Clock = Partial<Sourced> & {
  readonly key: string
  readonly title: Text
  readonly starts: Mark
  readonly due: { readonly [unit in 'minutes' | 'hours' | 'days' | 'working_days' | 'months']?: Amount | readonly number[] }
  readonly ends: Mark
  /** Where it starts several times: each start runs (unless said otherwise), only the first one, or only the latest one. */
  readonly again?: 'each' | 'first' | 'latest'
  /** FEEL; the clock runs only while it is true. */
  readonly when?: string
  readonly remind_every_minutes?: Amount
  /** Who is told, and how long after the start. Those told learn kind, station and time, and no person. */
  readonly tells?: readonly { readonly after_minutes: Amount; readonly who: readonly string[] }[]
}

/** 节点: counted on the day the first of these forms was filled in; `within`: only where every one of these clocks that ran was kept. */
export type Milestone = { readonly key: string; readonly title: Text; readonly forms: readonly string[]; readonly within?: readonly string[] }

export type Session = {
  readonly title: Text
  /** Kinds of records that may belong to it. */
  readonly kinds: readonly string[]
  /** Code list of the ways of a session. */
  readonly modes: string
  /** Ways that are kept as what they are: a home visit of a case as a visit, so that whoever has to be visited was. */
  readonly as?: Readonly<Record<string, { readonly kind: 'visit' | 'call'; readonly mode: string }>>
  /** The full record written later from the note; counted as missing until it is there. */
  readonly form?: string
  readonly attendance?: boolean
  readonly drop_out_after?: Amount
  readonly late_hours?: Amount
}

/** A way of serving: its stages, forms, gates, approvals and clocks. */
/** A form that somebody without an account may fill in through a code: for one service, or to begin one at a station. */
export interface Door {
  readonly key: string
  readonly title: Text
  readonly intro?: Text
  readonly thanks?: Text
  readonly form: string
  readonly to: 'service' | 'station'
  /** Answers that are known because they come through this door. */
  readonly set?: Readonly<Record<string, unknown>>
  /** Questions that are not for the public. */
  readonly hide?: readonly string[]
  /** What whoever began a service through it may read of it later, besides its stage. */
  readonly shows?: { readonly form: string; readonly fields: readonly string[] }
}

/** A survey: its answers are told apart by two questions, and sheets of paper that were added up join them as so many answers of these scores. */
export type Survey = {
  readonly form: string
  readonly whom: string
  readonly way: string
  readonly paper?: { readonly form: string; readonly whom: string; readonly way: string; readonly scores: Readonly<Record<string, number>> }
}

export type Method = Sourced & {
  readonly key: string
  readonly title: Text
  readonly counts: 'case' | 'group' | 'activity' | 'service'
  readonly class: FieldClass
  /** 限定知悉 from the first moment: only its circle sees it. */
  readonly secret?: boolean
  readonly subject: 'person' | 'household' | 'people' | 'none'
  readonly roles: readonly Option[]
  readonly stages: readonly Stage[]
  readonly approvals: readonly Approval[]
  readonly clocks: readonly Clock[]
  readonly milestones?: readonly Milestone[]
  readonly session?: Session
  readonly goals?: boolean
  /** People put their names down; a capacity and a waiting list. */
  readonly sign_up?: boolean
  /** The first thing to do in an emergency, shown above everything else. */
  readonly first?: { readonly title: Text; readonly phone: string }
  readonly close: { readonly reasons: string; readonly gates?: readonly Gate[] }
  /** Words of a need or tags that suggest this way. */
  readonly words?: readonly string[]
  readonly groups?: readonly string[]
  readonly doors?: readonly Door[]
  /** What a form's sums come to for each of the colleagues it names: hours of supervision. Both questions are `filter`. */
  readonly tally?: { readonly form: string; readonly by: string; readonly sum: string; readonly title?: Text }
  readonly survey?: Survey
  /** 敲门行动: every household of the station is visited while it lasts; one not met is tried again, so many times. */
  readonly round?: { readonly tries: Amount }
  /** What it may turn into with one tap – `need`, or another way – with the words of one of its answers; `answer` is what a question `from: became` then says. */
  readonly becomes?: {
    readonly words: { readonly form: string; readonly field: string; readonly who?: string }
    readonly ways: readonly { readonly to: string; readonly answer: string }[]
  }
  /** People are drawn by chance from those served, into this role. */
  readonly sample?: { readonly role: string }
  /** Who may open one, besides caseworkers. */
  readonly opened_by?: readonly string[]
}
