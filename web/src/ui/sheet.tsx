import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'

export interface SheetProps {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** The buttons at the foot. */
  actions?: ReactNode
  /** Above the scrolling part, for a search. */
  top?: ReactNode
  wide?: boolean
  full?: boolean
  /** Rows reach the edges. */
  flush?: boolean
}

/** A dialog on a desk, a sheet from below on a phone. The browser's own: focus stays inside, Esc closes, the page behind is inert. */
export function Sheet({ open, ...rest }: SheetProps) {
  return open ? <OpenSheet {...rest} /> : null
}

function OpenSheet({ onClose, title, children, actions, top, wide, full, flush }: Omit<SheetProps, 'open'>) {
  const { t } = useTranslation('ui')
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const box = dialog.current
    const before = document.activeElement
    if (box && !box.open) box.showModal()
    // The browser would choose the close button. A search that wants the keyboard says so; else the title is read out first.
    const first = box?.querySelector<HTMLElement>('[data-autofocus]') ?? box?.querySelector('h2')
    first?.focus()
    // A removed dialog gives the focus to nobody; hand it back to what opened it.
    return () => { if (before instanceof HTMLElement && before.isConnected) before.focus() }
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside the sheet closes it; the Escape key does the same through onCancel
    <dialog ref={dialog} className={classes('sheet', wide && 'wide', full && 'full')} aria-labelledby={titleId}
      onCancel={(event) => { event.preventDefault(); onClose() }} onClose={onClose}
      onClick={(event) => { if (event.target === dialog.current) onClose() }}>
      <div className="sheet-head"><h2 id={titleId} tabIndex={-1}>{title}</h2><IconButton icon="close" label={t('close')} onClick={onClose} /></div>
      {top ? <div className="sheet-search">{top}</div> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached and scrolled by keyboard */}
      <div className={classes('sheet-body', flush && 'flush')} tabIndex={0}>{children}</div>
      {actions ? <div className="sheet-foot">{actions}</div> : null}
    </dialog>
  )
}
