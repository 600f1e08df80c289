import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { inject } from 'vitest'
import type { Role } from '#api/roles.ts'
import { buildApp } from '#server/app.ts'
import { settableClock } from '#server/platform/clock.ts'
import { openDatabase } from '#server/platform/database/index.ts'
import { Keyring, sealWith } from '#server/platform/keys/index.ts'
import { openLog } from '#server/platform/log.ts'
import { urlFor } from '#server/platform/postgres/migrate.ts'
import { TEST_MASTER_KEY } from './global-setup.ts'

/** Miyi county: Panlian town with two villages, and Salian town with one. */
export const PLACES = {
  city: 510400000000, county: 510421000000, otherCounty: 510422000000,
  east: 510421100000, eastVillage: 510421100201, eastVillage2: 510421100202, west: 510421101000, westVillage: 510421101201, far: 510422100000,
} as const

const widthOf = (place: number) => (place % 1_000_000 === 0 ? (place % 100_000_000 === 0 ? 99_999_999 : 999_999) : place % 1000 === 0 ? 999 : 0)
export const reachOf = (place: number): [number, number] => [place, place + widthOf(place)]
export const cellOf = (place: number) => Math.floor(place / 1_000_000)

export type Town = Awaited<ReturnType<typeof startTown>>

/**
 * A database of its own with a county, two town stations, a room, and people to ask as. Facts are written by the owner, past
 * all rules, so that tests can set any scene; requests go through the door.
 */
export async function startTown({ today = '2026-05-20T10:00:00+08:00', trustRoles = false } = {}) {
  const adminUrl = inject('adminUrl')
  const name = `town_${randomUUID().replaceAll('-', '')}`
  const server = new Client({ connectionString: adminUrl })
  await server.connect()
  await server.query(`create database ${name} template ${inject('template')}`)
  const ownerUrl = new URL(adminUrl)
  ownerUrl.pathname = `/${name}`
  const owner = new Client({ connectionString: ownerUrl.href })
  await owner.connect()
  const database = openDatabase({ url: urlFor('wulian_app', ownerUrl.href, TEST_MASTER_KEY), poolSize: 8 })
  const clock = settableClock(today)
  const keys = new Keyring(TEST_MASTER_KEY)
  const dataFolder = mkdtempSync(join(tmpdir(), 'wulian-town-'))
  const app = await buildApp({ database, clock, keys, log: openLog('silent'), dataFolder, trustRoles })
  const people = await scene(owner, clock.today())
  const tokens = new Map<string, string>()

  /** Headers that speak as this account from this post, through a real session. */
  const as = async (who: { account: string; post: string }) => {
    let token = tokens.get(who.account)
    if (!token) {
      token = randomBytes(24).toString('base64url')
      tokens.set(who.account, token)
      await owner.query(`insert into session (id, token_hash, account, stage, device_name, made_at, seen_at, ends_at, lock_minutes)
        values ($1, $2, $3, 'open', 'test', $4, $4, $4::timestamptz + interval '400 days', 10000000)`,
      [randomUUID(), createHash('sha256').update(token).digest(), who.account, clock.now()])
    }
    return { cookie: `__Host-wulian=${token}`, 'x-wulian-post': who.post }
  }
  const ask = async (who: { account: string; post: string }, method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object, headers = {}) => {
    const answer = await app.inject({ method, url: `/api/v1${url}`, headers: { ...(await as(who)), ...headers }, ...(payload && { payload }) })
    return { status: answer.statusCode, body: answer.body ? (JSON.parse(answer.body) as any) : undefined, headers: answer.headers }
  }
  return {
    app, database, owner, clock, keys, as, ask, dataFolder, ...people,
    /** Signs in as wulian_listener, as jobs and deliverers do. */
    appUrl: urlFor('wulian_app', ownerUrl.href, TEST_MASTER_KEY), listenerUrl: urlFor('wulian_listener', ownerUrl.href, TEST_MASTER_KEY), ownerUrl: ownerUrl.href,
    addPost: (role: Role, place: number, station?: string | null) => addPost(owner, role, place, station ?? null, clock.today()),
    addFile: (station: { id: string; place: number }, place: number, change: FileChange = {}) => addFile(owner, station, place, change),
    addStation: (place: number, tier: string, title: string, guidedBy: string | null = null) => addStation(owner, place, tier, title, guidedBy),
    async stop() {
      await app.close()
      await database.destroy()
      await owner.end()
      rmSync(dataFolder, { recursive: true, force: true })
      await server.query(`drop database ${name} with (force)`)
      await server.end()
    },
  }
}

async function scene(owner: Client, today: string) {
  const place = (code: number, title: string, level: string, parent: number | null) =>
    owner.query(`insert into place (code, name, level, parent, edition) values ($1, $2, $3, $4, 'test')`, [code, title, level, parent])
  await place(510000000000, '四川省', 'province', null)
  await place(PLACES.city, '攀枝花市', 'city', 510000000000)
  await place(PLACES.county, '米易县', 'county', PLACES.city)
  await place(PLACES.otherCounty, '盐边县', 'county', PLACES.city)
  await place(PLACES.east, '攀莲镇', 'township', PLACES.county)
  await place(PLACES.eastVillage, '水塘村', 'village', PLACES.east)
  await place(PLACES.eastVillage2, '贤家村', 'village', PLACES.east)
  await place(PLACES.west, '撒莲镇', 'township', PLACES.county)
  await place(PLACES.westVillage, '禹王宫村', 'village', PLACES.west)
  await place(PLACES.far, '桐子林镇', 'township', PLACES.otherCounty)
  const general = await addStation(owner, PLACES.county, 'general', '米易县社会工作服务总站', null)
  const east = await addStation(owner, PLACES.east, 'township', '攀莲镇社会工作服务站', general.id)
  const west = await addStation(owner, PLACES.west, 'township', '撒莲镇社会工作服务站', general.id)
  const room = await addStation(owner, PLACES.eastVillage, 'room', '水塘村社会工作服务室', east.id)
  const far = await addStation(owner, PLACES.far, 'township', '桐子林镇社会工作服务站', null)
  const post = (role: Role, at: number, station: string | null) => addPost(owner, role, at, station, today)
  return {
    stations: { general, east, west, room, far },
    workers: {
      east: await post('worker', PLACES.east, east.id), head: await post('station_head', PLACES.east, east.id), west: await post('worker', PLACES.west, west.id),
      far: await post('worker', PLACES.far, far.id), cadre: await post('village_cadre', PLACES.eastVillage, room.id),
      supervisor: await post('general_supervisor', PLACES.county, general.id), township: await post('township_office', PLACES.east, null),
      county: await post('county_bureau', PLACES.county, null), city: await post('city_bureau', PLACES.city, null),
      manager: await post('agency_manager', PLACES.east, null), auditor: await post('auditor', PLACES.county, null),
      administrator: await post('administrator', PLACES.county, null),
    },
  }
}

const cellKeys = new Map<number, Buffer>()

/** A key as the keyring would make it, written past the rules. */
async function addKey(owner: Client, id: string, kind: 'file' | 'station', place: number) {
  const cell = cellOf(place)
  const keyring = new Keyring(TEST_MASTER_KEY)
  let cellKey = cellKeys.get(cell)
  if (!cellKey) {
    cellKey = randomBytes(32)
    cellKeys.set(cell, cellKey)
  }
  await owner.query(`insert into data_key (id, cell, place, dossier, kind, suite, wrapped, wrapped_by) values ($1, $2, $3, $1, 'cell', 1, $4, 'master 1') on conflict do nothing`,
    [randomUUID(), cell, cell * 1_000_000, sealWith(1, keyring.derive('cell keys'), cellKey, `cell ${cell}`)])
  await owner.query(`insert into data_key (id, cell, place, dossier, kind, suite, wrapped, wrapped_by) values ($1, $2, $3, $1, $4, 1, $5, $6)`,
    [id, cell, place, kind, sealWith(1, cellKey, randomBytes(32), `data_key ${id}`), `cell ${cell}`])
}

async function addStation(owner: Client, place: number, tier: string, title: string, guidedBy: string | null) {
  const id = randomUUID()
  await owner.query(`insert into station (id, cell, place, tier, name, guided_by, opened_on) values ($1, $2, $3, $4, $5, $6, '2021-06-01')`,
    [id, cellOf(place), place, tier, title, guidedBy])
  await addKey(owner, id, 'station', place)
  return { id, place, name: title }
}

async function addPost(owner: Client, role: Role, place: number, station: string | null, today: string) {
  const [account, post] = [randomUUID(), randomUUID()]
  await owner.query(`insert into account (id, cell, place, name, sign_in_name) values ($1, $2, $3, $4, $5)`,
    [account, cellOf(place), place, `${role}`, `t${account.replaceAll('-', '').slice(0, 12)}`])
  await owner.query(`insert into post (id, cell, place, account, role, station, title, reach, from_on) values ($1, $2, $3, $4, $5, $6, $5, $7, $8::date - 30)`,
    [post, cellOf(place), place, account, role, station, `{${reachOf(place).join(',')}}`, today])
  return { account, post, role, place, station }
}

export interface FileChange {
  name?: string
  birthOn?: string | null
  sex?: number
  risk?: string
  tags?: string[]
  isProtected?: boolean
  worker?: string
}

async function addFile(owner: Client, station: { id: string }, place: number, change: FileChange) {
  const [id, person] = [randomUUID(), randomUUID()]
  const { name = '王秀英', birthOn = '1944-03-08', sex = 2, risk = 'blue', tags = [], isProtected = false, worker = null } = change
  await owner.query('insert into person (id) values ($1)', [person])
  await owner.query(`insert into resident_file (id, cell, place, station, dossier, protected, person, name, name_sort, sex, birth_on, risk, worker, opened_on)
    values ($1, $2, $3, $4, $1, $5, $6, $7, $7, $8, $9, $10, $11, '2025-01-05')`, [id, cellOf(place), place, station.id, isProtected, person, name, sex, birthOn, risk, worker])
  for (const tag of tags) {
    await owner.query(`insert into resident_tag (id, cell, place, station, dossier, protected, file, tag, source, from_on) values ($1, $2, $3, $4, $5, $6, $5, $7, 'survey', '2025-01-05')`,
      [randomUUID(), cellOf(place), place, station.id, id, isProtected, tag])
  }
  await addKey(owner, id, 'file', place)
  if (isProtected) await owner.query('update data_key set protected = true where id = $1', [id])
  return { id, person, place, name }
}
