import { sql } from 'kysely'
import type { EventChoices } from '#api/emergency.ts'
import { SERVES } from '#api/roles.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { accountInReach, networkInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { groupsOffered, usualGroups } from '../rules/groups.ts'

/** What an event is opened and split with: kinds and their usual groups, places and colleagues of this post. */
export async function eventChoices(work: Work): Promise<EventChoices> {
  const { tx, actor, today } = work
  const standards = await standardsOn(work, actor.place, today)
  const places = await sql<EventChoices['places'][number]>`select code as place, name from place where code = ${actor.place}::int8 or parent = ${actor.place}::int8 order by code limit 200`.execute(tx)
  const checkers = await sql<EventChoices['checkers'][number]>`
    select distinct on (a.id) a.id as account, a.name, p.place, coalesce(l.name, '') as "placeName"
    from post p join account a on a.id = p.account and a.state = 'active' and ${accountInReach(actor, 'a')} left join place l on l.code = p.place
    where ${networkInReach(actor, 'p')} and p.role = any (${[...SERVES]}::text[]) and p.ended_at is null and p.from_on <= ${today}::date and (p.until_on is null or p.until_on >= ${today}::date)
    order by a.id, p.place limit 300`.execute(tx)
  return {
    kinds: standards.codes('emergency-kind').map(({ key }) => ({ key, groups: usualGroups(standards, key) })), groups: groupsOffered(standards), places: places.rows,
    checkers: checkers.rows.sort((a, b) => a.place - b.place || a.name.localeCompare(b.name, 'zh')),
  }
}
