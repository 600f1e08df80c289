import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { IdParams } from '#api/common.ts'
import { ContractPage, ContractSaved, ContractsQuery, ContractView, SaveContract } from '#api/contracts.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { saveContract } from './actions/save-contract.ts'
import { listContracts, viewContract } from './views.ts'

export const contractRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/contracts', { config: { who: 'signed-in' }, schema: { querystring: ContractsQuery, response: { 200: ContractPage } } },
    (request) => request.as((work) => listContracts(work, request.query)))

  app.get('/contracts/:id', { config: { who: 'signed-in' }, schema: { params: IdParams, response: { 200: ContractView } } },
    (request) => request.as(async (work) => {
      const found = await viewContract(work, request.params.id)
      if (!found) throw new Refusal('contract.not-found')
      return found
    }))

  app.put('/contracts/:id', { config: { who: ['county_bureau'] }, schema: { params: IdParams, body: SaveContract, response: { 200: ContractSaved } } },
    (request) => request.as((work) => saveContract(work, request.params.id, request.body)))
}
