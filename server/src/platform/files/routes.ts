import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Id, IdParams } from '#api/common.ts'
import { FileQuery, StoredFile } from '#api/platform.ts'
import { Refusal } from '../refusal.ts'
import { openFile, type OpenedFile } from './open-file.ts'
import { saveUpload, type Upload } from './save-upload.ts'
import { localStore } from './store.ts'
import { takeIn } from './take-in.ts'

/** Uploads and downloads. Who may is the database's to say: a file lies where the key lies that it is sealed under. */
export const fileRoutes: FastifyPluginAsyncZod = async (app) => {
  const store = localStore(app.parts.dataFolder)

  app.post('/files', { config: { who: 'signed-in' }, schema: { response: { 200: StoredFile } } }, async (request) => {
    // A session is asked for before a picture is decoded: that is the dear part.
    await request.as(async ({ actor }) => { if (!actor.writes) throw new Refusal('post.may-not') })
    const upload = await readUpload(request)
    // Refused after the transaction: the trace of a refused admission must last.
    const saved = await request.as((work) => saveUpload(work, store, upload))
    if (!saved) throw new Refusal('file.not-found')
    return saved
  })

  app.get('/files/:id', { config: { who: 'signed-in' }, schema: { params: IdParams, querystring: FileQuery, response: { 200: z.any() } } }, async (request, reply) => {
    refuseEmbedding(request)
    const opened = await request.as((work) => openFile(work, store, request.params.id, request.query.size))
    if (!opened) throw new Refusal('file.not-found')
    return sendFile(reply, opened)
  })
}

const Fields = z.object({ id: Id, home: Id })

async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new Refusal('request.wrong-type')
  const fields: Record<string, unknown> = {}
  let file: { bytes: Buffer; name: string } | undefined
  for await (const part of request.parts()) {
    if (part.type === 'field') fields[part.fieldname] = part.value
    else if (file) throw new Refusal('request.malformed', { where: 'file' })
    else file = { bytes: await part.toBuffer(), name: part.filename }
  }
  const parsed = Fields.safeParse(fields)
  if (!parsed.success || !file) throw new Refusal('request.malformed', { where: parsed.success ? 'file' : 'id、home' })
  const taken = await takeIn(file.bytes)
  return { ...parsed.data, name: cleanName(file.name), taken }
}

/** What a browser would call it: no path, no control characters, at most 120 characters with its ending kept. */
function cleanName(name: string): string {
  const bare = (name.split(/[\\/]/).at(-1) ?? '').normalize('NFC').replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '').trim() || '文件'
  const points = [...bare]
  return points.length <= 100 ? bare : [...points.slice(0, 90), '…', ...points.slice(-8)].join('')
}

/** Another site may not show our pictures, whoever is signed in. */
function refuseEmbedding(request: FastifyRequest) {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('request.from-elsewhere')
}

function sendFile(reply: FastifyReply, { type, name, content }: OpenedFile) {
  const shown = type.startsWith('image/') ? 'inline' : 'attachment'
  return reply.type(type)
    .header('content-disposition', `${shown}; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'private, no-store')
    .send(content)
}
