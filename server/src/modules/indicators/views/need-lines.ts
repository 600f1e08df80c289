import { sql } from 'kysely'
import { maskName } from '#server/modules/residents/index.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { networkInReach, peopleByReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { NEED_STATES } from '../rules/words.ts'
import { countTo, inScope, type Ledger, type LedgerQuestion, wordOf } from './ledger-lines.ts'
import { openNeedWords, type Said } from './ledger-words.ts'
import type { Cell, LinesQuestion, PackLine } from './pack-lines.ts'
import { itemTitle } from './titles.ts'

export interface NeedLine {
  id: string
  day: string
  source: string
  name: string | null
  village: string
  item: string
  urgency: string
  measure: string | null
  owner: string | null
  due: string | null
  actors: string[]
  state: string
  outcome: string | null
  unmetWhy: string | null
  confirmed: string | null
  closed: string | null
  worker: string
  station: string | null
}

/** `actors`: only needs these of the five actors answer. */
type NeedQuestion = Omit<LedgerQuestion, 'kinds'> & { actors?: readonly string[] | undefined }

/** Lines of the ledger of needs, oldest first, without their words. */
export async function needLines({ tx, actor }: Work, { scope, range, after, limit, masked, actors }: NeedQuestion): Promise<Ledger<NeedLine>> {
  const where = sql`${(scope.served ? peopleByReach : peopleInReach)(actor, 'n')} and n.voided_at is null and n.found_on between ${range.from}::date and ${range.to}::date and ${inScope(scope, 'n')}
    ${actors ? sql`and n.actors && ${[...actors]}::text[]` : sql``}`
  const [day, id] = after?.split(' ') ?? []
  const { rows } = await sql<NeedLine>`
    select n.id, n.found_on as day, n.source, coalesce(f.name, n.spoken_by) as name, p.name as village, n.item, n.urgency, n.measure, n.owner_name as owner, n.due_on as due, n.actors, n.state, n.outcome,
      n.unmet_why as "unmetWhy", n.confirmed_how as confirmed, n.closed_on as closed, n.worker_name as worker, t.name as station
    from need n left join resident_file f on f.id = n.file and f.cell = n.cell and ${peopleInReach(actor, 'f')} left join place p on p.code = n.served_place left join station t on t.id = n.station and ${networkInReach(actor, 't')}
    where ${where} ${day && id ? sql`and (n.found_on, n.id) > (${day}::date, ${id}::uuid)` : sql``} order by n.found_on, n.id limit ${limit + 1}`.execute(tx)
  const lines = rows.slice(0, limit).map((line) => ({ ...line, name: line.name && masked ? maskName(line.name) : line.name, ...(masked && { measure: null }) }))
  const last = lines.at(-1)
  return { lines, next: rows.length > limit && last ? `${last.day} ${last.id}` : null, count: await countTo(tx, sql`select 1 from need n where ${where}`) }
}

/** What a ledger may say of a need; its words where somebody may read them. */
export function needFacts(standards: Standards, line: NeedLine, said: Said | undefined): Record<string, Cell> {
  return {
    day: line.day, source: wordOf(standards, ['need-source'], line.source), name: line.name, village: line.village, wants: said?.needs ?? '', item: itemTitle(standards, line.item), urgency: wordOf(standards, ['need-urgency'], line.urgency),
    measure: line.measure, owner: line.owner, due: line.due, actors: line.actors.map((actor) => wordOf(standards, ['actor'], actor)).join('、'),
    state: [NEED_STATES[line.state] ?? line.state, said?.outcome ?? ''].filter(Boolean).join('：'),
    outcome: [wordOf(standards, ['need-outcome'], line.outcome), wordOf(standards, ['need-unmet-reason'], line.unmetWhy)].filter(Boolean).join('：'), confirmed: line.confirmed === null ? '' : '已确认', worker: line.worker, station: line.station,
  }
}

/** Needs these actors answer, as lines of a ledger of a pack. */
export async function needPackLines(work: Work, question: LinesQuestion, actors: readonly string[]): Promise<Ledger<PackLine>> {
  const { standards, masked } = question
  const { lines, ...more } = await needLines(work, { ...question, actors })
  const said = masked ? new Map<string, Said>() : await openNeedWords(work, lines.map(({ id }) => id))
  const hidden = masked ? { wants: HIDDEN, measure: HIDDEN } : {}
  return { ...more, lines: lines.map((line) => ({ key: line.id, services: [], page: { kind: 'need', id: line.id }, facts: { ...needFacts(standards, line, said.get(line.id)), ...hidden } })) }
}
const HIDDEN = '不显示'
