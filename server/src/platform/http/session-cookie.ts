import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

const SECURE_NAME = '__Host-wulian'
/** On a station's own network without TLS a browser keeps no Secure cookie; operations.md says what that costs. */
const PLAIN_NAME = 'wulian'

const isSecure = (request: FastifyRequest): boolean =>
  request.protocol === 'https' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')

export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const isUuid = (text: string): boolean => uuid.test(text)

export function tokenOf(request: FastifyRequest): string | undefined {
  return request.cookies[SECURE_NAME] ?? request.cookies[PLAIN_NAME]
}

/** The session token and the post this request speaks from. */
export function credentialsOf(request: FastifyRequest): { token: Buffer; post: string | undefined } {
  const token = tokenOf(request)
  if (!token) throw new Refusal('session.missing')
  const post = request.headers['x-wulian-post']
  if (post !== undefined && (typeof post !== 'string' || !uuid.test(post))) throw new Refusal('post.not-held')
  return { token: hashOfToken(token), post }
}

/** Hands the browser its token: unreadable by scripts, sent to this site only. */
export function setToken(request: FastifyRequest, reply: FastifyReply, token: string, expires: Date): void {
  const secure = isSecure(request)
  reply.setCookie(secure ? SECURE_NAME : PLAIN_NAME, token, { path: '/', httpOnly: true, secure, sameSite: 'strict', expires })
}

export function clearToken(reply: FastifyReply): void {
  for (const name of [SECURE_NAME, PLAIN_NAME]) reply.clearCookie(name, { path: '/', httpOnly: true, secure: name === SECURE_NAME, sameSite: 'strict' })
}

/** The long-lived token of a device that may skip the second factor. */
export const DEVICE_COOKIE = 'wulian-device'
export function setDevice(request: FastifyRequest, reply: FastifyReply, token: string, expires: Date): void {
  reply.setCookie(DEVICE_COOKIE, token, { path: '/api/v1/session', httpOnly: true, secure: isSecure(request), sameSite: 'strict', expires })
}
