import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ItemsView } from '#api/standards.ts'
import { api } from '#web/platform/api.ts'
import { useFilters } from '#web/platform/params.ts'
import { EmptyState, Loaded, Section, SelectField, Tag, TextField } from '#web/ui/index.ts'
import { useChoices } from './choices.ts'
import { useCatalogues } from './packs-view.tsx'
import { SourceOf } from './source-of.tsx'
import './standards.css'

type Item = ItemsView['rows'][number]

/** A catalogue as a tree, each item with its clause and what it also counts under. */
export function CatalogueView() {
  const { t } = useTranslation('standards')
  const { text } = useChoices()
  const [filters, change] = useFilters()
  const [typed, setTyped] = useState('')
  const words = useDeferredValue(typed.trim())
  const { data: heads } = useCatalogues()
  const catalogue = filters.catalogue ?? heads?.catalogues.find(({ inForce }) => inForce)?.key
  const query = useQuery({
    queryKey: ['standards', 'items', catalogue], enabled: catalogue !== undefined, staleTime: 5 * 60_000,
    queryFn: ({ signal }) => api.get<ItemsView>(`/standards/items?catalogue=${encodeURIComponent(catalogue ?? '')}`, { signal }),
  })
  const names = new Map((heads?.catalogues ?? []).map((one) => [one.key, text(one.title)]))
  return (
    <>
      <Section>
        <div className="inline">
          <SelectField label={t('items.catalogue')} value={catalogue ?? ''} onChange={(next) => change({ catalogue: next })} options={(heads?.catalogues ?? []).map((one) => ({ value: one.key, label: text(one.title) }))} />
          <TextField label={t('items.search')} value={typed} onChange={setTyped} type="search" autoComplete="off" />
        </div>
      </Section>
      <Loaded query={query} lines={10}>{({ rows }) => <Tree rows={rows} words={words} names={names} />}</Loaded>
    </>
  )
}

function Tree({ rows, words, names }: { rows: readonly Item[]; words: string; names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('standards')
  const { text } = useChoices()
  const shown = useMemo(() => {
    if (!words) return rows
    const byKey = new Map(rows.map((row) => [row.key, row]))
    const kept = new Set<string>()
    for (const row of rows) {
      if (!`${row.clause ?? ''} ${text(row.title)} ${row.words.join(' ')}`.includes(words)) continue
      for (let one: Item | undefined = row; one; one = one.parent === null ? undefined : byKey.get(one.parent)) kept.add(one.key)
    }
    return rows.filter((row) => kept.has(row.key))
  }, [rows, words, text])
  const roots = shown.filter((row) => row.parent === null)
  if (roots.length === 0) return <EmptyState icon="search" title={t('items.none')} />
  return <>{roots.map((root) => <Section key={root.key} title={[root.clause, text(root.title)].filter(Boolean).join(' ')}><Branch parent={root} rows={shown} names={names} own /></Section>)}</>
}

function Branch({ parent, rows, names, own }: { parent: Item; rows: readonly Item[]; names: ReadonlyMap<string, string>; own?: boolean }) {
  const children = rows.filter((row) => row.parent === parent.key)
  return (
    <>
      {own ? <SourceOf source={parent.source} /> : null}
      {children.length > 0 ? <ul className="item-tree">{children.map((row) => <li key={row.key}><Leaf item={row} names={names} /><Branch parent={row} rows={rows} names={names} /></li>)}</ul> : null}
    </>
  )
}

function Leaf({ item, names }: { item: Item; names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('standards')
  const { text, tag } = useChoices()
  const grouped = new Map<string, string[]>()
  for (const one of item.beside) grouped.set(one.catalogue, [...(grouped.get(one.catalogue) ?? []), text(one.title)])
  const { from, to } = item.age ?? {}
  const ages = from !== undefined && to !== undefined ? t('items.ages', { from, to }) : from !== undefined ? t('items.agesFrom', { from }) : to !== undefined ? t('items.agesTo', { to }) : null
  return (
    <div className="item">
      <div><strong>{[item.clause, text(item.title)].filter(Boolean).join(' ')}</strong> {item.groups.map((group) => <Tag key={group}>{tag(group)}</Tag>)}{ages ? <Tag>{ages}</Tag> : null}</div>
      <div><SourceOf source={item.source} /></div>
      {item.beside.length > 0 ? <div className="small quiet">{t('items.beside')}{' '}{[...grouped].map(([catalogue, titles]) => `${names.get(catalogue) ?? catalogue}: ${titles.join(' / ')}`).join('; ')}</div> : null}
    </div>
  )
}
