import { createHash, randomBytes } from 'node:crypto'
import type { Client } from 'pg'
import { cellOf, reachOf } from '#server/modules/places/index.ts'
import { addDays } from '#server/platform/days.ts'
import { Keyring, sealWith } from '#server/platform/keys/index.ts'
import { MASTER_KEY } from '../support/cluster.ts'
import { idOf } from './ids.ts'
import { everybody, type Plan } from './plan.ts'

/** Keys of the cells, to wrap the keys of files with. */
export type CellKeys = ReadonlyMap<number, Buffer>

const TARGETS: [string, string, string, number][] = [
  ['visits-all', '走访探访', '人次', 4200], ['visits-home', '其中：上门', '人次', 2800], ['files-new', '新增建档', '人', 320], ['needs-found', '需求收集', '件', 120], ['needs-met', '需求解决', '件', 90],
  ['consultations', '咨询', '人次', 160], ['activities', '社区活动', '场', 48], ['activity-attendance', '活动人次', '人次', 2000], ['publicity-events', '政策宣传', '场', 12],
  ['assistance-applications', '协助申请救助', '人次', 40], ['service-hours', '专业服务工时', '小时', 1800], ['people-served', '服务人数', '人', 600],
]

/** Stations, contracts, posts with open sessions, and the keys of cells and stations. */
export async function buildNetwork(owner: Client, plan: Plan): Promise<CellKeys> {
  await owner.query(`insert into installation (demo, ready, began_on) values (true, true, $1)`, [plan.today])
  const keys = await makeCellKeys(owner, [...new Set(plan.counties.map(({ place }) => cellOf(place)))])
  for (const { place, station } of plan.counties) await addStation(owner, keys, { id: station, place, tier: 'general', name: `${place} 总站`, guide: null })
  for (const town of plan.towns) {
    const guide = plan.counties.find(({ place }) => cellOf(place) === town.cell)!.station
    await addStation(owner, keys, { id: town.station, place: town.place, tier: 'township', name: `${town.name}社会工作服务站`, guide })
  }
  await signContracts(owner, plan)
  for (const { account, post, cookie, role, name, place, station, cell } of everybody(plan)) {
    await owner.query('insert into account (id, cell, place, name, sign_in_name) values ($1, $2, $3, $4, $5)', [account, cell, place, name, `b${account.replaceAll('-', '').slice(0, 20)}`])
    const { from, to } = reachOf(place)
    await owner.query('insert into post (id, cell, place, account, role, station, title, reach, from_on) values ($1, $2, $3, $4, $5, $6, $5, $7, $8)',
      [post, cell, place, account, role, station, `{${from},${to}}`, addDays(plan.today, -800)])
    await owner.query(`insert into session (id, token_hash, account, post, stage, device_name, made_at, seen_at, ends_at, lock_minutes)
      values (gen_random_uuid(), $1, $2, $3, 'open', 'bench', now(), now(), now() + interval '400 days', 10000000)`, [createHash('sha256').update(cookie).digest(), account, post])
  }
  return keys
}

async function makeCellKeys(owner: Client, cells: readonly number[]): Promise<CellKeys> {
  const keyring = new Keyring(MASTER_KEY)
  const keys = new Map<number, Buffer>()
  for (const cell of cells) {
    const key = randomBytes(32)
    keys.set(cell, key)
    await owner.query(`insert into data_key (id, cell, place, dossier, kind, suite, wrapped, wrapped_by) select i, $1, $2, i, 'cell', 1, $3, 'master 1' from gen_random_uuid() i`,
      [cell, cell * 1_000_000, sealWith(1, keyring.derive('cell keys'), key, `cell ${cell}`)])
  }
  return keys
}

async function addStation(owner: Client, keys: CellKeys, { id, place, tier, name, guide }: { id: string; place: number; tier: string; name: string; guide: string | null }) {
  const cell = cellOf(place)
  await owner.query(`insert into station (id, cell, place, tier, name, guided_by, opened_on) values ($1, $2, $3, $4, $5, $6, '2021-07-01')`, [id, cell, place, tier, name, guide])
  await owner.query(`insert into data_key (id, cell, place, dossier, kind, suite, wrapped, wrapped_by) values ($1, $2, $3, $1, 'station', 1, $4, $5)`,
    [id, cell, place, sealWith(1, keys.get(cell)!, randomBytes(32), `data_key ${id}`), `cell ${cell}`])
}

/** One running contract per town, with the twelve lines of a month report. */
async function signContracts(owner: Client, { towns, counties, today }: Plan) {
  for (const { place, station } of counties) {
    await owner.query(`insert into organisation (id, cell, place, name, kind) values ($1, $2, $3, '县民政局', 'department')`, [station, cellOf(place), place])
  }
  const [from, until] = [addDays(today, -500), addDays(today, 200)]
  for (const { place, cell, contract, station, name } of towns) {
    const county = counties.find((one) => cellOf(one.place) === cell)!
    await owner.query(`insert into contract (id, cell, place, title, purchaser, agency, from_on, until_on, amount_fen) values ($1, $2, $3, $4, $5, $5, $6, $7, 20000000)`,
      [contract, cell, county.place, `${name}社会工作服务项目`, county.station, from, until])
    await owner.query('insert into contract_station (id, cell, place, contract, station, from_on, until_on) values (gen_random_uuid(), $1, $2, $3, $4, $5, $6)', [cell, place, contract, station, from, until])
    for (const [n, [indicator, title, unit, target]] of TARGETS.entries()) {
      await owner.query('insert into contract_indicator (id, cell, place, contract, position, indicator, title, unit, target) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        [idOf('line', `${place} ${n}`), cell, county.place, contract, n, indicator, title, unit, target])
    }
  }
}
