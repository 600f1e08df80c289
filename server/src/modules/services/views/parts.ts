import { sql } from 'kysely'
import type { ServiceView } from '#api/services.ts'
import { aboutWords, keyOf, modeListOf, readCursor } from '#server/modules/records/index.ts'
import { networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { aboutGoal, type GoalWords } from '../actions/save-goal.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { comingOf } from '../rules/roll.ts'
import type { Judge } from '../rules/standing.ts'
import type { ServiceRowOfTable } from '../store/services.ts'

const LATEST = 20

/** Everyone of a service with his attendance, in the order names were put down. */
export async function peopleOf({ tx, actor }: Work, s: ServiceRowOfTable, judge: Judge): Promise<Pick<ServiceView, 'people' | 'attendance'>> {
  const rows = (await sql<Omit<ServiceView['people'][number], 'present' | 'absent' | 'missedInARow' | 'droppingOut'>>`
    select p.id, p.version, p.file, coalesce(nullif(p.name, ''), f.name, '') as name, p.role, p.state, p.position, p.minor, p.guardian, p.note,
      to_char(p.checked_in_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "checkedInAt"
    from service_person p left join resident_file f on f.id = p.file and ${peopleInReach(actor, 'f')} where p.service = ${s.id} and ${peopleInReach(actor, 'p')} order by p.position limit 1000`.execute(tx)).rows
  const marked = (await sql<ServiceView['attendance'][number] & { on: string }>`
    select a.record, a.person, a.state, a.reason, r.occurred_on as "on" from attendance a join record r on r.id = a.record and ${peopleInReach(actor, 'r')}
    where a.service = ${s.id} and r.voided_at is null and ${peopleInReach(actor, 'a')} order by r.occurred_on, r.recorded_at`.execute(tx)).rows
  const dropsAfter = judge.method.session?.drop_out_after === undefined ? Number.POSITIVE_INFINITY : judge.amount(judge.method.session.drop_out_after)
  const byPerson = Map.groupBy(marked, ({ person }) => person)
  const people = rows.map((person) => {
    const { present, absent, missed } = comingOf((byPerson.get(person.id) ?? []).map(({ on, state }) => ({ on, absent: state === 'absent' })))
    return { ...person, position: person.state === 'waiting' ? person.position : null, present, absent, missedInARow: missed, droppingOut: person.state === 'in' && missed >= dropsAfter }
  })
  return { people, attendance: marked.map(({ on: _, ...one }) => one) }
}

export async function goalsOf({ tx, actor, keys }: Work, s: ServiceRowOfTable): Promise<ServiceView['goals']> {
  const rows = await tx.selectFrom('service_goal as g').selectAll('g').where('g.service', '=', s.id).where(peopleInReach(actor, 'g')).orderBy('g.number').execute()
  const goals: ServiceView['goals'] = []
  for (const g of rows) {
    const said = JSON.parse(await keys.open(tx, s.id, g.words_sealed, aboutGoal(g.id, 'words'))) as GoalWords
    goals.push({ id: g.id, version: g.version, number: g.number, ...said, dueOn: g.due_on, attained: g.attained, ratedOn: g.rated_on,
      attainedWords: g.rated_words_sealed ? await keys.open(tx, s.id, g.rated_words_sealed, aboutGoal(g.id, 'rated')) : '' })
  }
  return goals
}

export async function approvalsOf({ tx, actor }: Work, s: ServiceRowOfTable, { method }: Judge): Promise<ServiceView['approvals']> {
  const rows = await tx.selectFrom('approval as a').selectAll('a').where('a.service', '=', s.id).where(peopleInReach(actor, 'a')).orderBy('a.asked_at').execute()
  return rows.map((a) => {
    const known = method.approvals.find(({ key }) => key === a.key)
    return {
      id: a.id, version: a.version, key: a.key, title: known?.title ?? { zh: a.key }, stage: known?.stage ?? '', note: a.note, askedAt: a.asked_at.toISOString(), askedByName: a.asked_by_name,
      decision: a.decision as 'approved' | 'returned' | 'offline' | null, decidedAt: a.decided_at?.toISOString() ?? null, decidedByName: a.decided_by_name, why: a.why, photo: a.photo,
      mayDecide: a.decision === null && (known?.by.includes(actor.role) ?? false) && a.asked_by !== actor.account,
    }
  })
}

export async function clocksOf({ tx, actor, now }: Work, s: ServiceRowOfTable, { method }: Judge): Promise<ServiceView['clocks']> {
  const rows = await tx.selectFrom('clock as c').selectAll('c').where('c.service', '=', s.id).where(networkInReach(actor, 'c')).orderBy('c.due_at').execute()
  return rows.map((c) => ({
    id: c.id, key: c.key, title: titleOfClock(method, c.key), startedAt: c.started_at.toISOString(), dueAt: c.due_at.toISOString(), doneAt: c.done_at?.toISOString() ?? null, overdue: c.done_at === null && c.due_at < now,
  }))
}

/** How people were drawn, latest first. */
export async function samplesOf({ tx, actor }: Work, s: ServiceRowOfTable): Promise<ServiceView['samples']> {
  const rows = await tx.selectFrom('service_sample as d').selectAll('d').where('d.service', '=', s.id).where(peopleInReach(actor, 'd')).orderBy('d.drawn_at', 'desc').limit(20).execute()
  return rows.map((d) => ({ id: d.id, size: d.size, pool: d.pool, from: d.from_on, to: d.to_on, seed: d.seed, drawnAt: d.drawn_at.toISOString(), drawnByName: d.drawn_by_name }))
}

/** A clock's words, whichever run and round it is: of its method, or of a referral that waits for its answer. */
export const titleOfClock = (method: Judge['method'] | undefined, key: string) =>
  method?.clocks.find((clock) => clock.key === key.split(/[@#]/)[0])?.title ?? (key.startsWith('referral-') ? { zh: '转介待答复', en: 'Referral to be answered' } : { zh: key })

/** Contacts of a service with the words of their notes, latest first; after `after`, those before it. */
export async function sessionsOf(work: Work, s: Pick<ServiceRowOfTable, 'id'>, { method, standards }: Judge & { standards: Standards }, { after, limit = LATEST }: { after?: string | undefined; limit?: number } = {}): Promise<{ rows: ServiceView['lastSessions']; next: string | null }> {
  const { tx, actor, keys } = work
  const sessionForm = method.session?.form ?? null
  const cursor = readCursor(after)
  const before = cursor ? sql`and (r.occurred_on, r.id) < (${cursor.day}::date, ${cursor.id}::uuid)` : sql``
  const found = (await sql<Omit<ServiceView['lastSessions'][number], 'modeTitle' | 'result'> & { found: string | null; dossier: string; station: string; wordsKey: string | null; sealed: Buffer | null }>`
    select r.id, r.version, r.kind, r.occurred_on as "occurredOn", r.mode, r.result as found, r.minutes, r.worker_name as "workerName", r.heads, r.late, r.dossier, r.station, r.words_key as "wordsKey", r.words_sealed as sealed,
      (select f.id from service_form f where f.record = r.id and f.form = ${sessionForm} and f.voided_at is null and ${peopleInReach(actor, 'f')} limit 1) as form
    from record r where r.service = ${s.id} and r.voided_at is null and ${peopleInReach(actor, 'r')} ${before} order by r.occurred_on desc, r.id desc limit ${limit + 1}`.execute(tx)).rows
  const rows = found.slice(0, limit)
  await keys.ready(tx, rows.flatMap((row) => (row.sealed ? [keyOf(row)] : [])))
  const sessions: ServiceView['lastSessions'] = []
  const titleOf = (list: string, key: string) => standards.code(list, key)?.title ?? { zh: key }
  for (const { sealed, dossier, station, wordsKey, found: result, ...row } of rows) {
    const key = keyOf({ id: row.id, dossier, station, wordsKey })
    sessions.push({ ...row, modeTitle: titleOf(modeListOf(row.kind, method.session?.modes), row.mode), result: result === null || result === 'normal' ? null : titleOf('visit-result', result), words: sealed && keys.has(key) ? await keys.open(tx, key, sealed, aboutWords(row.id)) : '' })
  }
  const last = sessions.at(-1)
  return { rows: sessions, next: found.length > limit && last ? `${last.occurredOn}_${last.id}` : null }
}
