import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { z } from 'zod'
import { NOTICE_KINDS, NoticeGroups, ReadNotices, type NoticeKind } from '#api/notices.ts'
import type { Work } from '../work.ts'

const SHOW_DAYS = 30

/** What the active post was told, by kind. Nobody else's exist. */
export const noticeRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/notices', { config: { who: 'signed-in' }, schema: { response: { 200: NoticeGroups } } }, (request) => request.as(listNotices))
  app.post('/notices/read', { config: { who: 'signed-in' }, schema: { body: ReadNotices, response: { 200: z.object({ done: z.literal(true) }) } } },
    (request) => request.as((work) => readNotices(work, request.body)))
}

async function listNotices({ tx, actor, now }: Work): Promise<NoticeGroups> {
  const since = new Date(now.getTime() - SHOW_DAYS * 86_400_000)
  const { rows } = await sql<{ kind: NoticeKind; unread: number; count: number; at: Date }>`
    select kind, count(*) filter (where read_at is null)::int as unread, count(*)::int as count, max(made_at) as at from notice
    where post = ${actor.post}::uuid and made_at > ${since} and kind = any (${[...NOTICE_KINDS]}::text[]) group by kind order by max(made_at) desc, kind`.execute(tx)
  return { unread: rows.reduce((sum, row) => sum + row.unread, 0), groups: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
}

async function readNotices({ tx, actor, now }: Work, { kinds, until }: ReadNotices): Promise<{ done: true }> {
  await tx.updateTable('notice').set({ read_at: now }).where('post', '=', actor.post).where('kind', 'in', kinds).where('read_at', 'is', null).where('made_at', '<=', new Date(until)).execute()
  return { done: true }
}
