import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams, Saved } from '#api/common.ts'
import { CataloguesView, Choices, CodesView, ItemsQuery, ItemsView, LadderView, ListParams, OwnValues, ParametersView, SaveParameter, StandardsQuery, TagsView } from '#api/standards.ts'
import { askStandards } from './actions/ask-standards.ts'
import { listParameters } from './actions/list-parameters.ts'
import { requireItems } from './actions/require-items.ts'
import { setParameter } from './actions/set-parameter.ts'
import { listOwnValues } from './store.ts'
import { catalogues, choices, codes, tags } from './views.ts'

export const standardsRoutes: FastifyPluginAsyncZod = async (app) => {
  const who = 'signed-in' as const

  app.get('/standards/catalogues', { config: { who }, schema: { querystring: StandardsQuery, response: { 200: CataloguesView } } },
    (request) => request.as(async (work) => {
      const { standards, place } = await askStandards(work, request.query)
      return catalogues(standards, place)
    }))

  app.get('/standards/items', { config: { who }, schema: { querystring: ItemsQuery, response: { 200: ItemsView } } },
    (request) => request.as((work) => requireItems(work, request.query)))

  app.get('/standards/codes/:list', { config: { who }, schema: { params: ListParams, querystring: StandardsQuery, response: { 200: CodesView } } },
    (request) => request.as(async (work) => codes((await askStandards(work, request.query)).standards, request.params.list)))

  app.get('/standards/tags', { config: { who }, schema: { querystring: StandardsQuery, response: { 200: TagsView } } },
    (request) => request.as(async (work) => tags((await askStandards(work, request.query)).standards)))

  app.get('/standards/readiness', { config: { who }, schema: { querystring: StandardsQuery, response: { 200: LadderView } } },
    (request) => request.as(async (work) => {
      const { standards } = await askStandards(work, request.query)
      return { rows: standards.readiness().map(({ key, title, rank }) => ({ key, title, rank })) }
    }))

  app.get('/standards/choices', { config: { who }, schema: { querystring: StandardsQuery, response: { 200: Choices, 304: z.undefined() } } }, async (request, reply) => {
    const made = await request.as(async (work) => {
      const { standards, place } = await askStandards(work, request.query)
      return choices(standards, place)
    })
    const tag = `"${made.digest.slice(0, 32)}"`
    reply.header('etag', tag)
    if (request.headers['if-none-match'] === tag) return reply.code(304).send(undefined)
    return made
  })

  app.get('/standards/parameters', { config: { who }, schema: { querystring: StandardsQuery, response: { 200: ParametersView } } },
    (request) => request.as((work) => listParameters(work, request.query)))

  app.get('/parameters', { config: { who: ['county_bureau', 'city_bureau', 'administrator'] }, schema: { response: { 200: OwnValues } } },
    (request) => request.as((work) => listOwnValues(work)))

  app.put('/parameters/:id', {
    config: { who: ['county_bureau', 'city_bureau', 'administrator'] }, schema: { params: IdParams, body: SaveParameter, response: { 200: Saved } },
  }, (request) => request.as((work) => setParameter(work, request.params.id, request.body)))
}
