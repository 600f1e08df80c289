import { createHash, timingSafeEqual } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { sql } from 'kysely'
import { Refusal } from '../refusal.ts'
import { openMetrics } from './registry.ts'

export interface OperatorOptions {
  /** Lets a collector on another machine read /metrics. Without it only this machine may. */
  metricsToken?: string | undefined
}

const migrations = fileURLToPath(new URL('../../../../database/migrations/', import.meta.url))

/** What the operator's machines ask, outside /api: is the process there, can it serve, how much does it do. */
export const operatorRoutes = fp<OperatorOptions>(async (app, { metricsToken }) => {
  const { database } = app.parts
  const metrics = openMetrics(database)
  const newest = readdirSync(migrations).filter((name) => name.endsWith('.sql')).sort().at(-1)!.replace(/\.sql$/, '')
  app.addHook('onResponse', async (request, reply) => {
    metrics.answered.observe({ method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }, reply.elapsedTime / 1000)
  })
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const had = await sql<{ name: string }>`select app.last_migration() as name`.execute(database).then(({ rows }) => rows[0]?.name, () => undefined)
    const status = had === undefined ? 'no-database' : had === newest ? 'ready' : 'migrations-differ'
    return reply.code(status === 'ready' ? 200 : 503).send({ status })
  })
  app.get('/metrics', async (request, reply) => {
    if (!mayCount(request, metricsToken)) throw new Refusal('request.not-found')
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}, { name: 'operator' })

const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via']

function mayCount(request: FastifyRequest, token: string | undefined): boolean {
  if (token) {
    const digest = (text: string) => createHash('sha256').update(text).digest()
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))) return true
  }
  // A proxy on this machine asks from loopback for the whole world; it says so in its headers.
  const local = /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? '')
  return local && FORWARDED.every((name) => request.headers[name] === undefined)
}
