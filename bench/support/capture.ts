import { Client } from 'pg'
import { buildApp } from '#server/app.ts'
import { machineClock } from '#server/platform/clock.ts'
import { openDatabase } from '#server/platform/database/index.ts'
import { Keyring } from '#server/platform/keys/index.ts'
import { openLog } from '#server/platform/log.ts'
import type { Speaker } from '../city/plan.ts'
import { type Cluster, MASTER_KEY } from './cluster.ts'
import { headersOf, timed } from './http.ts'

/** One round trip of a request, as the product sent it. */
export interface Sent {
  text: string
  values: unknown[]
  /** The server keeps it on its connection under this name. */
  name?: string
}

export interface Eavesdropper {
  /** Makes a request once to warm every cache, then again with what `again` gives, and tells what went to the database from begin to commit. */
  statementsOf(who: Speaker, method: 'PUT' | 'POST', request: () => { url: string; payload: object }): Promise<{ sent: Sent[]; url: string; body: any }>
  /** Milliseconds of the middle one of so many requests in this process, from the first header to the last byte, without a socket. */
  time(who: Speaker, method: 'PUT' | 'POST', request: () => { url: string; payload: object }, times: number): Promise<number>
  stop(): Promise<void>
}

/** The product in this process, on `database`, with its statements overheard. `oneLayer`: without the service's own look at who may see; `asOwner`: without any policy either. */
export async function eavesdrop(cluster: Cluster, database: string, { oneLayer = false, asOwner = false } = {}): Promise<Eavesdropper> {
  const pool = openDatabase({ url: asOwner ? cluster.adminUrl(database) : cluster.appUrl(database), poolSize: 2 })
  const app = await buildApp({ database: pool, clock: machineClock, keys: new Keyring(MASTER_KEY), log: openLog('silent'), dataFolder: cluster.folder, trustRoles: oneLayer })
  const prototype = Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const ask = async (who: Speaker, method: 'PUT' | 'POST', request: () => { url: string; payload: object }) => {
    const { url, payload } = request()
    const answer = await app.inject({ method, url: `/api/v1${url}`, headers: headersOf(who), payload })
    if (answer.statusCode !== 200) throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body.slice(0, 300)}`)
    return { url, body: JSON.parse(answer.body) as unknown }
  }
  return {
    time: (who, method, request, times) => timed(() => ask(who, method, request), { times }),
    async statementsOf(who, method, request) {
      const once = () => ask(who, method, request)
      await once()
      const heard = new Map<unknown, Sent[]>()
      const real = prototype.query
      prototype.query = function query(...args) {
        const said = typeof args[0] === 'string' ? { text: args[0], values: args[1] } : (args[0] as Partial<Sent>)
        if (typeof said.text === 'string') heard.set(this, [...(heard.get(this) ?? []), { ...said, text: said.text, values: Array.isArray(said.values) ? said.values : [] }])
        return real.apply(this, args)
      }
      try {
        const found = await once()
        const sent = [...heard.values()].find((statements) => statements[0]?.text === 'begin' && statements.at(-1)?.text === 'commit')
        if (!sent) throw new Error(`no transaction was heard: ${[...heard.values()].map((all) => all.map(({ text }) => text.slice(0, 30))).join(' | ')}`)
        return { sent, ...found }
      } finally {
        prototype.query = real
      }
    },
    async stop() {
      await app.close()
      await pool.destroy()
    },
  }
}
