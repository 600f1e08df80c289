import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Id, IdParams } from '#api/common.ts'
import { ApplyImport, ExportResidents, ImportList, ImportView, MapImport } from '#api/imports.ts'
import { MadeFile } from '#api/platform.ts'
import { CASEWORKERS } from '#api/roles.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { readSpreadsheet } from '#server/platform/spreadsheet-read.ts'
import { applyImport, askUndo } from '../actions/apply-import.ts'
import { exportResidents } from '../actions/export-residents.ts'
import { mapImport, startImport } from '../actions/start-import.ts'
import { listImports, showImport } from '../views/import-preview.ts'

const Version = z.strictObject({ version: z.int().min(1) })

/** Lists that come in from spreadsheets, and lists that go out as such. */
export const importRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/imports', { config: { who: CASEWORKERS }, schema: { response: { 200: ImportList } } }, (request) => request.as(listImports))
  app.post('/imports', { config: { who: CASEWORKERS }, schema: { response: { 200: ImportView } } }, async (request) => {
    // Who may is asked before anything is unpacked: that is the dear part.
    await request.as(async ({ actor }) => { if (!actor.writes || actor.station === null) throw new Refusal('post.may-not') })
    const { id, name, bytes } = await readUpload(request)
    const sheets = await readSpreadsheet(bytes)
    return request.as((work) => startImport(work, id, name, sheets))
  })
  app.get('/imports/:id', { config: { who: CASEWORKERS }, schema: { params: IdParams, response: { 200: ImportView } } }, (request) => request.as((work) => showImport(work, request.params.id)))
  app.post('/imports/:id/mapping', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: MapImport, response: { 200: ImportView } } },
    (request) => request.as((work) => mapImport(work, request.params.id, request.body)))
  app.post('/imports/:id/apply', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: ApplyImport, response: { 200: ImportView } } },
    (request) => request.as((work) => applyImport(work, request.params.id, request.body)))
  app.post('/imports/:id/undo', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: Version, response: { 200: ImportView } } },
    (request) => request.as((work) => askUndo(work, request.params.id, request.body.version)))
  app.post('/residents/export', { config: { who: [...CASEWORKERS, 'township_office', 'county_bureau'] }, schema: { body: ExportResidents, response: { 200: MadeFile } } },
    (request) => request.as((work) => exportResidents(work, request.body)))
}

async function readUpload(request: FastifyRequest): Promise<{ id: string; name: string; bytes: Buffer }> {
  if (!request.isMultipart()) throw new Refusal('request.wrong-type')
  let id: unknown
  let file: { bytes: Buffer; name: string } | undefined
  for await (const part of request.parts()) {
    if (part.type === 'field') id = part.fieldname === 'id' ? part.value : id
    else if (file) throw new Refusal('request.malformed', { where: 'file' })
    else file = { bytes: await part.toBuffer(), name: part.filename }
  }
  const parsed = Id.safeParse(id)
  if (!parsed.success || !file) throw new Refusal('request.malformed', { where: parsed.success ? 'file' : 'id' })
  return { id: parsed.data, bytes: file.bytes, name: bareName(file.name) }
}

/** The name without path and control characters, at most 100 signs. */
const bareName = (name: string): string =>
  [...((name.split(/[\\/]/).at(-1) ?? '').normalize('NFC').replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '').trim() || 'list.xlsx')].slice(-100).join('')
