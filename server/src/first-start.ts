import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { hashPassword, makeOneTimePassword } from './modules/accounts/index.ts'
import { cellOf, reachOf } from './modules/places/index.ts'
import { seedDemo } from './demo/seed.ts'
import type { DemoParts } from './demo/stage.ts'

export type Installation = { demo: boolean; ready: boolean; packsRead: string | null }

/** What the first start of this database made of it; undefined before. */
export async function findInstallation(owner: Client): Promise<Installation | undefined> {
  return (await owner.query<Installation>('select demo, ready, packs_read as "packsRead" from installation')).rows[0]
}

/** Makes an empty database a demo town, or an empty service with one administrator whose password is shown this once. */
export async function beginInstallation(parts: DemoParts, demo: boolean, divisions: string, say: (line: string) => void): Promise<Installation> {
  const { owner, today } = parts
  await owner.query('insert into installation (demo, ready, began_on) values ($1, false, $2)', [demo, today])
  if (demo) await seedDemo(parts, say)
  else await addFirstAdministrator(parts, divisions, say)
  await owner.query('update installation set ready = true')
  return { demo, ready: true, packsRead: null }
}

async function addFirstAdministrator({ owner, keys, today }: DemoParts, divisions: string, say: (line: string) => void) {
  const place = Number(divisions.padEnd(12, '0'))
  const [account, post, password] = [randomUUID(), randomUUID(), makeOneTimePassword()]
  const { from, to } = reachOf(place)
  await owner.query(`insert into account (id, cell, place, name, sign_in_name) values ($1, $2, $3, '系统管理员', 'admin')`, [account, cellOf(place), place])
  await owner.query('insert into account_secret (account, password_hash, must_change) values ($1, $2, true)', [account, await hashPassword(keys, password)])
  await owner.query(`insert into post (id, cell, place, account, role, title, reach, from_on) values ($1, $2, $3, $4, 'administrator', '系统管理员', $5, $6)`,
    [post, cellOf(place), place, account, `{${from},${to}}`, today])
  say(`第一个账号 First account: admin ${password}（只显示这一次，登录后请修改 shown once; change it after signing in）`)
}
