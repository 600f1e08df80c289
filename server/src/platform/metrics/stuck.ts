import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { Stuck } from '#api/platform.ts'

interface Row {
  kind: 'event' | 'job'
  id: string
  what: string
  attempts: number
  since: Date
  error: string | null
}

/** What failed again and again and waits for someone to look: names, numbers and error codes. */
export const stuckRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/platform/stuck', { config: { who: ['administrator'] }, schema: { response: { 200: Stuck } } },
    (request) => request.as(async ({ tx }) => {
      const { rows } = await sql<Row>`select kind, id, what, attempts, since, error from app.stuck()`.execute(tx)
      return { rows: rows.map((row) => ({ ...row, since: row.since.toISOString() })) }
    }))
}
