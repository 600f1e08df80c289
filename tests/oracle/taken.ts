import { sentenceOf } from '#server/platform/refusal.ts'
import { send, sees } from './judge.ts'
import type { Service } from './layers.ts'
import type { RoutePost, RouteRow, RouteWorld } from './route-world.ts'
import { ROUTES } from './routes.ts'
import { of, reaches } from './routes/entry.ts'
import { ownIds, writers } from './writes.ts'

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const PLAIN = JSON.stringify({ code: 'post.may-not', sentence: sentenceOf('post.may-not', {}, 'zh'), details: {} })
type Asked = { url: string; body?: object; headers?: Record<string, string>; payload?: Buffer }

const textOf = ({ url, body, payload }: Asked) => `${url} ${JSON.stringify(body ?? {})} ${payload?.toString('latin1') ?? ''}`
/** Ids a request makes up: those that are other ones when it is made again. */
const madeUp = (one: Asked, again: Asked) => [...new Set(textOf(one).match(UUID))].filter((id) => !textOf(again).includes(id) && !one.headers?.['content-type']?.includes(id))
const withId = (asked: Asked, from: string, to: string): Asked => ({
  ...asked, url: asked.url.replaceAll(from, to), ...(asked.body && { body: JSON.parse(JSON.stringify(asked.body).replaceAll(from, to)) }),
  ...(asked.payload && { payload: Buffer.from(asked.payload.toString('latin1').replaceAll(from, to), 'latin1') }),
})

/** One row of each table that this post does not see; of people also one that is hidden within reach. First those of the table that the route is named after. */
function unseen(world: RouteWorld, post: RoutePost, key: string): Pick<RouteRow, 'table' | 'id'>[] {
  const rows = [...new Set(world.rows.map(({ table }) => table))].flatMap((table) => {
    const hidden = of(world, table).filter((row) => !sees(world, post, row, [row.dossier]) && row.id !== post.account)
    return [hidden.find((row) => !reaches(post, row.place)), hidden.find((row) => reaches(post, row.place))].filter((row) => row !== undefined)
  })
  const stranger = world.posts.find((one) => !reaches(post, one.place))
  const nearness = ({ table }: { table: string }) => (key.replaceAll('-', '_').includes(table.slice(0, 10)) ? table.length : 0)
  return [...rows, ...(stranger ? [{ table: 'post', id: stranger.id }] : [])].sort((a, b) => nearness(b) - nearness(a))
}

/**
 * Every write that makes up an id is tried with the id of something its sender does not see, of every table. It is answered as with an
 * id nobody has, or with the plainest no of all. Gives the routes where that no was met.
 */
export async function takeIds(world: RouteWorld, service: Service): Promise<{ tried: number; met: Set<string>; wrong: string[] }> {
  const wrong: string[] = []
  const met = new Set<string>()
  const spent = new Set<string>()
  let tried = 0
  for (const [key, entry] of Object.entries(ROUTES)) {
    const ask = entry.write?.fresh ?? entry.write?.ask
    if (!ask) continue
    const posts = writers(world, entry).filter((post) => post.place === 510421100000 || post.place === 510421000000).filter((post) => entry.write!.by?.(post) ?? true)
    // One is enough when the id was in the way of it; not every post may do all that its role may.
    for (const [post, nth] of posts.flatMap((one) => Array.from({ length: MAKING.includes(key) ? 10 : 1 }, (_, n) => [one, n] as const))) {
      if (met.has(key)) break
      const ids = await ownIds(world, post, nth)
      const made = madeUp(ask(ids, post), ask(ids, post)).length
      for (let slot = 0; slot < made; slot++) {
        // Not every resident has what a write is about: others are tried with the nearest rows only.
        for (const { table, id } of unseen(world, post, key).slice(0, nth === 0 ? undefined : 3)) {
          const asked = ask(ids, post)
          const said = await send(service.app, post, key.split(' ')[0]!, withId(asked, madeUp(asked, ask(ids, post))[slot]!, id))
          tried++
          if (said.status === 403 && said.text === PLAIN) { met.add(key); continue }
          if (said.status < 300) { spent.add(id); continue }
          // A record of his own already lies under it, from a try before this one.
          if (said.status === 409 && spent.has(id)) continue
          const fresh = await send(service.app, post, key.split(' ')[0]!, ask(ids, post))
          if (process.env.ORACLE_TELL) console.info(key, post.role, post.reach.join(), said.text.slice(0, 120))
          const bare = (text: string) => text.replace(UUID, 'id')
          if (said.status !== fresh.status || bare(said.text) !== bare(fresh.text)) wrong.push(`${key} as ${post.role} ${post.reach} under the id of a ${table}: ${said.status} ${said.text.slice(0, 140)}, made up: ${fresh.status} ${fresh.text.slice(0, 140)}`)
        }
      }
    }
  }
  return { tried, met, wrong }
}

/** Routes that put something new under an id of the sender's making. */
export const MAKING = Object.keys(ROUTES).filter((key) => /^PUT .*\/:id$/.test(key))
