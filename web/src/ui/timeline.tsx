import type { ReactNode } from 'react'

export interface TimelineItem { id: string; when: string; title: ReactNode; body?: ReactNode }

/** What happened, newest first. */
export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {items.map((item) => (
        <li key={item.id}><div className="when">{item.when}</div><div>{item.title}</div>{item.body ? <div className="quiet">{item.body}</div> : null}</li>
      ))}
    </ol>
  )
}
