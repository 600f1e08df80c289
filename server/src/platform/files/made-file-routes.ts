import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams } from '#api/common.ts'
import { MadeFiles } from '#api/platform.ts'
import { Refusal } from '../refusal.ts'
import { listMadeFiles, openMadeFile } from './made-files.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Files that jobs made for the caller. Nobody else's exist. */
export const madeFileRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/made-files', { config: { who: 'signed-in' }, schema: { response: { 200: MadeFiles } } }, (request) => request.as(listMadeFiles))
  app.get('/made-files/:id', { config: { who: 'signed-in' }, schema: { params: IdParams, response: { 200: z.any() } } }, async (request, reply) => {
    const opened = await request.as((work) => openMadeFile(work, request.params.id))
    if (!opened) throw new Refusal('made-file.not-found')
    if (!opened.content) throw new Refusal('made-file.not-ready')
    return reply.type(XLSX).header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${opened.title}.xlsx`)}`)
      .header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store').send(opened.content)
  })
}
