import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { CalendarQuery, CalendarView, FeedParams, FeedView, NewFeed } from '#api/calendar.ts'
import { CASEWORKERS, VILLAGERS } from '#api/roles.ts'
import { makeFeed } from './actions/make-feed.ts'
import { readFeed } from './actions/read-feed.ts'
import { findOwnFeed, revokeFeeds } from './store.ts'
import { showCalendar } from './views.ts'

const who = [...CASEWORKERS, ...VILLAGERS]

/** 日历: what is due on which day, on a page and as a feed for other calendars. */
export const calendarRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post('/calendar', { config: { who }, schema: { body: CalendarQuery, response: { 200: CalendarView } } }, (request) => request.as((work) => showCalendar(work, request.body)))
  app.get('/calendar/feed', { config: { who }, schema: { response: { 200: FeedView } } }, (request) => request.as(findOwnFeed))
  app.post('/calendar/feed', { config: { who, stepUp: true }, schema: { body: z.strictObject({}).nullish(), response: { 200: NewFeed } } }, (request) => request.as(makeFeed))
  app.delete('/calendar/feed', { config: { who }, schema: { response: { 200: z.object({ done: z.literal(true) }) } } },
    (request) => request.as(async (work) => {
      await revokeFeeds(work)
      return { done: true as const }
    }))
  // No cookie: the address is the secret. It stands in no log, and what it opens has no names.
  app.get('/calendar/feeds/:token', { config: { who: 'anyone' }, schema: { params: FeedParams, response: { 200: z.any() } } }, async (request, reply) => {
    const { database, clock } = request.server.parts
    const text = await readFeed({ database, now: clock.now(), today: clock.today() }, request.params.token.slice(0, -4))
    return reply.type('text/calendar; charset=utf-8').header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store').send(text)
  })
}
