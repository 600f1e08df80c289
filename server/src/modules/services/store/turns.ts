import type { ServiceView } from '#api/services.ts'
import type { TURNS } from '#api/service-turns.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import type { Work } from '#server/platform/work.ts'
import type { Judge } from '../rules/standing.ts'
import { aboutService, type ServiceRowOfTable } from './services.ts'

/** As it lies in `service.turns`: stages and closing reasons by their key, colleagues by name, the reason sealed. */
interface Turn {
  kind: (typeof TURNS)[number]
  at: string
  byName: string
  from: string | null
  to: string | null
  sealed: string | null
}

/** What a change adds to the way of a service. `why` in words; or, of an ending that is taken back, as it was sealed. */
export async function addTurn({ tx, keys, actor, now }: Work, row: ServiceRowOfTable, { why, ...turn }: Pick<Turn, 'kind'> & Partial<Pick<Turn, 'from' | 'to' | 'at'>> & { why: string | Uint8Array | null }): Promise<{ turns: string }> {
  const sealed = typeof why === 'string' && why !== '' ? await keys.seal(tx, row.id, why, aboutService(row.id, 'turn')) : why
  const added: Turn = { from: null, to: null, at: now.toISOString(), byName: actor.accountName, ...turn, sealed: sealed ? Buffer.from(sealed as Uint8Array).toString('base64') : null }
  return { turns: JSON.stringify([...(row.turns as unknown as Turn[]), added]) }
}

/** How a closed service had ended, for one that goes on: the day, the reason and the words would else be gone with the closing. */
export const endingOf = (row: ServiceRowOfTable) => ({ kind: 'closed' as const, at: `${row.closed_on}T00:00:00+08:00`, to: row.close_reason, why: row.close_words_sealed })

export async function turnsOf({ tx, keys }: Work, row: ServiceRowOfTable, { method, standards }: Judge & { standards: Standards }): Promise<ServiceView['turns']> {
  const stage = (key: string | null) => method.stages.find((one) => one.key === key)?.title ?? null
  const reason = (key: string | null) => standards.codes(method.close.reasons).find((one) => one.key === key)?.title ?? null
  const named = (name: string | null) => (name === null ? null : { zh: name })
  const views: ServiceView['turns'] = []
  for (const { sealed, from, to, ...turn } of row.turns as unknown as Turn[]) {
    const say = turn.kind === 'put-back' ? stage : turn.kind === 'closed' ? reason : named
    const why = sealed === null ? '' : await keys.open(tx, row.id, Buffer.from(sealed, 'base64'), aboutService(row.id, turn.kind === 'closed' ? 'close' : 'turn'))
    views.push({ ...turn, from: say(from), to: say(to), why })
  }
  return views
}
