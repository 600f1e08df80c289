import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { IdParams, Saved } from '#api/common.ts'
import { SaveRecord } from '#api/records.ts'
import { CASEWORKERS, VILLAGERS } from '#api/roles.ts'
import { saveRecord } from './actions/save-record.ts'

export const recordRoutes: FastifyPluginAsyncZod = async (app) => {
  app.put('/records/:id', {
    config: { who: [...CASEWORKERS, ...VILLAGERS], keepsUndelivered: true },
    schema: { params: IdParams, body: SaveRecord, response: { 200: Saved } },
  }, (request) => request.as((work) => saveRecord(work, request.params.id, request.body)))
}
