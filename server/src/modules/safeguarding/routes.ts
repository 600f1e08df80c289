import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams } from '#api/common.ts'
import { CASEWORKERS } from '#api/roles.ts'
import { AskProtected, BreakGlass, GlassOpened, GlassView, ProtectedAnswer, ReviewGlass } from '#api/safeguarding.ts'
import { askProtected } from './actions/ask-protected.ts'
import { breakGlass } from './actions/break-glass.ts'
import { reviewGlass } from './actions/review-glass.ts'
import { showGlass } from './views.ts'

/** 紧急调阅. */
export const glassRoutes: FastifyPluginAsyncZod = async (app) => {
  const who = CASEWORKERS
  app.get('/glass', { config: { who }, schema: { response: { 200: GlassView } } }, (request) => request.as(showGlass))
  app.post('/glass/ask', { config: { who, stepUp: true }, schema: { body: AskProtected, response: { 200: ProtectedAnswer } } },
    (request) => request.as((work) => askProtected(work, request.body)))
  app.post('/glass/open', { config: { who, stepUp: true }, schema: { body: BreakGlass, response: { 200: GlassOpened } } },
    (request) => request.as((work) => breakGlass(work, request.body)))
  app.post('/glass/:id/review', { config: { who }, schema: { params: IdParams, body: ReviewGlass, response: { 200: z.object({ done: z.literal(true) }) } } },
    (request) => request.as(async (work) => {
      await reviewGlass(work, request.params.id, request.body)
      return { done: true as const }
    }))
}
