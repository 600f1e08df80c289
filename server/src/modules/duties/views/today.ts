import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { DutyRow, TodayQuery } from '#api/duties.ts'
import { VILLAGERS } from '#api/roles.ts'
import { aboutWords, keyOf, listableTags } from '#server/modules/records/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { accountInReach, admit, kept, limitTo, networkInReach, peopleByReach, peopleInReach } from '#server/platform/database/index.ts'
import { daysBetween, ageOn } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'

type Condition = RawBuilder<SqlBool>

/** The day it has to be done by: the day it was put off to, else the day it is due. */
const BY = sql`coalesce(d.put_off_to, d.due_on)`

/** Whose people: a cadre's village; a station; or of it my own, those I cover for, and those nobody is named for. */
function leadOf({ actor, today }: Work, scope: TodayQuery['scope']): Condition {
  if (actor.station === null || (VILLAGERS as readonly string[]).includes(actor.role)) return peopleByReach(actor, 'd')
  const circle = actor.admitted.length > 0 ? sql`or d.dossier = any (${actor.admitted}::uuid[])` : sql``
  if (scope === 'station') return sql`(d.station = ${actor.station} ${circle})`
  return sql`(d.station = ${actor.station} and (d.worker = ${actor.account} or d.worker is null or d.worker in (
    select c.absent from cover c where c.station = ${actor.station} and c.covering = ${actor.account} and ${today}::date between c.from_on and c.until_on and ${networkInReach(actor, 'c')})) ${circle})`
}

function shownBy({ today }: Work, { state, until }: Pick<TodayQuery, 'state' | 'until'>): Condition {
  const waiting = sql<SqlBool>`coalesce(d.put_off_to > ${today}::date, false)`
  if (state === 'put-off') return waiting
  const open = sql<SqlBool>`not ${waiting} and (d.show_from <= ${today}::date or ${BY} <= ${until ?? today}::date)`
  if (state === 'overdue') return sql`${open} and ${BY} < ${today}::date`
  return state === 'due' ? sql`${open} and ${BY} >= ${today}::date` : open
}

interface Cursor {
  by: string
  far: number
  place: number
  id: string
}

function readCursor(after: string | undefined): Cursor | undefined {
  if (after === undefined) return undefined
  const [, by, far, place, id] = /^(\d{4}-\d{2}-\d{2})_([01])_(\d{12})_([0-9a-f-]{36})$/.exec(after) ?? []
  if (!by || !id) throw new Refusal('request.malformed', { where: 'after' })
  return { by, far: Number(far), place: Number(place), id }
}

type Found = Omit<DutyRow, 'state' | 'daysLate' | 'basis' | 'last' | 'putOff' | 'age'> & {
  by: string; far: number; basis: string; birthOn: string | null; lastOn: string | null; lastRecord: string | null; lastMode: string | null; lastResult: string | null
  putOffTo: string | null; putOffWhy: string | null; putOffWords: Buffer | null; wordsSealed: Buffer | null; wordsDossier: string | null; wordsStation: string | null; wordsKey: string | null
}

/** Lets the post into the protected dossiers of its own circles whose people are due; each leaves its trace. Nobody else's are touched. */
export async function admitDue(work: Work, { until }: Pick<TodayQuery, 'until'>): Promise<void> {
  const found = await sql<{ dossier: string }>`${kept}select dossier from app.circle_due(${until ?? work.today}::date, ${work.now})`.execute(work.tx)
  for (const { dossier } of found.rows) await admit(work, dossier)
}

/** Who is due and overdue: by day, on one day the near village first, then village by village. Opens what was said last; one trace for all. */
export async function listDue(work: Work, query: TodayQuery): Promise<{ rows: DutyRow[]; next: string | null }> {
  const { actor, tx } = work
  const conditions = [sql<SqlBool>`d.closed_on is null`, peopleInReach(actor, 'd'), leadOf(work, query.scope), shownBy(work, query)]
  if (query.village !== undefined) conditions.push(sql`d.place = ${query.village}`)
  const far = sql`case when d.place = ${query.near ?? 0}::int8 then 0 else 1 end`
  const cursor = readCursor(query.after)
  if (cursor) conditions.push(sql`(${BY}, ${far}, d.place, d.id) > (${cursor.by}::date, ${cursor.far}::int, ${cursor.place}::int8, ${cursor.id}::uuid)`)
  const found = (await sql<Found>`${kept}
    select d.id, d.version, d.file, f.name, f.birth_on as "birthOn", f.sex, f.risk, d.place as village, coalesce(l.name, '') as "villageName", f.phone_mask as "phoneMask",
      d.due_on as "dueOn", d.show_from as "showFrom", d.basis, d.cycle_days as "cycleDays", d.monthly, d.worker, a.name as "workerName",
      coalesce(d.worker <> ${actor.account}, false) as covered, ${BY} as by, ${far} as far,
      coalesce((select array_agg(t.tag order by t.tag) from resident_tag t where t.file = d.file and t.until_on is null and ${peopleInReach(actor, 't')}), '{}') as tags,
      d.last_on as "lastOn", d.last_record as "lastRecord", d.last_mode as "lastMode", d.last_result as "lastResult",
      d.put_off_to as "putOffTo", d.put_off_why as "putOffWhy", d.put_off_words_sealed as "putOffWords",
      r.words_sealed as "wordsSealed", r.dossier as "wordsDossier", r.station as "wordsStation", r.words_key as "wordsKey"
    from (select d.* from duty d where ${sql.join(conditions, sql` and `)} order by ${BY}, ${far}, d.place, d.id ${limitTo(query.limit + 1)}) d
    join resident_file f on f.id = d.file and ${peopleInReach(actor, 'f')}
    left join place l on l.code = d.place left join account a on a.id = d.worker and ${accountInReach(actor, 'a')}
    left join record r on r.id = d.last_record and ${peopleInReach(actor, 'r')}
    order by ${BY}, ${far}, d.place, d.id`.execute(tx)).rows
  const shown = found.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    rows: await opened(work, shown, query.scope),
    next: found.length > query.limit && last ? `${last.by}_${last.far}_${last.village}_${last.id}` : null,
  }
}

async function opened(work: Work, found: readonly Found[], scope: TodayQuery['scope']): Promise<DutyRow[]> {
  if (found.length === 0) return []
  const { tx, keys, actor, today } = work
  const standards = await standardsOn(work, actor.place, today)
  const keyOfWords = (row: Found) => keyOf({ id: row.lastRecord!, dossier: row.wordsDossier!, station: row.wordsStation!, wordsKey: row.wordsKey })
  await keys.ready(tx, found.flatMap((row) => [...(row.wordsSealed ? [keyOfWords(row)] : []), ...(row.putOffWords ? [row.file] : [])]))
  const rows: DutyRow[] = []
  for (const row of found) {
    const { by, far: _, birthOn, lastOn, lastRecord, lastMode, lastResult, putOffTo, putOffWhy, putOffWords, wordsSealed, wordsDossier: _d, wordsStation: _s, wordsKey: _k, ...shown } = row
    rows.push({
      ...shown, age: birthOn === null ? null : ageOn(birthOn, today), tags: listableTags(standards, row.tags), basis: row.basis.split(' '),
      covered: scope === 'mine' && row.covered,
      state: putOffTo !== null && putOffTo > today ? 'put-off' : by < today ? 'overdue' : 'due', daysLate: by < today ? daysBetween(by, today) : 0,
      last: lastOn === null ? null : {
        record: lastRecord!, on: lastOn, mode: lastMode!, result: lastResult, words: wordsSealed && keys.has(keyOfWords(row)) ? await keys.open(tx, keyOfWords(row), wordsSealed, aboutWords(lastRecord!)) : '',
      },
      putOff: putOffTo === null ? null : { to: putOffTo, why: putOffWhy!, words: putOffWords ? await keys.open(tx, row.file, putOffWords, `duty ${row.id} put_off_words`) : '' },
    })
  }
  await leaveView(work, { subject: 'duty', rows: rows.length, digestOf: rows.map(({ id, last }) => [id, last?.record ?? null]) })
  return rows
}

/** How many are due, overdue and put off, in one statement. */
export async function countDue(work: Work, { scope, village }: Pick<TodayQuery, 'scope' | 'village'>): Promise<{ due: number; overdue: number; putOff: number }> {
  const counted = (state: TodayQuery['state']) => sql`count(*) filter (where ${shownBy(work, { state })})::int`
  const found = await sql<{ due: number; overdue: number; putOff: number }>`${kept}
    select ${counted('due')} as due, ${counted('overdue')} as overdue, ${counted('put-off')} as "putOff"
    from duty d where d.closed_on is null and ${peopleInReach(work.actor, 'd')} and ${leadOf(work, scope)}
      and ${village === undefined ? sql`true` : sql`d.place = ${village}`}`.execute(work.tx)
  return found.rows[0]!
}
