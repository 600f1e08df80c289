import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { z } from 'zod'
import { KeepPush, NOTICE_KINDS, NoticeGroups, PushView, ReadNotices, type NoticeKind } from '#api/notices.ts'
import type { Work } from '../work.ts'
import { dropPush, keepPush, showPush } from './push.ts'

const SHOW_DAYS = 30

/** What the active post was told, by kind. Nobody else's exist. */
export const noticeRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/notices', { config: { who: 'signed-in' }, schema: { response: { 200: NoticeGroups } } }, (request) => request.as(listNotices))
  app.post('/notices/read', { config: { who: 'signed-in' }, schema: { body: ReadNotices, response: { 200: z.object({ done: z.literal(true) }) } } },
    (request) => request.as((work) => readNotices(work, request.body)))

  const settings = app.parts.push ?? { contact: undefined, services: [] }
  const Done = z.object({ done: z.literal(true) })
  app.get('/notices/push', { config: { who: 'signed-in' }, schema: { response: { 200: PushView } } }, (request) => request.as((work) => showPush(work, settings)))
  app.put('/notices/push', { config: { who: 'signed-in' }, schema: { body: KeepPush, response: { 200: Done } } }, (request) => request.as((work) => keepPush(work, settings, request.body)))
  app.delete('/notices/push', { config: { who: 'signed-in' }, schema: { response: { 200: Done } } }, (request) => request.as(dropPush))
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
