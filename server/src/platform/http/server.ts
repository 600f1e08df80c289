import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyRequest, type FastifySchema, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Clock } from '../clock.ts'
import type { PushSettings } from '../config.ts'
import { asActor, type Database } from '../database/index.ts'
import type { Keyring } from '../keys/index.ts'
import type { Log } from '../log.ts'
import { Refusal } from '../refusal.ts'
import { teller, type Followers, type OwnWork, type Work } from '../work.ts'
import { requireActor, type Access } from './access.ts'
import { handleError, languageOf } from './errors.ts'
import { runAsSelf, touchAfter } from './run-as-self.ts'
import { credentialsOf } from './session-cookie.ts'

export interface HttpParts {
  database: Database
  clock: Clock
  keys: Keyring
  log: Log
  followers: Followers
  /** Where files and the copies of audit checkpoints lie. */
  dataFolder: string
  /** The folder of the built web; without it only the interface is served. */
  pages?: string
  /** Lets a collector on another machine read /metrics. */
  metricsToken?: string | undefined
  /** Whom push services may ask; without it nobody's browser is woken. */
  push?: PushSettings
  /** Tests of the database's own defence switch the service's role check off. Never set by the server. */
  trustRoles?: boolean
  /** The database holds invented people only: every page says so. */
  demo?: boolean
  /** Only this machine can reach the server. */
  loopback?: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    parts: HttpParts
    /** Every route under /api with who may call it. The access tests compare it with their own list. */
    routeList: { method: string; url: string; access: Access; schema: FastifySchema | undefined }[]
  }
  interface FastifyRequest {
    /** Runs `work` in one transaction as the caller's active post. */
    as<T>(work: (work: Work) => Promise<T>): Promise<T>
    /** Runs `work` in one transaction inside the caller's own sign-in rows. A Refusal given back, not thrown, keeps what was written. */
    asSelf<T>(work: (own: OwnWork) => Promise<T | Refusal>): Promise<T>
  }
}

export type Http = FastifyInstance

/** A server with sessions, shapes in and out, refusals, security headers and no routes. */
export async function createHttp(parts: HttpParts): Promise<Http> {
  const app = Fastify({
    loggerInstance: parts.log, logController: new LogController({ disableRequestLogging: true }), genReqId: () => randomUUID(), bodyLimit: 1_048_576,
    routerOptions: { maxParamLength: 100 }, requestTimeout: 60_000,
    // A proxy on this machine says who asked; nobody else is believed.
    trustProxy: 'loopback',
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorate('parts', parts)
  app.decorate('routeList', [])
  app.decorateRequest('as', runAs)
  app.decorateRequest('asSelf', runAsSelf)
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: 20 * 1024 * 1024, files: 6, fields: 10, fieldSize: 20_000 } })
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: policy }, referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' }, frameguard: { action: 'deny' } })
  app.addHook('onRoute', listRoute)
  app.addHook('onRequest', refuseForeign)
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({ route: request.routeOptions.url, method: request.method, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
  app.setErrorHandler(handleError)
  return app as unknown as Http
}

// antd writes style elements at run time; nothing else needs more than its own files.
const policy = {
  'default-src': ["'self'"], 'script-src': ["'self'"], 'style-src': ["'self'", "'unsafe-inline'"], 'img-src': ["'self'", 'data:', 'blob:'],
  'connect-src': ["'self'"], 'object-src': ["'none'"], 'base-uri': ["'none'"], 'form-action': ["'self'"], 'frame-ancestors': ["'none'"],
}

function listRoute(this: Http, route: { method: string | string[]; url: string; schema?: FastifySchema; config?: Partial<Access> }) {
  if (!route.url.startsWith('/api')) return
  if (!route.config?.who) throw new Error(`${String(route.method)} ${route.url} does not say who may call it`)
  for (const method of [route.method].flat()) if (method !== 'HEAD') this.routeList.push({ method, url: route.url, access: route.config as Access, schema: route.schema })
}

/** A change that another site's page sends with our cookie is refused, whatever it says. */
async function refuseForeign(request: FastifyRequest) {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('request.from-elsewhere')
  const origin = request.headers.origin
  // 'null' comes from a page in a sandbox, and what is no address at all from no page of ours.
  if (origin && (!URL.canParse(origin) || new URL(origin).host !== request.headers.host)) throw new Refusal('request.from-elsewhere')
}

async function runAs<T>(this: FastifyRequest, work: (work: Work) => Promise<T>): Promise<T> {
  const { database, clock, keys, trustRoles, followers } = this.server.parts
  const tell = teller(followers)
  const access = this.routeOptions.config as Access
  const now = clock.now()
  const today = clock.today()
  const touch = touchAfter(database, now)
  const check = (found: Parameters<typeof requireActor>[0]) => requireActor(touch.seen(found), trustRoles ? { who: 'signed-in' } : access, now)
  const said = { now, today, keys, log: this.log as Log, language: languageOf(this), tell }
  return touch.after(asActor(database, { ...credentialsOf(this), at: now, today }, check, (tx, actor) => work({ tx, actor: trustRoles ? { ...actor, trusting: true } : actor, ...said })))
}
