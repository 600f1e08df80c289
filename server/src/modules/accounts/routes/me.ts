import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams } from '#api/common.ts'
import { ChangePassword, ChangePin, CodeCard, OwnDevices, OwnSessions, Security, StepUp, TotpOffer } from '#api/session.ts'
import { changePassword } from '../actions/change-password.ts'
import { changePin } from '../actions/change-pin.ts'
import { confirmTotp } from '../actions/confirm-totp.ts'
import { endOwnSession } from '../actions/end-own-session.ts'
import { forgetDevice } from '../actions/forget-device.ts'
import { offerTotp } from '../actions/offer-totp.ts'
import { printCodeCard } from '../actions/print-code-card.ts'
import { listOwnDevices, listOwnSessions, viewSecurity } from '../views/session-view.ts'

/** One's own account: password, PIN, second factor, sessions, devices. */
export const meRoutes: FastifyPluginAsyncZod = async (app) => {
  const self = { who: 'session' } as const
  const weighty = { ...self, stepUp: true } as const
  const nothing = { 204: z.null() }

  app.get('/me/security', { config: { ...self, beforeOwnPassword: true }, schema: { response: { 200: Security } } }, (request) => request.asSelf(viewSecurity))
  app.get('/me/sessions', { config: self, schema: { response: { 200: OwnSessions } } }, (request) => request.asSelf(listOwnSessions))
  app.get('/me/devices', { config: self, schema: { response: { 200: OwnDevices } } }, (request) => request.asSelf(listOwnDevices))

  app.delete('/me/sessions/:id', { config: self, schema: { params: IdParams, response: nothing } }, async (request, reply) => {
    await request.asSelf((own) => endOwnSession(own, request.params.id))
    return reply.code(204).send(null)
  })
  app.delete('/me/devices/:id', { config: self, schema: { params: IdParams, response: nothing } }, async (request, reply) => {
    await request.asSelf((own) => forgetDevice(own, request.params.id))
    return reply.code(204).send(null)
  })
  app.put('/me/password', { config: { ...self, beforeOwnPassword: true }, schema: { body: ChangePassword, response: nothing } }, async (request, reply) => {
    await request.asSelf((own) => changePassword(own, request.body))
    return reply.code(204).send(null)
  })
  app.put('/me/pin', { config: self, schema: { body: ChangePin, response: nothing } }, async (request, reply) => {
    await request.asSelf((own) => changePin(own, request.body))
    return reply.code(204).send(null)
  })
  app.post('/me/totp', { config: weighty, schema: { body: z.strictObject({}).nullish(), response: { 200: TotpOffer } } }, (request) => request.asSelf(offerTotp))
  app.put('/me/totp', { config: weighty, schema: { body: StepUp, response: nothing } }, async (request, reply) => {
    await request.asSelf((own) => confirmTotp(own, request.body.code))
    return reply.code(204).send(null)
  })
  app.post('/me/code-card', { config: weighty, schema: { body: z.strictObject({}).nullish(), response: { 200: CodeCard } } }, (request) => request.asSelf(printCodeCard))
}
