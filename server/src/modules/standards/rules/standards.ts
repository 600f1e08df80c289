import { Refusal } from '#server/platform/refusal.ts'
import { crosswalkOf, type Crosswalk } from './crosswalk.ts'
import { evaluateRule } from './expression.ts'
import type { Form, Method } from './method.ts'
import { covers, type InForce, type Origin, packsInForce } from './in-force.ts'
import type {
  BuildTask, CatalogueItem, Checklist, Code, DutyRule, Indicator, Override, Pack, Parameter, ReadinessTemplate, SourceDocument, Table, Tag, Text,
} from './pack.ts'
import { rankItems, type Suggestion } from './suggest.ts'

export type Resolved<T> = T & Origin & { readonly hidden: boolean }
export type CatalogueHead = Origin & { readonly key: string; readonly title: Text; readonly inForce: boolean }
export type PersonFacts = { readonly age: number | null; readonly tags: readonly string[]; readonly risk: string | null; readonly sex?: string | null }
export type Duty = Resolved<DutyRule> & { readonly days: number | null; readonly afterEventHours: number | null }

/** What the packs say in one place on one day. The day is that of the fact, not of the question. */
export function resolveStandards(packs: readonly Pack[], place: number | readonly number[], date: string): Standards {
  return new Standards(packsInForce(packs, place, date), date)
}

export class Standards {
  readonly date: string
  readonly #here: readonly Pack[]
  readonly #elsewhere: readonly Pack[]
  readonly #known = new Map<string, unknown>()

  constructor({ here, elsewhere }: InForce, date: string) {
    this.#here = here
    this.#elsewhere = elsewhere
    this.date = date
  }

  /** The packs that decide here, nearest first: what a record keeps to say under which versions it was made. */
  packs(): readonly { key: string; version: string; title: Text; place: number; digest: string }[] {
    return this.#here.map(({ key, version, title, place, digest }) => ({ key, version, title, place, digest }))
  }

  /** The same packs whole. */
  packsInForce(): readonly Pack[] {
    return this.#here
  }

  /** The keys of all code lists. */
  lists(): readonly string[] {
    return [...new Set(this.#here.flatMap((pack) => pack.lists.map(({ key }) => key)))]
  }

  /** The nearest value of a parameter; nothing when no pack in force gives it. */
  findParameter(key: string): Resolved<Parameter> | undefined {
    return this.#once(`parameter ${key}`, () => this.#first((pack) => pack.parameters.find((row) => row.key === key && covers(row.effective ?? pack.effective, this.date))))
  }

  /** The nearest value of a parameter; throws when no pack gives it, which is a mistake in our packs. */
  parameter(key: string): Resolved<Parameter> {
    return required(this.findParameter(key), key)
  }

  /** The whole-number value of a parameter. */
  number(key: string): number {
    const { value } = this.parameter(key)
    if (typeof value !== 'number') throw new Error(`parameter ${key} is not a number`)
    return value
  }

  parameters(): readonly Resolved<Parameter>[] {
    const keys = new Set(this.#here.flatMap((pack) => pack.parameters.map(({ key }) => key)))
    return [...keys].flatMap((key) => this.findParameter(key) ?? [])
  }

  /** The codes offered in a list today; codes given by a nearer pack take the place of those with the same key. */
  codes(list: string): readonly Resolved<Code>[] {
    return this.#allCodes(list).filter(({ hidden, retired_on: retired }) => !hidden && (retired === undefined || this.date < retired))
  }

  /** One code, also when it is no longer offered: old records keep their words. */
  code(list: string, key: string): Resolved<Code> | undefined {
    return this.#allCodes(list).find((code) => code.key === key)
  }

  tags(): readonly Resolved<Tag>[] {
    return this.#allTags().filter(({ hidden, retired_on: retired }) => !hidden && (retired === undefined || this.date < retired))
  }

  tag(key: string): Resolved<Tag> | undefined {
    return this.#allTags().find((one) => one.key === key)
  }

  /** Catalogues in force here, nearest first, then those of other places. */
  catalogues(): readonly CatalogueHead[] {
    const head = (inForce: boolean) => (pack: Pack) =>
      pack.catalogue ? [{ key: pack.catalogue.key, title: pack.catalogue.title, inForce, ...origin(pack) }] : []
    return [...this.#here.flatMap(head(true)), ...this.#elsewhere.flatMap(head(false))]
  }

  /** Items of a catalogue in its order; without a name, of the nearest catalogue. Hidden items and all below them are left out. */
  items(catalogue: string | undefined = this.catalogues().find(({ inForce }) => inForce)?.key): readonly Resolved<CatalogueItem>[] {
    const items = this.#allItems().filter(({ catalogue: key }) => key === catalogue).map(({ item }) => item)
    const gone = new Set<string>()
    return items.filter(({ key, parent, hidden }) => {
      if (hidden || (parent !== undefined && gone.has(parent))) gone.add(key)
      return !gone.has(key)
    })
  }

  /** One item of any catalogue, also a hidden one. */
  item(key: string): Resolved<CatalogueItem> | undefined {
    return this.#allItems().find(({ item }) => item.key === key)?.item
  }

  /** The items above an item, nearest first: a record under it counts under these too. */
  above(key: string): readonly string[] {
    const parent = this.item(key)?.parent
    return parent === undefined ? [] : [parent, ...this.above(parent)]
  }

  crosswalk(item: string): Crosswalk {
    return crosswalkOf([...this.#here, ...this.#elsewhere], item)
  }

  /** Up to three items of the nearest (or the named) catalogue that fit what was written and who it is about. */
  suggestItems(words: string, tags: readonly string[], age?: number | null, catalogue?: string): readonly Suggestion[] {
    return rankItems(this.items(catalogue), words, tags, age)
  }

  indicators(): readonly Resolved<Indicator>[] {
    return this.#once('indicators', () => this.#all((pack) => pack.indicators).map((row) => this.#override('indicator', row.key, row)).filter(({ hidden }) => !hidden))
  }

  indicator(key: string): Resolved<Indicator> | undefined {
    return this.indicators().find((indicator) => indicator.key === key)
  }

  tables(): readonly Resolved<Table>[] {
    return this.#all((pack) => pack.tables)
  }

  checklist(key: string): Resolved<Checklist> | undefined {
    return this.#first((pack) => pack.checklists.find((row) => row.key === key))
  }

  /** Every checklist of this place, nearest pack first. */
  checklists(): readonly Resolved<Checklist>[] {
    return this.#all((pack) => pack.checklists)
  }

  /** The ladder of readiness, lowest step first, then templates beside the ladder. */
  readiness(): readonly Resolved<ReadinessTemplate>[] {
    const rank = (template: ReadinessTemplate) => template.rank ?? Number.MAX_SAFE_INTEGER
    return [...this.#all((pack) => pack.readiness)].sort((a, b) => rank(a) - rank(b))
  }

  /** The ways of serving on offer here. */
  methods(): readonly Resolved<Method>[] {
    return this.#once('methods', () => this.#all((pack) => pack.methods).map((row) => this.#override('method', row.key, row)).filter(({ hidden }) => !hidden))
  }

  form(key: string): Resolved<Form> | undefined {
    return this.#first((pack) => pack.forms.find((form) => form.key === key))
  }

  /** The years for which there is a building plan. */
  buildYears(): readonly number[] {
    return [...new Set(this.#here.flatMap((pack) => pack.buildPlan.map(({ year }) => year)))].sort((a, b) => a - b)
  }

  /** How many stations and rooms each county is to build in a year. */
  buildPlan(year: number): readonly Resolved<BuildTask>[] {
    return this.#all((pack) => pack.buildPlan).filter((task) => task.year === year)
  }

  dutyRules(): readonly Duty[] {
    const duties = this.#all((pack) => pack.duties).map((row) => this.#override('duty', row.key, row))
    return duties.filter(({ hidden }) => !hidden).map((duty) => ({
      ...duty,
      days: 'days' in duty.cycle ? this.number(duty.cycle.days) : null,
      afterEventHours: duty.after_event_hours === undefined ? null : this.number(duty.after_event_hours),
    }))
  }

  /** The duty rules that hold for a person on the day asked about. A fact that is not known never makes a duty. */
  dutiesOf(facts: PersonFacts): readonly Duty[] {
    const known = { age: facts.age, tags: [...facts.tags].sort(), risk: facts.risk, sex: facts.sex ?? null }
    // A station has many people and few kinds of them; asking every rule takes a millisecond.
    const kind = JSON.stringify(known)
    return this.#once(`duties ${kind}`, () => this.dutyRules().filter(({ when }) => evaluateRule(when, known, { today: this.date }) === true))
  }

  /** The document and place behind a `source`. */
  source({ pack, source }: { pack: string; source: string }): { document: SourceDocument; at: string } | undefined {
    const [key = '', ...at] = source.split(' ')
    const document = [...this.#here, ...this.#elsewhere].find((one) => one.key === pack)?.sources[key]
    return document && { document, at: at.join(' ') }
  }

  /** Nothing that is asked of the same packs on the same day has a second answer: worked out once. */
  #once<T>(about: string, work: () => T): T {
    if (!this.#known.has(about)) this.#known.set(about, work())
    return this.#known.get(about) as T
  }

  #allTags = (): readonly Resolved<Tag>[] => this.#once('tags', () => this.#all((pack) => pack.tags).map((tag) => this.#override('tag', tag.key, tag)))

  #allCodes = (list: string): readonly Resolved<Code>[] => this.#once(`codes ${list}`, () => this.#mergeCodes(list))

  #mergeCodes(list: string): readonly Resolved<Code>[] {
    const merged = new Map<string, Resolved<Code>>()
    for (const pack of [...this.#here].reverse()) {
      for (const code of pack.lists.find(({ key }) => key === list)?.codes ?? []) {
        merged.set(code.key, { ...code, ...origin(pack), hidden: false })
      }
    }
    return [...merged.values()].map((code) => this.#override('code', `${list}/${code.key}`, code))
  }

  #allItems(): readonly { catalogue: string; item: Resolved<CatalogueItem> }[] {
    return this.#once('items', () => [...this.#here, ...this.#elsewhere].flatMap((pack) => (pack.catalogue?.items ?? []).map((item) => (
      { catalogue: pack.catalogue?.key ?? '', item: this.#override('item', item.key, { ...item, ...origin(pack), hidden: false }) }))))
  }

  /** The row as the nearest pack that overrides it will have it; it then says that this pack decided. */
  #override<T extends Origin & { title: Text; hidden: boolean }>(kind: Override['kind'], key: string, row: T): T {
    for (const pack of this.#here) {
      if (pack.key === row.pack) break
      const found = pack.overrides.find((one) => one.kind === kind && one.key === key)
      if (found) return { ...row, ...origin(pack), title: found.title ?? row.title, hidden: found.hide ?? false, source: found.source, basis: found.basis }
    }
    return row
  }

  #all<T extends object>(rows: (pack: Pack) => readonly T[]): readonly Resolved<T>[] {
    return this.#here.flatMap((pack) => rows(pack).map((row) => ({ ...row, ...origin(pack), hidden: false })))
  }

  /** What the nearest pack says that says anything. */
  #first<T extends object>(row: (pack: Pack) => T | undefined): Resolved<T> | undefined {
    const pack = this.#here.find((one) => row(one) !== undefined)
    return pack && { ...row(pack)!, ...origin(pack), hidden: false }
  }
}

function origin({ key, version }: Pack): Origin {
  return { pack: key, version }
}

function required<T>(value: T | undefined, key: string): T {
  // A day before the first pack was in force, too.
  if (value === undefined) throw new Refusal('standards.not-found', { key })
  return value
}
