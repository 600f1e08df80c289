import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Corrections, CorrectionsView, PlaceParams, PlacesQuery, PlacesView, PlaceView } from '#api/places.ts'
import { languageOf } from '#server/platform/http/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { askPlaces } from './actions/ask-places.ts'
import { correctPlaces } from './actions/correct-places.ts'
import { viewPlace } from './views.ts'

const LIST_BYTES = 4 * 1024 * 1024

export const placeRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/places', { config: { who: 'signed-in' }, schema: { querystring: PlacesQuery, response: { 200: PlacesView } } },
    (request) => request.as((work) => askPlaces(work, request.query)))

  app.get('/places/:code', { config: { who: 'signed-in' }, schema: { params: PlaceParams, response: { 200: PlaceView } } },
    (request) => request.as(async (work) => {
      const place = await viewPlace(work, request.params.code)
      if (!place) throw new Refusal('place.not-found')
      return place
    }))

  app.post('/places/corrections', {
    bodyLimit: LIST_BYTES, config: { who: ['administrator'] }, schema: { body: Corrections, response: { 200: CorrectionsView } },
  }, (request) => request.as((work) => correctPlaces(work, request.body, languageOf(request))))
}
