import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** Something to know before going on. */
export const Notice = ({ alert, children }: { alert?: boolean; children: ReactNode }) => (
  <div className={alert ? 'notice alert' : 'notice'}><Icon name={alert ? 'warning' : 'info'} /><div className="grow">{children}</div></div>
)
