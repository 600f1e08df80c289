import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { LIST_KINDS, ListLine } from '#api/needs.ts'

/**
 * 四张清单 (R209): all four are read off the needs; nobody keeps them. A line carries measure, owner, due day and state (R210).
 *
 * - 问题清单 problem: every need that was found.
 * - 服务清单 service: needs answered on the spot or by a service.
 * - 资源清单 resource: needs answered by a resource: goods, money, a venue, somebody's time.
 * - 项目清单 project: catalogue items that need a project: one of their needs was given to a project, or so many people have
 *   the same need open that it is everybody's (`PEOPLE_FOR_PROJECT`). One line per item; behind it its needs.
 */
export const PEOPLE_FOR_PROJECT = 5

/** Which needs stand on a list of single needs. */
export function onList(kind: Exclude<(typeof LIST_KINDS)[number], 'project'>): RawBuilder<SqlBool> {
  if (kind === 'service') return sql`n.answer in ('on-the-spot', 'service')`
  if (kind === 'resource') return sql`n.answer = 'resource'`
  return sql`true`
}

/** What a line says of its state: how far it is, or how it ended. */
export function stateOfLine(state: 'open' | 'in-hand' | 'kept' | 'closed', outcome: 'met' | 'partly' | 'unmet' | null): ListLine['state'] {
  if (state !== 'closed') return state
  return outcome === 'met' || outcome === null ? 'done' : outcome
}

/** The state of a project line from the needs behind it: open while one is; then done, partly or unmet. */
export function stateOfProject({ open, inHand, met, all }: { open: number; inHand: number; met: number; all: number }): ListLine['state'] {
  if (open > 0) return inHand > 0 ? 'in-hand' : 'open'
  if (met === all) return 'done'
  return met > 0 ? 'partly' : 'unmet'
}
