import type { ReactNode } from 'react'
import { classes } from './classes.ts'

/** A short word about something. Never a risk: that is `RiskMark`. */
export const Tag = ({ tone, children }: { tone?: 'accent' | 'strong' | undefined; children: ReactNode }) => <span className={classes('tag', tone)}>{children}</span>

/** How great a risk is: 1 is the greatest. The only place of the four risk colours. */
export const RiskMark = ({ level, children }: { level: 1 | 2 | 3 | 4; children: ReactNode }) => <span className={`risk risk-${level}`}>{children}</span>
