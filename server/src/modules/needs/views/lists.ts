import { sql, type SqlBool } from 'kysely'
import type { LIST_KINDS, ListFilter, ListLine, NeedRow } from '#api/needs.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { onList, PEOPLE_FOR_PROJECT, stateOfLine, stateOfProject } from '../rules/lists.ts'
import { leadOf, pageOfNeeds, type Condition } from './need-rows.ts'

type Kind = (typeof LIST_KINDS)[number]

/** One of the four lists, as rules/lists.ts derives it. */
export async function listLines(work: Work, kind: Kind, filter: ListFilter): Promise<{ rows: ListLine[]; next: string | null; count?: number | '1000+' }> {
  const all = conditionsOf(work, filter)
  if (kind === 'project') return listProjects(work, all, filter)
  const open: Condition[] = filter.openOnly ? [sql`n.state <> 'closed'`] : []
  const page = await pageOfNeeds(work, [...all, ...open, onList(kind)], filter)
  return { ...page, rows: page.rows.map(lineOf) }
}

function conditionsOf(work: Work, { station, place, from, to }: ListFilter): Condition[] {
  const all: Condition[] = [peopleInReach(work.actor, 'n'), leadOf(work, { station, place }), sql`n.voided_at is null`]
  if (from) all.push(sql`n.found_on >= ${from}::date`)
  if (to) all.push(sql`n.found_on <= ${to}::date`)
  return all
}

const lineOf = (need: NeedRow): ListLine => ({
  need: need.id, item: need.item, needs: 1, people: need.file === null ? 0 : 1, name: need.name, servedPlaceName: need.servedPlaceName, foundOn: need.foundOn,
  urgency: need.urgency, measure: need.measure, ownerName: need.ownerName, dueOn: need.dueOn, actors: need.actors, state: stateOfLine(need.state, need.outcome), overdue: need.overdue,
})

interface Project {
  item: string
  all: number
  open: number
  inHand: number
  met: number
  people: number
  foundOn: string
  urgency: string
  measure: string | null
  ownerName: string | null
  dueOn: string | null
  actors: string[]
}

/** Items that need a project: measure and owner of the need changed last, the earliest day still open. */
async function listProjects({ tx, actor, today }: Work, all: readonly Condition[], { after, limit, openOnly }: ListFilter) {
  if (after !== undefined && !/^[a-z0-9.-]{1,60}$/.test(after)) throw new Refusal('request.malformed', { where: 'after' })
  const found = await sql<Project>`
    select n.item, count(*)::int as all, count(*) filter (where n.state <> 'closed')::int as open, count(*) filter (where n.state = 'in-hand')::int as "inHand",
      count(*) filter (where n.outcome = 'met')::int as met, count(distinct n.person)::int as people, min(n.found_on) as "foundOn",
      (array_agg(n.urgency order by n.due_on nulls last, n.id))[1] as urgency, (array_agg(n.measure order by n.version desc, n.id) filter (where n.measure is not null))[1] as measure,
      (array_agg(n.owner_name order by n.version desc, n.id) filter (where n.owner_name is not null))[1] as "ownerName",
      min(n.due_on) filter (where n.state <> 'closed') as "dueOn", coalesce((select array_agg(distinct a) from unnest(string_to_array(string_agg(array_to_string(n.actors, ' '), ' '), ' ')) a where a <> ''), '{}') as actors
    from need n where ${sql.join([...all], sql` and `)} and n.item <> '' and ${after === undefined ? sql<SqlBool>`true` : sql<SqlBool>`n.item > ${after}`}
    group by n.item
    having (bool_or(n.answer = 'project') or count(distinct n.person) filter (where n.state <> 'closed') >= ${PEOPLE_FOR_PROJECT})
      and (not ${openOnly} or bool_or(n.state <> 'closed'))
    order by n.item limit ${limit + 1}`.execute(tx)
  const shown = found.rows.slice(0, limit)
  const rows: ListLine[] = shown.map((one) => ({
    need: null, item: one.item, needs: one.all, people: one.people, name: null, servedPlaceName: '', foundOn: one.foundOn, urgency: one.urgency,
    measure: actor.people === 'full' ? one.measure ?? '' : '', ownerName: one.ownerName, dueOn: one.dueOn, actors: one.actors, state: stateOfProject(one),
    overdue: one.dueOn !== null && one.dueOn < today,
  }))
  return { rows, next: found.rows.length > limit ? rows.at(-1)!.item : null }
}
