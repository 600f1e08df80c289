import { randomUUID } from 'node:crypto'
import type { Role } from '#api/roles.ts'
import { buildApp } from '#server/app.ts'
import { codeToUse, hashPassword, hashPin, makeTotpSecret, sealTotp } from '#server/modules/accounts/index.ts'
import type { PushSettings } from '#server/platform/config.ts'
import { machineClock } from '#server/platform/clock.ts'
import { openLog } from '#server/platform/log.ts'
import { PLACES, startTown } from '#tests/support/town.ts'

export const PASSWORD = '竹杖芒鞋轻胜马谁怕'
export const PIN = '2580'

/** The twentieth of the coming month: a browser throws cookies of the past away, and stories want room before and after in their month. */
const [year, month] = machineClock.today().split('-').map(Number) as [number, number]
/** A day by its distance from the day of the stories. */
export const day = (offset: number): string => new Date(Date.UTC(year, month, 20 + offset)).toISOString().slice(0, 10)
export const TODAY = day(0)
/** The month of the stories, and those around it. */
export const monthOf = (offset: number): string => new Date(Date.UTC(year, month + offset, 1)).toISOString().slice(0, 7)

export interface Person { account: string; post: string; name: string; signInName: string; role: Role }
export type House = Awaited<ReturnType<typeof openHouse>>

/** A town with the built web before it: people have a password, a rolling code and a PIN, and sign in as people do. */
export async function openHouse({ demo = false, today = `${TODAY}T10:00:00+08:00`, pages = process.env.WULIAN_WEB ?? 'web/dist', push = { contact: undefined, services: [] } as PushSettings } = {}) {
  const town = await startTown({ today })
  const { database, clock, keys, dataFolder, owner } = town
  const app = await buildApp({ database, clock, keys, log: openLog('silent'), dataFolder, demo, loopback: true, pages, push })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const [password, pin] = [await hashPassword(keys, PASSWORD), await hashPin(keys, PIN)]
  const secrets = new Map<string, string>()

  /** Gives an account of the town a name and what it needs to sign in. */
  const welcome = async (who: { account: string; post: string; role: Role }, name: string): Promise<Person> => {
    const totp = makeTotpSecret()
    secrets.set(who.account, totp)
    await owner.query('update account set name = $2 where id = $1', [who.account, name])
    await owner.query(`insert into account_secret (account, password_hash, pin_hash, totp_sealed) values ($1, $2, $3, $4) on conflict (account) do update set password_hash = $2, pin_hash = $3, totp_sealed = $4`,
      [who.account, password, pin, sealTotp(keys, who.account, totp)])
    const { rows } = await owner.query('select sign_in_name from account where id = $1', [who.account])
    return { account: who.account, post: who.post, name, signInName: rows[0].sign_in_name, role: who.role }
  }

  return {
    town, app, url, welcome,
    /** Somebody new with one post. */
    hire: async (role: Role, place: number, station: { id: string } | null, name: string) => welcome(await town.addPost(role, place, station?.id ?? null), name),
    /** What the authenticator shows. The clock of a town stands still: it moves a minute, so that each code is fresh. */
    code: async (who: { account: string }): Promise<string> => {
      clock.set(new Date(clock.now().getTime() + 60_000).toISOString())
      const { rows } = await owner.query('select totp_last_step from account_secret where account = $1', [who.account])
      return codeToUse(secrets.get(who.account)!, Number(rows[0].totp_last_step), clock.now()).code
    },
    /** Done through the door, as somebody would. */
    must: async (who: { account: string; post: string }, method: 'PUT' | 'POST', path: string, body: object) => {
      const answer = await town.ask(who, method, path, body)
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body
    },
    async close() {
      await app.close()
      await town.stop()
    },
  }
}

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨']
const GIVEN = ['秀英', '桂兰', '建国', '玉珍', '德明', '淑华', '国强', '凤仙', '光荣', '翠芬']
/** The n-th invented name; no two alike below 160. */
export const nameOf = (n: number): string => `${SURNAMES[n % SURNAMES.length]}${GIVEN[Math.floor(n / SURNAMES.length) % GIVEN.length]}`

export interface Listed { id: string; name: string }

/** Elders who live alone, entered by their worker, never visited: every one of them is due. */
export async function enrol(house: House, who: Person, count: number, { first = 0, village = PLACES.eastVillage as number, openedOn = `${monthOf(-2)}-02`, name = nameOf } = {}): Promise<Listed[]> {
  const listed: Listed[] = []
  for (let n = first; n < first + count; n++) {
    const one = { id: randomUUID(), name: name(n) }
    await house.must(who, 'PUT', `/residents/${one.id}`, {
      place: village, name: one.name, sex: n % 2 ? 1 : 2, birthOn: `19${38 + (n % 12)}-0${1 + (n % 9)}-11`, phone: `1390812${String(1000 + n)}`, address: '二组 17 号', whyServed: '独居', worker: who.account, openedOn,
      risk: n % 9 === 4 ? 'orange' : 'blue', tags: [{ id: randomUUID(), tag: 'lives-alone' }, ...(n % 3 === 0 ? [{ id: randomUUID(), tag: 'dibao' }] : [])],
    })
    listed.push(one)
  }
  return listed
}

export interface Contact { occurredOn?: string; words?: string; result?: string; kind?: 'visit' | 'call' }
/** A visit or call that was recorded some day. */
export const contact = async (house: House, who: Person, file: string, { occurredOn = day(-8), words = '', result = 'normal', kind = 'visit' }: Contact = {}): Promise<string> => {
  const id = randomUUID()
  await house.must(who, 'PUT', `/records/${id}`, { kind, occurredOn, minutes: 10, files: [file], mode: kind === 'visit' ? 'home' : 'phone', result, words })
  return id
}
