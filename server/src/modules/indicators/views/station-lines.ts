import { sql } from 'kysely'
import { STAFF_READERS } from '#api/staff.ts'
import { waysOfOffice } from '#server/modules/services/index.ts'
import { networkInReach, peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { countTo, inScope, type Ledger } from './ledger-lines.ts'
import type { LinesQuestion, PackLine } from './pack-lines.ts'

/** Forms of these kinds filled in within the range, each a line: supervision, one session after the other. */
export async function formLines(work: Work, { scope, range, after, limit }: LinesQuestion, forms: readonly string[]): Promise<Ledger<PackLine>> {
  const { tx, actor } = work
  const [day, id] = after?.split(' ') ?? []
  const all = sql`from service_form f join service s on s.id = f.service and ${peopleInReach(actor, 's')} where ${peopleInReach(actor, 'f')} and not f.protected and f.voided_at is null
    and f.form = any (${[...forms]}::text[]) and f.filled_on between ${range.from}::date and ${range.to}::date and ${inScope(scope, 's')}`
  const { rows } = await sql<{ id: string; service: string; day: string; worker: string; number: string; title: string; method: string; station: string | null }>`
    select f.id, f.service, f.filled_on as day, f.worker_name as worker, coalesce(s.number, '') || '-' || f.number as number, s.title, s.method,
      (select o.name from station o where o.id = s.station and ${networkInReach(actor, 'o')}) as station ${all}
    ${day && id ? sql`and (f.filled_on, f.id) > (${day}::date, ${id}::uuid)` : sql``} order by f.filled_on, f.id limit ${limit + 1}`.execute(tx)
  const ways = await waysOfOffice(work)
  const lines = rows.slice(0, limit).map(({ id: form, service, method, ...facts }): PackLine => ({
    key: form, form, services: [service], page: actor.people === 'full' || ways?.includes(method) ? { kind: 'service', id: service } : undefined, facts,
  }))
  const last = lines.at(-1)
  return { lines, next: rows.length > limit && last ? `${last.facts['day']} ${last.key}` : null, count: await countTo(tx, sql`select 1 ${all}`) }
}

/** Who works at the stations of the scope on the last day of the range, or today where that is sooner. Staff are not people served: their names stand whole. */
export async function staffLines({ tx, actor, today }: Work, { scope, range, standards }: LinesQuestion, roles: readonly string[]): Promise<Ledger<PackLine>> {
  const on = range.to < today ? range.to : today
  const mine = scope.stations ? sql`t.id = any (${scope.stations}::uuid[])` : scope.served ? sql`t.place between ${scope.served[0]}::int8 and ${scope.served[1]}::int8`
    : scope.contract ? sql`exists (select from contract_station c where c.station = t.id and c.contract = ${scope.contract}::uuid and ${on}::date between c.from_on and c.until_on)` : sql`false`
  type Row = { account: string; station: string; name: string; role: string; post: string; level: string | null; mode: string | null; full: boolean; from: string; until: string | null; facts: StaffFact | null }
  const reads = (STAFF_READERS as readonly string[]).includes(actor.role)
  const { rows } = await sql<Row>`
    select w.account, t.name as station, w.name, w.role, w.title as post, w.certificate_level as level, w.staffing_mode as mode, w.full_time as full, w.from_on as from, w.until_on as until, to_jsonb(k) as facts
    from (select t.id, t.name, t.place from station t where ${networkInReach(actor, 't')} and ${mine}) t
    cross join lateral app.station_staff(array[t.id], ${[...roles]}::text[], ${on}::date) w
    left join staff_fact k on k.id = w.account and ${networkInReach(actor, 'k')} and (${reads} or k.id = ${actor.account}::uuid) order by t.place, t.name, w.from_on, w.account`.execute(tx)
  return {
    next: null, count: rows.length,
    lines: rows.map((row, n) => ({
      key: `${row.account} ${n}`, account: row.account, services: [], page: actor.people === 'full' ? { kind: 'training', id: row.account } : undefined,
      facts: {
        station: row.station, name: row.name, post: row.post || ROLES[row.role] || row.role, certificate: row.level === null ? null : CERTIFICATES[row.level] ?? row.level, engaged: standards.code('staffing-mode', row.mode ?? '')?.title.zh ?? null,
        'full-time': row.full ? '是' : '否', since: row.from, until: row.until ?? '', ...staffFacts(row.facts, reads || row.account === actor.account),
      },
    })),
  }
}
interface StaffFact { certificate_no: string; registered: string | null; education: string; contract_from: string | null; contract_until: string | null; insured: boolean | null; checked_on: string | null }
/** What only those who keep staff, and each of himself, may read; the others see that it is kept from them. */
function staffFacts(fact: StaffFact | null, mayRead: boolean): PackLine['facts'] {
  if (!mayRead) return Object.fromEntries(['certificate-number', 'registered', 'education', 'contract', 'insured', 'checked'].map((key) => [key, HIDDEN]))
  if (fact === null) return {}
  const { contract_from: from, contract_until: until, insured } = fact
  return {
    'certificate-number': fact.certificate_no || null, registered: REGISTRATIONS[fact.registered ?? ''] ?? null, education: fact.education || null, checked: fact.checked_on,
    contract: from === null && until === null ? null : `${from ?? ''} 至 ${until ?? '无固定期限'}`, insured: insured === null ? null : insured ? '已参保' : '未参保',
  }
}
const HIDDEN = '不显示'
const REGISTRATIONS: Record<string, string> = { registered: '已登记', 'not-registered': '未登记', expired: '登记已过期' }
const ROLES: Record<string, string> = { worker: '驻站社工', station_head: '站长', general_worker: '总站社工', general_supervisor: '总站督导' }
const CERTIFICATES: Record<string, string> = { assistant: '助理社会工作师', middle: '社会工作师', senior: '高级社会工作师' }
