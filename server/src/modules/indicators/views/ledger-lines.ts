import { type RawBuilder, sql } from 'kysely'
import { maskName } from '#server/modules/residents/index.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { peopleByReach, peopleInReach } from '#server/platform/database/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'
import type { Scope } from '../rules/scope.ts'

export interface LedgerQuestion {
  scope: Scope
  range: DayRange
  kinds: readonly string[]
  after?: string | undefined
  limit: number
  masked: boolean
}
export interface LedgerLine {
  id: string
  file: string
  day: string
  kind: string
  mode: string
  item: string
  title: string | null
  result: string | null
  requester: string | null
  inContract: boolean | null
  minutes: number
  heads: number
  nextOn: string | null
  signature: string | null
  unsignedWhy: string | null
  withWhom: string | null
  /** Two visitors were asked for and one is named. */
  alone: boolean
  worker: string
  village: string
  name: string | null
  sex: number | null
  age: number | null
  risk: string | null
  tags: string[]
  phone: string | null
  photos: number
  needs: number
}
export interface Ledger<Line> {
  lines: Line[]
  next: string | null
  count: number | '1000+'
}
const NOBODY = '00000000-0000-0000-0000-000000000000'
const COUNT_TO = 1000

/** Whether a row belongs to the scope, for tables with station, contract, worker and served_place. */
export function inScope({ stations, contract, worker, served }: Scope, alias: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  if (stations) return sql`${column('station')} = any (${stations}::uuid[])`
  if (contract) return sql`${column('contract')} = ${contract}::uuid`
  if (worker) return sql`${column('worker')} = ${worker}::uuid`
  return sql`${column('served_place')} between ${served![0]}::int8 and ${served![1]}::int8`
}

/** Lines of the ledgers made of records: one for each person served, one for a record that names nobody. Oldest first, no free words. */
export async function recordLines({ tx, actor }: Work, { scope, range, kinds, after, limit, masked }: LedgerQuestion): Promise<Ledger<LedgerLine>> {
  const where = sql`${(scope.served ? peopleByReach : peopleInReach)(actor, 'r')} and r.voided_at is null and r.kind = any (${[...kinds]}::text[]) and r.occurred_on between ${range.from}::date and ${range.to}::date and ${inScope(scope, 'r')}`
  const from = sql`from record r left join record_person q on q.record = r.id and q.cell = r.cell and ${peopleInReach(actor, 'q')}`
  const [day, id, file] = after?.split(' ') ?? []
  const { rows } = await sql<LedgerLine>`
    select r.id, coalesce(q.file, ${NOBODY}::uuid) as file, r.occurred_on as day, r.kind, r.mode, r.item, r.title, r.result, r.requester, r.in_contract as "inContract", r.minutes, r.heads,
      r.next_on as "nextOn", r.signature, r.unsigned_why as "unsignedWhy", r.with_whom as "withWhom", 'companion' = any (r.gaps) as alone, r.worker_name as worker, p.name as village, f.name, q.sex, q.age, q.risk,
      coalesce(q.tags, '{}') as tags, f.phone_mask as phone, (select count(*) from record_photo x where x.record = r.id and ${peopleInReach(actor, 'x')})::int4 as photos,
      (select count(*) from need n where n.record = r.id and (n.file is null or n.file = q.file) and n.voided_at is null and ${peopleInReach(actor, 'n')})::int4 as needs
    ${from} left join resident_file f on f.id = q.file and f.cell = q.cell and ${peopleInReach(actor, 'f')} left join place p on p.code = r.served_place
    where ${where} ${day && id && file ? sql`and (r.occurred_on, r.id, coalesce(q.file, ${NOBODY}::uuid)) > (${day}::date, ${id}::uuid, ${file}::uuid)` : sql``}
    order by r.occurred_on, r.id, coalesce(q.file, ${NOBODY}::uuid) limit ${limit + 1}`.execute(tx)
  const lines = rows.slice(0, limit).map((line) => ({ ...line, name: line.name === null ? null : masked ? maskName(line.name) : line.name, ...(masked && { phone: null, withWhom: null, unsignedWhy: null }) }))
  const last = lines.at(-1)
  return { lines, next: rows.length > limit && last ? `${last.day} ${last.id} ${last.file}` : null, count: await countTo(tx, sql`select 1 ${from} where ${where}`) }
}

export async function countTo(tx: Work['tx'], all: RawBuilder<unknown>): Promise<number | '1000+'> {
  const answer = await sql<{ n: number }>`select count(*) as n from (${all} limit ${COUNT_TO + 1}) t`.execute(tx)
  const n = answer.rows[0]?.n ?? 0
  return n > COUNT_TO ? '1000+' : n
}

/** The words of a code of one of several lists; the code itself when no pack names it. */
export const wordOf = (standards: Standards, lists: readonly string[], key: string | null): string =>
  key === null || key === '' ? '' : lists.map((list) => standards.code(list, key)?.title.zh).find(Boolean) ?? key
