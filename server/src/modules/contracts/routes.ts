import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { IdParams } from '#api/common.ts'
import { ContractPage, ContractSaved, ContractsQuery, ContractView, DrawSpotCheck, Evaluators, SaveContract, SpotCheckList, SpotChecksQuery, SpotCheckView } from '#api/contracts.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { drawSpotCheck, requireSpotCheck } from './actions/draw-spot-check.ts'
import { saveContract } from './actions/save-contract.ts'
import { listContracts, viewContract } from './views/contracts.ts'
import { listEvaluators, listSpotChecks } from './views/spot-checks.ts'

/** Who draws a sample, and for whom it is drawn. */
const samplers = ['county_bureau', 'evaluator'] as const

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

  app.put('/spot-checks/:id', { config: { who: ['county_bureau'] }, schema: { params: IdParams, body: DrawSpotCheck, response: { 200: SpotCheckView } } },
    (request) => request.as((work) => drawSpotCheck(work, request.params.id, request.body)))
  app.get('/spot-checks', { config: { who: samplers }, schema: { querystring: SpotChecksQuery, response: { 200: SpotCheckList } } },
    (request) => request.as((work) => listSpotChecks(work, request.query.contract)))
  app.get('/spot-checks/:id', { config: { who: samplers }, schema: { params: IdParams, response: { 200: SpotCheckView } } },
    (request) => request.as((work) => requireSpotCheck(work, request.params.id)))
  app.get('/evaluators', { config: { who: ['county_bureau'] }, schema: { response: { 200: Evaluators } } }, (request) => request.as((work) => listEvaluators(work)))
}
