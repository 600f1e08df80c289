import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { AnswerParams, DoorList, DoorParams, DoorsQuery, EndDoor, MakeDoor, PublicAnswer, PublicForm, PublicStanding, PublicThanks, ReceiptParams } from '#api/doors.ts'
import { IdParams, Saved } from '#api/common.ts'
import { CASEWORKERS } from '#api/roles.ts'
import { outsideOf } from '#server/platform/http/index.ts'
import { answerDoor, askStanding, showDoor } from '../actions/answer-door.ts'
import { endDoor, makeDoor } from '../actions/make-door.ts'
import { listDoors } from '../views/doors.ts'

const who = CASEWORKERS
const open = { who: 'anyone' } as const

/** 二维码 for the public: made by staff, used without an account. */
export const doorRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post('/doors/list', { config: { who }, schema: { body: DoorsQuery, response: { 200: DoorList } } }, (request) => request.as((work) => listDoors(work, request.body)))
  app.put('/doors/:id', { config: { who }, schema: { params: IdParams, body: MakeDoor, response: { 200: Saved } } }, (request) => request.as((work) => makeDoor(work, request.params.id, request.body)))
  app.post('/doors/:id/end', { config: { who }, schema: { params: IdParams, body: EndDoor, response: { 200: Saved } } }, (request) => request.as((work) => endDoor(work, request.params.id, request.body)))

  // No cookie: the address is the leave. It stands in no log.
  app.get('/public/doors/:token', { config: open, schema: { params: DoorParams, response: { 200: PublicForm } } }, (request) => showDoor(outsideOf(request), request.params.token))
  app.put('/public/doors/:token/answers/:id', { config: open, bodyLimit: 65_536, schema: { params: AnswerParams, body: PublicAnswer, response: { 200: PublicThanks } } },
    (request) => answerDoor(outsideOf(request), request.params.token, request.params.id, request.body))
  app.get('/public/receipts/:code', { config: open, schema: { params: ReceiptParams, response: { 200: PublicStanding } } }, (request) => askStanding(outsideOf(request), request.params.code))
}
