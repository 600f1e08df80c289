import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AskDeviceKey, DemoCode, DeviceKey, LeftWrite, LeftWriteKept, SecondFactor, SessionView, SignIn, StepUp, SwitchPost, Unlock } from '#api/session.ts'
import { clearToken, DEVICE_COOKIE, isFromThisMachine, setDevice, setToken, tokenOf } from '#server/platform/http/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { giveDeviceKey } from '../actions/give-device-key.ts'
import { lockSession } from '../actions/lock-session.ts'
import { passSecondFactor } from '../actions/pass-second-factor.ts'
import { signIn, type AtTheDoor } from '../actions/sign-in.ts'
import { signOut } from '../actions/sign-out.ts'
import { stepUp } from '../actions/step-up.ts'
import { switchPost } from '../actions/switch-post.ts'
import { takeLeftWrite } from '../actions/take-left-write.ts'
import { tellDemoCode } from '../actions/tell-demo-code.ts'
import { unlockSession } from '../actions/unlock-session.ts'
import { viewSession } from '../views/session-view.ts'

const hashed = (token: string | undefined): Buffer | undefined => (token === undefined ? undefined : createHash('sha256').update(token).digest())

function atTheDoor(request: FastifyRequest): AtTheDoor {
  const { database, keys, clock, demo } = request.server.parts
  return {
    database, keys, now: clock.now(), today: clock.today(), demo: demo === true, address: request.ip,
    oldSession: hashed(tokenOf(request)), device: hashed(request.cookies[DEVICE_COOKIE]),
  }
}

/** Signing in and out, and what lies between. */
export const sessionRoutes: FastifyPluginAsyncZod = async (app) => {
  const { demo = false, loopback = false, database, keys, clock } = app.parts
  const view = { 200: SessionView }
  const self = { who: 'session', beforeOwnPassword: true } as const
  const give = (request: FastifyRequest, reply: FastifyReply, found: { token: string; endsAt: Date; view: z.infer<typeof SessionView> }) => {
    setToken(request, reply, found.token, found.endsAt)
    return found.view
  }

  app.post('/session', { config: { who: 'anyone' }, schema: { body: SignIn, response: view } },
    async (request, reply) => give(request, reply, await signIn(atTheDoor(request), request.body)))

  app.post('/session/second-factor', { config: { ...self, stages: ['second-factor'] }, schema: { body: SecondFactor, response: view } }, async (request, reply) => {
    const passed = await request.asSelf((own) => passSecondFactor(own, request.body, demo))
    if (passed.device) setDevice(request, reply, passed.device.token, passed.device.until)
    return give(request, reply, passed)
  })

  app.get('/session', { config: { ...self, stages: ['second-factor', 'open', 'locked'] }, schema: { response: view } },
    (request) => request.asSelf((own) => viewSession(own, demo)))

  app.post('/session/post', { config: self, schema: { body: SwitchPost, response: view } }, (request) => request.asSelf((own) => switchPost(own, request.body.post, demo)))

  app.post('/session/lock', { config: { ...self, stages: ['open', 'locked'] }, schema: { body: z.strictObject({}).nullish(), response: { 204: z.null() } } },
    async (request, reply) => {
      await request.asSelf(lockSession)
      return reply.code(204).send(null)
    })

  app.post('/session/unlock', { config: { ...self, stages: ['open', 'locked'] }, schema: { body: Unlock, response: view } },
    (request) => request.asSelf((own) => unlockSession(own, request.body.pin, demo)))

  app.post('/session/step-up', { config: self, schema: { body: StepUp, response: view } }, (request) => request.asSelf((own) => stepUp(own, request.body.code, demo)))

  // Below /session, so that the browser sends the token of a trusted device along.
  app.post('/session/device-key', { config: self, schema: { body: AskDeviceKey, response: { 200: DeviceKey } } },
    (request) => request.asSelf((own) => giveDeviceKey(own, request.body.device, hashed(request.cookies[DEVICE_COOKIE]))))

  app.post('/session/left-writes', { config: { who: 'anyone' }, schema: { body: LeftWrite, response: { 200: LeftWriteKept } } },
    (request) => takeLeftWrite({ database, keys, now: clock.now() }, request.body))

  app.delete('/session', { config: { ...self, stages: ['second-factor', 'open', 'locked'] }, schema: { response: { 204: z.null() } } }, async (request, reply) => {
    await request.asSelf(signOut)
    clearToken(reply)
    return reply.code(204).send(null)
  })

  // Without both, there is no such route at all; and nobody who comes through a proxy gets an answer.
  if (demo && loopback) {
    app.get('/session/demo-code', {
      config: { who: 'anyone' }, schema: { querystring: z.strictObject({ name: z.string().min(2).max(40) }), response: { 200: DemoCode } },
    }, (request) => {
      if (!isFromThisMachine(request)) throw new Refusal('request.not-found')
      return tellDemoCode({ database, keys, now: clock.now() }, request.query.name)
    })
  }
}
