import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnclassifiedRow } from '#api/records.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, Picker, searchIn } from '#web/ui/index.ts'
import { MODE_LISTS } from './record-body.tsx'

const MOST = 3

export interface UnclassifiedLineProps {
  row: UnclassifiedRow
  item: string | undefined
  onItem: (item: string) => void
  onAccept: () => Promise<void>
  onOpen: () => void
}

/** One record with the items that fit it, and why they fit. */
export function UnclassifiedLine({ row, item, onItem, onAccept, onOpen }: UnclassifiedLineProps) {
  const { t } = useTranslation('records')
  const { today } = useSignedIn()
  const offered = useChoices()
  const { busy, error, submit } = useSubmit(onAccept)
  const search = useMemo(() => searchIn(offered.items), [offered.items])
  const names = row.people.map(({ name }) => name).join(t('gap.and'))
  const title = [dayText(row.occurredOn, today), t(`kind.${row.kind}`), row.title ?? offered.code(MODE_LISTS[row.kind], row.mode), names].filter(Boolean).join(' · ')
  const suggested = row.suggestions.slice(0, MOST).map((one) => ({ value: one.item, label: offered.text(one.title) }))
  const options = item && !suggested.some(({ value }) => value === item) ? [...suggested, { value: item, label: offered.item(item) }] : suggested
  const because = row.suggestions.find((one) => one.item === item)
  const why = because ? [...because.words, ...because.tags.map(offered.tag)].join(t('gap.and')) : ''
  return (
    <li className="sort-line">
      <div className="grow">
        <button type="button" className="sort-title" onClick={onOpen}>{title}</button>
        {row.words ? <p className="small quiet sort-words">{row.words}</p> : null}
        {options.length > 0 ? <Choice label={t('sort.item')} value={item} onChange={onItem} options={options} /> : <p className="small quiet">{t('sort.noSuggestion')}</p>}
        {why ? <p className="small quiet">{t('sort.because', { why })}</p> : null}
        <ErrorPanel error={error} />
      </div>
      <div className="sort-acts">
        <Picker label={t('sort.other')} value={undefined} onChange={(pick) => { if (pick) onItem(pick.value) }} search={search} placeholder={t('sort.find')} />
        <Button icon="check" busy={busy} disabled={!item} onClick={() => void submit()}>{t('sort.accept')}</Button>
      </div>
    </li>
  )
}
