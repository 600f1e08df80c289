import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** Nothing here, why, and what to do about it. */
export function EmptyState({ icon, title, words, action }: { icon?: IconName; title: string; words?: string; action?: ReactNode }) {
  return <div className="empty">{icon ? <Icon name={icon} size={36} /> : null}<h3>{title}</h3>{words ? <p>{words}</p> : null}{action}</div>
}
