import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { AskFigureRows, AskFigures, FigureRows, Figures } from '#api/indicators.ts'
import { AGENCIES, CASEWORKERS, OFFICES } from '#api/roles.ts'
import { askFigures } from './actions/ask-figures.ts'
import { listFigureRows } from './actions/list-figure-rows.ts'

/** Those who read figures. The administrator and the auditor do not. */
export const READERS = [...CASEWORKERS, ...AGENCIES, ...OFFICES, 'evaluator'] as const

export const indicatorRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post('/figures', { config: { who: READERS }, schema: { body: AskFigures, response: { 200: Figures } } },
    (request) => request.as((work) => askFigures(work, request.body)))

  app.post('/figures/rows', { config: { who: READERS }, schema: { body: AskFigureRows, response: { 200: FigureRows } } },
    (request) => request.as((work) => listFigureRows(work, request.body)))
}
