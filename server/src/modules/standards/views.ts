import type { CataloguesView, Choices, CodesView, ItemsView, ParametersView, Source, TagsView } from '#api/standards.ts'
import { RISKS } from '#api/residents.ts'
import { digestOf } from './rules/digest.ts'
import { isOwn, type OwnValue } from './rules/own-values.ts'
import type { CatalogueItem, Sourced } from './rules/pack.ts'
import type { Resolved, Standards } from './rules/standards.ts'
import { twoVisitorsFor } from './rules/two-visitors.ts'

const sourceOf = (standards: Standards, row: Sourced & { pack: string }): Source => {
  const found = standards.source(row)
  return { document: found?.document.title ?? { zh: row.source }, number: found?.document.number ?? null, at: found?.at ?? '', basis: row.basis }
}

/** Packs in force, nearest first, and all catalogues. */
export function catalogues(standards: Standards, place: number): CataloguesView {
  return {
    place, date: standards.date, catalogues: [...standards.catalogues()],
    packs: standards.packsInForce().filter(({ key }) => !isOwn(key)).map((pack) => ({
      key: pack.key, version: pack.version, title: pack.title, issuer: pack.issuer, note: pack.note ?? null, place: pack.place, from: pack.effective.from,
      until: pack.effective.until, digest: pack.digest,
      sources: Object.entries(pack.sources).map(([key, { title, number }]) => ({ key, title, number: number ?? null })),
    })),
  }
}

const itemOf = (item: CatalogueItem) => ({
  key: item.key, parent: item.parent ?? null, kind: item.kind, clause: item.clause ?? null, title: item.title, groups: [...(item.groups ?? [])],
  words: [...(item.words ?? [])], age: item.age ?? null, domain: item.domain ?? null,
})

/** The items of a catalogue with their source and what stands beside them. */
export function items(standards: Standards, catalogue: string): ItemsView {
  const beside = (item: Resolved<CatalogueItem>) => Object.entries(standards.crosswalk(item.key)).flatMap(([other, keys]) =>
    keys.map((key) => ({ catalogue: other, key, title: standards.item(key)?.title ?? { zh: key } })))
  return { catalogue, rows: standards.items(catalogue).map((item) => ({ ...itemOf(item), source: sourceOf(standards, item), beside: beside(item) })) }
}

export function codes(standards: Standards, list: string): CodesView {
  return {
    list, rows: standards.codes(list).map((code) => ({
      key: code.key, title: code.title, aliases: [...(code.aliases ?? [])], standard: code.standard ?? null, source: sourceOf(standards, code),
    })),
  }
}

export function tags(standards: Standards): TagsView {
  return {
    rows: standards.tags().map((tag) => ({
      key: tag.key, title: tag.title, aliases: [...(tag.aliases ?? [])], class: tag.class, domain: tag.domain, source: sourceOf(standards, tag),
    })),
  }
}

/** Every parameter with the pack that gave it; a bureau's own value with its reason. */
export function parameters(standards: Standards, place: number, own: readonly OwnValue[]): ParametersView {
  const packs = new Map(standards.packsInForce().map((pack) => [pack.key, pack]))
  const rows = standards.parameters().map((row) => {
    const pack = packs.get(row.pack)!
    const mine = isOwn(row.pack) ? own.find((one) => one.key === row.key && one.place === pack.place && one.fromOn === row.effective?.from) : undefined
    return {
      key: row.key, title: row.title, value: Array.isArray(row.value) ? [...row.value] : row.value as number | boolean | string, unit: row.unit, note: row.note ?? null,
      source: sourceOf(standards, row), pack: { key: pack.key, version: pack.version, title: pack.title, place: pack.place },
      own: mine ? { id: mine.id, fromOn: mine.fromOn, untilOn: mine.untilOn, why: mine.why } : null,
    }
  })
  return { place, date: standards.date, rows }
}

const known = new WeakMap<Standards, Omit<Choices, 'place'>>()

/** All choices of a place on a day; made once for each resolved standards. The digest changes when a choice does, not with the day or the village. */
export function choices(standards: Standards, place: number): Choices {
  const made = known.get(standards) ?? makeChoices(standards)
  known.set(standards, made)
  return { ...made, place }
}

function makeChoices(standards: Standards): Omit<Choices, 'place'> {
  const content = {
    catalogue: standards.catalogues().find(({ inForce }) => inForce)?.key ?? null,
    codes: Object.fromEntries(standards.lists().map((list) => [list, codes(standards, list).rows.map(({ key, title, aliases }) => ({ key, title, aliases }))])),
    twoVisitors: twoVisitorsFor(standards).filter((one) => RISKS.some((risk) => risk === one)),
    tags: tags(standards).rows.map(({ source: _, ...tag }) => tag),
    items: standards.items().map(itemOf),
  }
  return { ...content, digest: digestOf(content), date: standards.date }
}
