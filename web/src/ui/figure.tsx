import { GoTo } from './link.tsx'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classes } from './classes.ts'

const percent = (share: number) => `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%`

export const Figures = ({ children }: { children: ReactNode }) => <div className="figures">{children}</div>

export interface FigureProps {
  label: string
  /** null: cannot be told. Not the same as 0. */
  value: number | string | null
  unit?: string
  /** 0–1, shown as a bar. */
  share?: number | undefined
  note?: string
  /** The records behind the figure. */
  to?: string | undefined
}

/** A number that opens to its records. */
export function Figure({ label, value, unit, share, note, to }: FigureProps) {
  const { i18n } = useTranslation()
  const shown = value === null ? '—' : typeof value === 'number' ? value.toLocaleString(i18n.language) : value
  const inside = (
    <>
      <span className="label">{label}</span>
      <span className="value">{shown}{unit && value !== null ? <span className="unit">{unit}</span> : null}</span>
      {share === undefined ? null : <Bar share={share} />}
      {note ? <span className="label">{note}</span> : null}
    </>
  )
  return to ? <GoTo to={to} className="figure">{inside}</GoTo> : <div className="figure">{inside}</div>
}

const Bar = ({ share, timeGone }: { share: number; timeGone?: number | undefined }) => (
  <span className="bar" aria-hidden="true">
    <span className="fill" style={{ width: percent(share), display: 'block' }} />
    {timeGone === undefined ? null : <span className="time" style={{ left: percent(timeGone) }} />}
  </span>
)

export interface ProgressProps {
  label: string
  done: number
  target: number
  unit?: string
  /** 0–1: the share of the period that is over. */
  timeGone?: number | undefined
  to?: string | undefined
}

/** What is done against what is promised, beside the share of time gone. */
export function Progress({ label, done, target, unit = '', timeGone, to }: ProgressProps) {
  const { t, i18n } = useTranslation('ui')
  const share = target > 0 ? done / target : 1
  const behind = timeGone !== undefined && share < timeGone
  const number = (value: number) => value.toLocaleString(i18n.language)
  const inside = (
    <>
      <span className="line"><span>{label}</span><span className="done">{number(done)} / {number(target)}{unit} <span className="quiet small">{percent(share)}</span></span></span>
      <Bar share={share} timeGone={timeGone} />
      {behind ? <span className="small quiet">{t('progress.behind', { points: Math.max(1, Math.round((timeGone - share) * 100)) })}</span> : null}
      {timeGone === undefined ? null : <span className="sr-only">{t('progress.time', { percent: percent(timeGone) })}</span>}
    </>
  )
  const look = classes('progress', behind && 'behind')
  return to ? <GoTo to={to} className={look}>{inside}</GoTo> : <div className={look}>{inside}</div>
}
