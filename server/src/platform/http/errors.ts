import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { RefusalCode } from '#api/refusals.ts'
import { isBadValue, isBusy, isOutOfReach } from '../database/index.ts'
import { Refusal, sentenceOf, type RefusalDetails } from '../refusal.ts'
import { keepLostWrite } from '../undelivered.ts'
import type { Access } from './access.ts'
import { hashOfToken, isUuid, tokenOf } from './session-cookie.ts'
import { wrongFields } from './wrong-fields.ts'

const byFastifyCode: Record<string, [RefusalCode, RefusalDetails]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['request.too-large', { limit: '1 MB' }],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['request.wrong-type', {}],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['request.malformed', { where: 'body' }],
  FST_ERR_CTP_INVALID_JSON_BODY: ['request.malformed', { where: 'JSON' }],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['request.malformed', { where: 'length' }],
  FST_REQ_FILE_TOO_LARGE: ['file.too-large', { limit: 20 }],
}

/** Every way a request can fail, as one of the known refusals. Undefined: a bug. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (hasZodFastifySchemaValidationErrors(error)) return new Refusal('request.malformed', wrongFields(error.validation))
  const known = byFastifyCode[(error as FastifyError)?.code]
  if (known) return new Refusal(...known)
  if (isBusy(error)) return new Refusal('service.busy')
  if (isOutOfReach(error)) return new Refusal('post.may-not')
  // Shapes let it through, and the database could make nothing of it.
  if (isBadValue(error)) return new Refusal('request.malformed', { where: 'value' })
  const status = (error as FastifyError)?.statusCode
  return status && status >= 400 && status < 500 ? new Refusal('request.malformed', { where: 'request' }) : undefined
}

export const languageOf = (request: FastifyRequest): 'zh' | 'en' => (/^en\b/i.test(String(request.headers['accept-language'] ?? '')) ? 'en' : 'zh')

export function answerRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
  return reply.code(refusal.status).type('application/json; charset=utf-8')
    .send(JSON.stringify({ code: refusal.code, sentence: sentenceOf(refusal.code, refusal.details, languageOf(request)), details: refusal.details }))
}

/** Answers a known no with its code and sentence; logs anything else as a bug and says nothing more. */
export async function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const refusal = refusalOf(error)
  if (refusal) {
    const kept = await keepIfLost(request, refusal)
    if (kept) return answerKept(request, reply, refusal, kept)
    if (refusal.status === 403 || refusal.status === 401) request.log.info({ code: refusal.code, route: request.routeOptions.url }, 'refused')
    return answerRefusal(request, reply, refusal)
  }
  // The message of a database error may carry values of a row; its code and place in our code do not.
  const { name, code, stack } = error as { name?: string; code?: string; stack?: string }
  request.log.error({ name, code, at: stack?.split('\n').filter((line) => /server\/src/.test(line)).slice(0, 6), route: request.routeOptions.url }, 'bug')
  if (process.env.WULIAN_SHOW_BUGS) console.error(error)
  return answerRefusal(request, reply, new Refusal('service.broken', { request: request.id }))
}

/** Keeps a well-formed write whose route says that this refusal must not lose it. Shapes were checked before the refusal came. */
async function keepIfLost(request: FastifyRequest, { code }: Refusal): Promise<string | undefined> {
  const { keepsUndelivered } = request.routeOptions.config as Partial<Access>
  if (!keepsUndelivered?.includes(code)) return undefined
  const { database, keys, clock } = request.server.parts
  const post = request.headers['x-wulian-post']
  return keepLostWrite(database, keys, {
    token: hashOfToken(tokenOf(request) ?? ''), post: typeof post === 'string' && isUuid(post) ? post : undefined, at: clock.now(),
    route: `${request.method} ${request.url.split('?')[0]}`, code, body: request.body,
  })
}

function answerKept(request: FastifyRequest, reply: FastifyReply, { code, details }: Refusal, undelivered: string) {
  request.log.info({ code, route: request.routeOptions.url }, 'kept undelivered')
  return reply.code(202).type('application/json; charset=utf-8')
    .send(JSON.stringify({ code, sentence: sentenceOf(code, details, languageOf(request)), undelivered }))
}
