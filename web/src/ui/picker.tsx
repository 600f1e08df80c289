import { Fragment, useEffect, useId, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { classes } from './classes.ts'
import { EmptyState } from './empty-state.tsx'
import { Field, type FieldProps } from './field.tsx'
import { Icon } from './icon.tsx'
import { Sheet } from './sheet.tsx'
import { Skeleton } from './skeleton.tsx'
import { ErrorPanel } from './error-panel.tsx'

/** Picks of one `group` stand one after the other, under its name. */
export interface Pick { value: string; label: string; sub?: string | undefined; group?: string | undefined }
export interface PickerProps extends FieldProps {
  value: Pick | undefined
  onChange: (pick: Pick | undefined) => void
  /** Gives what fits the words; with no words the usual ones. */
  search: (words: string, signal: AbortSignal) => Promise<readonly Pick[]> | readonly Pick[]
  placeholder?: string | undefined
  mayClear?: boolean
}

/** One of many: opens a sheet with a search. */
export function Picker({ value, onChange, search, placeholder, mayClear, ...field }: PickerProps) {
  const { t } = useTranslation('ui')
  const [open, setOpen] = useState(false)
  const choose = (pick: Pick | undefined) => { onChange(pick); setOpen(false) }
  return (
    <>
      <Field {...field}>
        {(input) => (
          <button {...input} type="button" className="input picker-open" aria-haspopup="dialog" onClick={() => setOpen(true)}>
            {value ? <span>{value.label}</span> : <span className="placeholder">{placeholder ?? t('picker.choose')}</span>}
            <Icon name="down" size={16} />
          </button>
        )}
      </Field>
      {open ? <PickerSheet title={field.label} chosen={value?.value} search={search} onChoose={choose} mayClear={mayClear ?? false} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

interface PickerSheetProps {
  title: string
  chosen: string | undefined
  search: PickerProps['search']
  onChoose: (pick: Pick | undefined) => void
  mayClear: boolean
  onClose: () => void
}

function useFound(search: PickerProps['search'], words: string) {
  const [found, setFound] = useState<readonly Pick[]>()
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    const abort = new AbortController()
    // While someone types, only the pause is a question.
    const timer = setTimeout(async () => {
      try {
        const picks = await search(words.trim(), abort.signal)
        if (!abort.signal.aborted) { setFound(picks); setError(undefined) }
      } catch (cause) { if (!abort.signal.aborted) setError(cause) }
    }, words ? 200 : 0)
    return () => { clearTimeout(timer); abort.abort() }
  }, [search, words])
  return { found, error }
}

// On a phone the keyboard would cover the very list that is to be chosen from.
const hasKeyboard = () => window.matchMedia('(pointer: fine)').matches

function PickerSheet({ title, chosen, search, onChoose, mayClear, onClose }: PickerSheetProps) {
  const { t } = useTranslation('ui')
  const [words, setWords] = useState('')
  const [active, setActive] = useState(0)
  const { found, error } = useFound(search, words)
  const listId = useId()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const last = (found?.length ?? 0) - 1
    if (event.key === 'ArrowDown') setActive((at) => Math.min(last, at + 1))
    else if (event.key === 'ArrowUp') setActive((at) => Math.max(0, at - 1))
    else if (event.key === 'Enter' && found?.[active]) onChoose(found[active])
    else return
    event.preventDefault()
  }
  const searchBox = (
    <input className="input" type="search" role="combobox" aria-expanded="true" aria-controls={listId} aria-activedescendant={found?.[active] ? `${listId}-${active}` : undefined}
      aria-label={t('picker.search')} placeholder={t('picker.search')} autoComplete="off" value={words}
      onChange={(event) => { setWords(event.target.value); setActive(0) }} onKeyDown={onKeyDown} {...(hasKeyboard() ? { 'data-autofocus': true } : {})} />
  )
  return (
    <Sheet open title={title} onClose={onClose} top={searchBox} full flush actions={mayClear && chosen ? <button type="button" className="button" onClick={() => onChoose(undefined)}>{t('picker.none')}</button> : undefined}>
      {error ? <div className="stack"><ErrorPanel error={error} /></div> : !found ? <Skeleton lines={5} /> : null}
      {found?.length === 0 ? <EmptyState title={t('picker.nothing')} /> : null}
      <div className="options" role="listbox" id={listId} aria-label={title}>
        {found?.map((pick, at) => (
          <Fragment key={pick.value}>
            {pick.group && pick.group !== found[at - 1]?.group ? <div role="presentation" className="option-group quiet small">{pick.group}</div> : null}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the box above keeps the focus and names the active option */}
            <div id={`${listId}-${at}`} role="option" aria-selected={pick.value === chosen} className={classes('option', at === active && 'active')} onClick={() => onChoose(pick)}>
              <div className="grow"><div>{pick.label}</div>{pick.sub ? <div className="quiet small">{pick.sub}</div> : null}</div>
              {pick.value === chosen ? <Icon name="check" size={18} /> : null}
            </div>
          </Fragment>
        ))}
      </div>
    </Sheet>
  )
}

/** A `search` for a list that is already here. */
export const searchIn = (options: readonly Pick[]) => (words: string): readonly Pick[] => {
  const wanted = words.toLowerCase()
  return wanted ? options.filter((option) => `${option.label} ${option.sub ?? ''} ${option.group ?? ''}`.toLowerCase().includes(wanted)) : options
}
