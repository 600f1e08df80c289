import { useNavigate } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { classes, ErrorPanel, Icon } from '#web/ui/index.ts'
import type { Find, Hit } from './search-source.ts'

interface Found { hits?: readonly Hit[]; error?: unknown }

function useHits(load: () => Promise<{ find: Find }>, words: string): Found {
  const [found, setFound] = useState<Found>({})
  useEffect(() => {
    setFound({})
    if (!words) return
    const abort = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const { find } = await load()
        const hits = await find(words, abort.signal)
        if (!abort.signal.aborted) setFound({ hits })
      } catch (error) { if (!abort.signal.aborted) setFound({ error }) }
    }, 180)
    return () => { clearTimeout(timer); abort.abort() }
  }, [load, words])
  return found
}

/** The box in the header: `/` jumps to it, arrows choose, Enter opens, Esc leaves. What was searched is kept nowhere. */
export function GlobalSearch({ load }: { load: () => Promise<{ find: Find }> }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const box = useRef<HTMLInputElement>(null)
  const frame = useRef<HTMLElement>(null)
  const listId = useId()
  const [words, setWords] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const { hits, error } = useHits(load, words.trim())
  useSlashKey(box)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other hits begin at the first again
  useEffect(() => setActive(0), [hits])
  const leave = () => { setOpen(false); setWords(''); box.current?.blur() }
  const go = (hit: Hit) => { leave(); void navigate({ to: hit.to }) }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const last = (hits?.length ?? 0) - 1
    if (event.key === 'ArrowDown') setActive((at) => Math.min(last, at + 1))
    else if (event.key === 'ArrowUp') setActive((at) => Math.max(0, at - 1))
    else if (event.key === 'Enter') { const hit = hits?.[active]; if (hit) go(hit) }
    else if (event.key === 'Escape') leave()
    else return
    event.preventDefault()
  }
  const isShown = open && words.trim() !== '' && (hits !== undefined || error !== undefined)
  return (
    <search className="search" ref={frame} onBlur={(event) => { if (!frame.current?.contains(event.relatedTarget)) setOpen(false) }}>
      <Icon name="search" size={18} />
      <input ref={box} className="input" type="search" role="combobox" aria-label={t('search.label')} placeholder={t('search.placeholder')} autoComplete="off" spellCheck={false}
        aria-expanded={isShown} aria-controls={listId} aria-activedescendant={isShown && hits?.[active] ? `${listId}-${active}` : undefined}
        value={words} onFocus={() => setOpen(true)} onChange={(event) => { setWords(event.target.value); setOpen(true) }} onKeyDown={onKeyDown} />
      {isShown ? (
        <div className="search-results">
          {error ? <ErrorPanel error={error} /> : null}
          <div role="listbox" id={listId} aria-label={t('search.label')}>
            {hits?.map((hit, at) => <HitLine key={hit.id} id={`${listId}-${at}`} hit={hit} active={at === active} onChoose={() => go(hit)} />)}
          </div>
          {hits?.length === 0 ? <p className="row quiet">{t('search.nothing')}</p> : null}
        </div>
      ) : null}
      <span className="sr-only" role="status">{isShown && hits ? t('search.hits', { count: hits.length }) : ''}</span>
    </search>
  )
}

function HitLine({ id, hit, active, onChoose }: { id: string; hit: Hit; active: boolean; onChoose: () => void }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the box above keeps the focus and names the active option
    <div id={id} role="option" aria-selected={active} className={classes('row', active && 'active')} onMouseDown={(event) => event.preventDefault()} onClick={onChoose}>
      <div className="body"><div className="title">{hit.title}</div>{hit.sub ? <div className="sub">{hit.sub}</div> : null}</div>
    </div>
  )
}

/** `/` outside of any field, as in most services with a search. */
function useSlashKey(box: React.RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const at = event.target as HTMLElement
      if (event.key !== '/' || event.ctrlKey || event.metaKey || at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return
      event.preventDefault()
      box.current?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [box])
}
