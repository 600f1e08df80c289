import { Client } from 'pg'
import { findRunning } from '#server/platform/postgres/embedded.ts'
import { Keyring } from '#server/platform/keys/index.ts'
import { hashWith, tokensOf } from '#server/modules/residents/rules/tokens.ts'
import { urlFor } from '#server/platform/postgres/migrate.ts'
import { MASTER_KEY } from '../support/cluster.ts'
const admin = findRunning('/tmp/bench-big/postgres')!
const db = process.argv[2]!
const c = new Client({ connectionString: urlFor('wulian_app', admin(db), MASTER_KEY) })
await c.connect()
const o = new Client({ connectionString: admin(db) }); await o.connect()
const st = (await o.query(`select station, place from record where place = (select place from station where tier='township' order by place offset 1 limit 1) limit 1`)).rows[0]
const [p0, p1] = [Number(st.place), Number(st.place) + 999]
await c.query(`begin; set local app.account='00000000-0000-0000-0000-000000000000'; set local app.post='00000000-0000-0000-0000-000000000000'; set local app.role='worker'; set local app.writes='on'; set local app.audits='off'; set local app.reach_from1='${p0}'; set local app.reach_to1='${p1}'; set local app.people_from1='${p0}'; set local app.people_to1='${p1}'`)
const cols = `r.id, r.version, r.kind, r.occurred_on, r.station, coalesce(s.name, '') as sn, r.served_place, coalesce(l.name, '') as ln, r.worker_name, coalesce(p.people, '[]') as people`
const look = (a: string, cased: boolean) => cased ? `(case when not ${a}.protected and ${a}.place between ${p0} and ${p1} then true else false end)` : `(not ${a}.protected and ${a}.place between ${p0} and ${p1})`
const joins = (cased: boolean) => `left join station s on s.id = r.station left join place l on l.code = r.served_place left join lateral (
  select json_agg(json_build_object('file', o.file, 'name', coalesce(o.name, ''))) as people from (
    select q.file, f.name from record_person q left join resident_file f on f.id = q.file and ${look('f', cased)} where q.record = r.id and ${look('q', cased)} order by f.name_sort, q.file limit 30) o) p on true`
const order = 'order by r.occurred_on desc, r.id desc limit 51'
const variants: Record<string, string> = {
  asItIs: `select ${cols} from record r ${joins(false)} where ${look('r', false)} and r.station = '${st.station}' ${order}`,
  pageFirst: `select ${cols} from (select * from record r where ${look('r', false)} and r.station = '${st.station}' ${order}) r ${joins(false)} order by r.occurred_on desc, r.id desc`,
  cased: `select ${cols} from record r ${joins(true)} where ${look('r', true)} and r.station = '${st.station}' ${order}`,
  both: `select ${cols} from (select * from record r where ${look('r', true)} and r.station = '${st.station}' ${order}) r ${joins(true)} order by r.occurred_on desc, r.id desc`,
}
for (const [name, text] of Object.entries(variants)) {
  const took = []
  for (let n = 0; n < 5; n++) { const s = performance.now(); await c.query(text); took.push(performance.now() - s) }
  console.log(name, took.map((t) => t.toFixed(1)).join(' '))
}
const took = []
const plain = `select ${cols} from record r ${joins(false)} where r.station = '${st.station}' ${order}`
for (let n = 0; n < 5; n++) { const s = performance.now(); await o.query(plain); took.push(performance.now() - s) }
console.log('superuser', took.map((t) => t.toFixed(1)).join(' '))
await c.end(); await o.end()
