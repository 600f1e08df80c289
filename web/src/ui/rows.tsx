import { GoTo } from './link.tsx'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'

export const Rows = ({ children, label }: { children: ReactNode; label?: string }) => <ul className="rows" aria-label={label}>{children}</ul>

export interface RowProps {
  title: ReactNode
  sub?: ReactNode
  /** Before the words: a mark or an icon. */
  start?: ReactNode
  /** After the words: a figure, a day, buttons. */
  end?: ReactNode
  to?: string | undefined
  onPress?: (() => void) | undefined
  selected?: boolean
  /** On a phone `end` takes a line of its own. */
  wrap?: boolean
}

/** One line of a list: a link, a button, or just words. With `to` or `onPress` nothing in `end` may be pressable. */
export function Row({ title, sub, start, end, to, onPress, selected, wrap }: RowProps) {
  const look = classes('row', selected && 'selected', wrap && 'wrap')
  const inside = (
    <>
      {start}
      <div className="body"><div className="title">{title}</div>{sub ? <div className="sub">{sub}</div> : null}</div>
      {end || to ? <div className="end">{end}{to ? <Icon name="next" size={16} /> : null}</div> : null}
    </>
  )
  if (to) return <li><GoTo to={to} className={look}>{inside}</GoTo></li>
  if (onPress) return <li><button type="button" className={look} onClick={onPress}>{inside}</button></li>
  return <li><div className={look}>{inside}</div></li>
}
