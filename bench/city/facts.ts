import { randomBytes } from 'node:crypto'
import type { Client } from 'pg'
import { aboutWords } from '#server/modules/records/index.ts'
import { openWith, sealWith } from '#server/platform/keys/index.ts'
import { idIn } from './ids.ts'
import type { CellKeys } from './network.ts'
import { SAME, type Plan } from './plan.ts'

const AT_ONCE = 200_000
/** Bytes of sealed words as a worker writes them. */
const WORDS = '在家，精神好，三餐正常，药按时在吃。'
const OPENED_TOWNS = 24
const MOST_OPENED = 1_000

/** Number of the file a record is about, the day, and how: from the record's own number `i`. Every tenth is a task about nobody. */
const NUMBERED = `
  select i, case when i <= ${SAME.records} then 1 + (i - 1) % ${SAME.residents} else ${SAME.residents} + 1 + ((i - ${SAME.records} - 1)::int8 % ($3::int8 - ${SAME.residents}))::int4 end as n,
    $4::date - (hashint4(i) & 2147483647) % 420 as day, (array['visit', 'visit', 'visit', 'visit', 'visit', 'visit', 'visit', 'call', 'consultation', 'task'])[1 + (hashint4(i + 1) & 2147483647) % 10] as kind,
    (array['', 'pzh.3.2.1.2', 'pzh.3.2.1.2', 'pzh.3.1.3'])[1 + i % 4] as item
  from generate_series($1::int4, $2::int4) i`

const MODE = `case kind when 'visit' then 'home' when 'call' then 'phone' when 'consultation' then 'policy' else 'dibao-check' end`
const RESULT = `case when kind in ('visit', 'call') then case when i % 13 = 0 then 'nobody' else 'normal' end end`

/** Records of fourteen months and everyone they served, the figures they add up to, duties, and needs. */
export async function fillFacts(owner: Client, plan: Plan): Promise<void> {
  const contracts = plan.towns.map(({ place, contract }) => `(${place}::int8, '${contract}'::uuid)`).join(', ')
  await owner.query(`create unlogged table bench_contract as select * from (values ${contracts}) c (town, contract)`)
  for (let from = 1; from <= plan.records; from += AT_ONCE) {
    const range = [from, Math.min(plan.records, from + AT_ONCE - 1), plan.residents, plan.today]
    await owner.query(`insert into record (id, cell, place, station, served_place, dossier, kind, occurred_on, minutes, worker, worker_name, contract, mode, result, item, title, requester, in_contract,
        heads, households, words_sealed, gaps, form_version, recorded_at, late, digest)
      select ${idIn('record', 'i')}, f.cell, f.town, f.station, f.place, case when kind = 'task' then ${idIn('record', 'i')} else f.id end, kind, day, 15, f.worker, '社工', c.contract,
        ${MODE}, ${RESULT}, case when kind = 'task' then '' else item end, case when kind = 'task' then '低保年审入户核查' end, case when kind = 'task' then 'township-civil-affairs' end,
        case when kind = 'task' then i % 4 = 0 end, case when kind = 'task' then 0 else 1 end, case when kind in ('visit', 'call') then 1 else 0 end,
        case when i % 2 = 0 then $5::bytea end, case when item = '' and kind <> 'task' then '{item}'::text[] else '{}' end, kind || '.1', day + time '17:00', false, $6
      from (${NUMBERED}) r join bench_file f using (n) join bench_contract c using (town)`, [...range, randomBytes(29 + Buffer.byteLength(WORDS)), randomBytes(32)])
    await owner.query(`insert into record_person (record, cell, place, station, served_place, dossier, file, person, kind, occurred_on, worker, contract, mode, item, result, age, sex, risk, tags)
      select ${idIn('record', 'i')}, f.cell, f.town, f.station, f.place, f.id, f.id, f.person, kind, day, f.worker, c.contract, ${MODE}, item, ${RESULT}, extract(year from age(day, f.birth_on)), f.sex, f.risk, f.tags
      from (${NUMBERED}) r join bench_file f using (n) join bench_contract c using (town) where kind <> 'task'`, range)
  }
}

/** What merging every change would have come to. */
export async function fillFigures(owner: Client, plan: Plan): Promise<void> {
  const columns = 'cell, place, station, served_place, day, measure, mode, result, item, tag, worker, contract, n, heads, households, minutes'
  await owner.query(`insert into tally_day (${columns})
    select cell, place, station, served_place, occurred_on, kind, mode, case when kind = 'task' then case when in_contract then 'in-contract' else 'outside-contract' end else coalesce(result, '') end,
      item, '', worker, contract, count(*), sum(heads), sum(households), sum(minutes) from record group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12`)
  await owner.query(`insert into tally_day (${columns})
    select cell, place, station, served_place, occurred_on, kind, mode, coalesce(result, ''), item, t, worker, contract, count(*), count(*), count(*), sum(15)
    from record_person, unnest(tags) t group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12`)
  await owner.query(`insert into need (id, cell, place, station, served_place, dossier, file, person, found_on, source, words_sealed, item, urgency, answer, due_on, state, outcome, unmet_why, closed_on, tags,
      contract, worker, worker_name, digest, recorded_at)
    select ${idIn('need', 'i')}, f.cell, f.town, f.station, f.place, f.id, f.id, f.person, day, 'visit', $5, '', 'normal', 'undecided', day + 30, state, case when state = 'closed' then 'met' end, null,
      case when state = 'closed' then least(day + 20, $4::date) end, f.tags, c.contract, f.worker, '社工', $6, day + time '17:00'
    from (select i, (array['open', 'in-hand', 'closed', 'closed'])[1 + i % 4] as state, $4::date - (hashint4(i + 2) & 2147483647) % 420 as day,
        case when i <= ${SAME.needs} then i else ${SAME.residents} + 1 + ((i - ${SAME.needs} - 1)::int8 % ($3::int8 - ${SAME.residents}))::int4 end as n from generate_series($1::int4, $2::int4) i) r
    join bench_file f using (n) join bench_contract c using (town)`,
  [1, Math.max(SAME.needs * 2, Math.round(plan.records / 20)), plan.residents, plan.today, randomBytes(29 + Buffer.byteLength(WORDS)), randomBytes(32)])
}

/** One open duty per file, after its last contact; and real words where the lists that are measured open them. */
export async function fillDuties(owner: Client, plan: Plan, cellKeys: CellKeys): Promise<void> {
  await owner.query(`insert into duty (id, cell, place, station, dossier, file, cycle_days, monthly, basis, last_on, last_record, last_mode, last_result, show_from, due_on, worker, opened_on)
    select ${idIn('duty', 'f.n')}, f.cell, f.place, f.station, f.id, f.id, 30, false, 'risk-' || f.risk, l.occurred_on, l.record, l.mode, l.result,
      coalesce(l.occurred_on, $1::date - 60) + 24, coalesce(l.occurred_on, $1::date - 60) + 30, f.worker, $1::date - 420
    from bench_file f left join (select distinct on (file) file, record, occurred_on, mode, result from record_person where kind in ('visit', 'call') order by file, occurred_on desc, record desc) l on l.file = f.id`,
  [plan.today])
  for (const { station, cell } of plan.towns.slice(0, OPENED_TOWNS + 1)) await sealLastWords(owner, station, cellKeys.get(cell)!)
}

/** The first people on a station's list: their last words really are sealed under their own key. */
async function sealLastWords(owner: Client, station: string, cellKey: Buffer) {
  const { rows } = await owner.query<{ record: string; file: string; wrapped: Buffer }>(`
    select d.last_record as record, d.file, k.wrapped from duty d join data_key k on k.id = d.file join record r on r.id = d.last_record and r.words_sealed is not null
    where d.station = $1 order by d.due_on, d.place, d.id limit ${MOST_OPENED}`, [station])
  const sealed = rows.map(({ record, file, wrapped }) => sealWith(1, openWith(cellKey, wrapped, `data_key ${file}`), Buffer.from(WORDS), aboutWords(record)))
  await owner.query('update record r set words_sealed = s.sealed from unnest($1::uuid[], $2::bytea[]) s (id, sealed) where r.id = s.id', [rows.map(({ record }) => record), sealed])
}
