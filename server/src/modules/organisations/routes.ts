import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { IdParams } from '#api/common.ts'
import { OrganisationFilter, OrganisationPage, OrganisationSaved, OrganisationView, SaveOrganisation } from '#api/organisations.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { saveOrganisation } from './actions/save-organisation.ts'
import { listOrganisations, viewOrganisation } from './views.ts'

export const organisationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post('/organisations/list', { config: { who: 'signed-in' }, schema: { body: OrganisationFilter, response: { 200: OrganisationPage } } },
    (request) => request.as((work) => listOrganisations(work, request.body)))

  app.get('/organisations/:id', { config: { who: 'signed-in' }, schema: { params: IdParams, response: { 200: OrganisationView } } },
    (request) => request.as(async (work) => {
      const found = await viewOrganisation(work, request.params.id)
      if (!found) throw new Refusal('organisation.not-found')
      return found
    }))

  app.put('/organisations/:id', {
    config: { who: ['county_bureau', 'city_bureau', 'administrator'] }, schema: { params: IdParams, body: SaveOrganisation, response: { 200: OrganisationSaved } },
  }, (request) => request.as((work) => saveOrganisation(work, request.params.id, request.body)))
}
