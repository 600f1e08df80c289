import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Id, IdParams, Saved } from '#api/common.ts'
import { KeptForHead, SaveContact } from '#api/records.ts'
import { CASEWORKERS, HANDLERS, OFFICES, VILLAGERS } from '#api/roles.ts'
import { HomesPage, HomesQuery, RoundView } from '#api/rounds.ts'
import { OpeningCircle, SetServiceCircle } from '#api/service-turns.ts'
import {
  AmendForm, AnswerReferral, AnswersPage, AnswersQuery, AskApproval, Attend, ChangeGoal, ChangeService, CheckIn, CloseService, DecideApproval, Drawn, DrawSample, DueServices, FilledForm, FormParams, FormQuery, FormToFill, MethodsView,
  MovePerson, MoveService, OpenService, RateGoal, ReferService, ReopenService, SaveForm, SaveGoal, SavePerson, ServiceFilter, ServicePage, ServiceView, SessionsPage, SessionsQuery, VoidForm,
} from '#api/services.ts'
import { CheckedNumbers, CheckNumbers, Colleagues, TallyQuery, TallyRows, TallyRowsQuery, TallyView } from '#api/tallies.ts'
import { askApproval, decideApproval } from '../actions/ask-approval.ts'
import { changeService } from '../actions/change-service.ts'
import { checkPeopleIn } from '../actions/check-people-in.ts'
import { closeService, refuseService, reopenService } from '../actions/close-service.ts'
import { drawSample } from '../actions/draw-sample.ts'
import { markAttendance } from '../actions/mark-attendance.ts'
import { movePerson } from '../actions/move-person.ts'
import { moveService } from '../actions/move-service.ts'
import { openService } from '../actions/open-service.ts'
import { putPerson } from '../actions/put-person.ts'
import { answerReferral, referService } from '../actions/refer-service.ts'
import { saveContact } from '../actions/save-contact.ts'
import { amendForm, saveForm, voidForm } from '../actions/save-form.ts'
import { changeGoal, rateGoal, saveGoal } from '../actions/save-goal.ts'
import { setServiceCircle } from '../actions/set-circle.ts'
import { listMethods, offerForm, showForm, showService, showSessions } from '../actions/show-service.ts'
import { listOpeningCircle } from '../views/circle.ts'
import { dueServices } from '../views/due.ts'
import { checkNumbers } from '../views/numbers.ts'
import { listAnswers } from '../views/results.ts'
import { listHomes, showRound } from '../views/round.ts'
import { listColleagues, listTallyRows, showTally } from '../views/tally.ts'
import { listServices } from '../views/rows.ts'

const who = CASEWORKERS
/** Some ways of serving may be opened from the village: a child director reports what he found. */
const openers = [...CASEWORKERS, 'child_director', 'village_cadre', ...HANDLERS] as const
/** Offices handle what is about nobody; `requireService` knows which. */
const handlers = [...CASEWORKERS, ...HANDLERS] as const
/** The agency's manager is asked of what is about nobody. */
const approvers = [...CASEWORKERS, 'agency_manager'] as const
const keepsUndelivered = ['post.not-held', 'resident.not-found', 'resident.closed', 'service.not-found', 'service.not-open', 'form.withdrawn'] as const
const ContactParams = z.object({ id: Id, record: Id })

export const serviceRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/services/methods', { config: { who: openers }, schema: { response: { 200: MethodsView } } }, (request) => request.as((work) => listMethods(work)))
  app.get('/services/form/:form', { config: { who: openers }, schema: { params: FormParams, querystring: FormQuery, response: { 200: FormToFill } } },
    (request) => request.as((work) => offerForm(work, request.params.form, request.query)))
  app.get('/services/circle-choices', { config: { who: openers }, schema: { response: { 200: OpeningCircle } } }, (request) => request.as(listOpeningCircle))
  app.post('/services/list', { config: { who: openers }, schema: { body: ServiceFilter, response: { 200: ServicePage } } }, (request) => request.as((work) => listServices(work, request.body)))
  app.post('/services/due', { config: { who: [...approvers, ...VILLAGERS, ...OFFICES] }, schema: { body: z.strictObject({}), response: { 200: DueServices } } }, (request) => request.as((work) => dueServices(work)))

  app.get('/services/colleagues', { config: { who }, schema: { response: { 200: Colleagues } } }, (request) => request.as(listColleagues))
  app.post('/services/numbers', { config: { who }, schema: { body: CheckNumbers, response: { 200: CheckedNumbers } } }, (request) => request.as((work) => checkNumbers(work, request.body)))
  app.post('/services/tally', { config: { who }, schema: { body: TallyQuery, response: { 200: TallyView } } }, (request) => request.as((work) => showTally(work, request.body)))
  app.post('/services/tally/rows', { config: { who }, schema: { body: TallyRowsQuery, response: { 200: TallyRows } } }, (request) => request.as((work) => listTallyRows(work, request.body)))

  app.put('/services/:id', { config: { who: openers, keepsUndelivered }, schema: { params: IdParams, body: OpenService, response: { 200: Saved, 202: KeptForHead } } },
    (request) => request.as((work) => openService(work, request.params.id, request.body)))
  app.get('/services/:id', { config: { who: openers }, schema: { params: IdParams, response: { 200: ServiceView } } }, (request) => request.as((work) => showService(work, request.params.id)))
  app.get('/services/:id/sessions', { config: { who: openers }, schema: { params: IdParams, querystring: SessionsQuery, response: { 200: SessionsPage } } },
    (request) => request.as((work) => showSessions(work, request.params.id, request.query)))
  app.post('/services/:id/change', { config: { who }, schema: { params: IdParams, body: ChangeService, response: { 200: Saved } } }, (request) => request.as((work) => changeService(work, request.params.id, request.body)))
  app.post('/services/:id/move', { config: { who: handlers }, schema: { params: IdParams, body: MoveService, response: { 200: Saved } } }, (request) => request.as((work) => moveService(work, request.params.id, request.body)))
  app.post('/services/:id/close', { config: { who: handlers }, schema: { params: IdParams, body: CloseService, response: { 200: Saved } } }, (request) => request.as((work) => closeService(work, request.params.id, request.body)))
  app.post('/services/:id/refuse', { config: { who }, schema: { params: IdParams, body: ReopenService, response: { 200: Saved } } }, (request) => request.as((work) => refuseService(work, request.params.id, request.body)))
  app.post('/services/:id/reopen', { config: { who }, schema: { params: IdParams, body: ReopenService, response: { 200: Saved } } }, (request) => request.as((work) => reopenService(work, request.params.id, request.body)))
  app.post('/services/:id/circle', { config: { who }, schema: { params: IdParams, body: SetServiceCircle, response: { 200: Saved } } }, (request) => request.as((work) => setServiceCircle(work, request.params.id, request.body)))
  app.put('/services/:id/records/:record', { config: { who, keepsUndelivered }, schema: { params: ContactParams, body: SaveContact, response: { 200: Saved, 202: KeptForHead } } },
    (request) => request.as((work) => saveContact(work, request.params.id, request.params.record, request.body)))
  app.post('/services/:id/check-in', { config: { who }, schema: { params: IdParams, body: CheckIn, response: { 200: z.object({ checkedIn: z.int() }) } } },
    (request) => request.as((work) => checkPeopleIn(work, request.params.id, request.body)))
  app.post('/services/:id/attendance', { config: { who }, schema: { params: IdParams, body: Attend, response: { 200: z.object({ present: z.int(), absent: z.int() }) } } },
    (request) => request.as((work) => markAttendance(work, request.params.id, request.body)))
  app.post('/services/:id/sample', { config: { who }, schema: { params: IdParams, body: DrawSample, response: { 200: Drawn } } }, (request) => request.as((work) => drawSample(work, request.params.id, request.body)))
  app.post('/services/:id/answers', { config: { who }, schema: { params: IdParams, body: AnswersQuery, response: { 200: AnswersPage } } }, (request) => request.as((work) => listAnswers(work, request.params.id, request.body)))
  app.post('/services/:id/round', { config: { who }, schema: { params: IdParams, body: z.strictObject({}), response: { 200: RoundView } } }, (request) => request.as((work) => showRound(work, request.params.id)))
  app.post('/services/:id/round/homes', { config: { who }, schema: { params: IdParams, body: HomesQuery, response: { 200: HomesPage } } }, (request) => request.as((work) => listHomes(work, request.params.id, request.body)))
  app.post('/services/:id/refer', { config: { who }, schema: { params: IdParams, body: ReferService, response: { 200: Saved } } }, (request) => request.as((work) => referService(work, request.params.id, request.body)))
  app.post('/services/:id/answer-referral', { config: { who }, schema: { params: IdParams, body: AnswerReferral, response: { 200: Saved } } },
    (request) => request.as((work) => answerReferral(work, request.params.id, request.body)))

  app.put('/service-forms/:id', { config: { who: openers, keepsUndelivered }, schema: { params: IdParams, body: SaveForm, response: { 200: Saved, 202: KeptForHead } } },
    (request) => request.as((work) => saveForm(work, request.params.id, request.body)))
  app.get('/service-forms/:id', { config: { who: [...openers, 'agency_manager'] }, schema: { params: IdParams, response: { 200: FilledForm } } }, (request) => request.as((work) => showForm(work, request.params.id)))
  app.post('/service-forms/:id/amend', { config: { who: openers }, schema: { params: IdParams, body: AmendForm, response: { 200: Saved } } }, (request) => request.as((work) => amendForm(work, request.params.id, request.body)))
  app.post('/service-forms/:id/void', { config: { who }, schema: { params: IdParams, body: VoidForm, response: { 200: Saved } } }, (request) => request.as((work) => voidForm(work, request.params.id, request.body)))

  app.put('/service-people/:id', { config: { who }, schema: { params: IdParams, body: SavePerson, response: { 200: Saved } } }, (request) => request.as((work) => putPerson(work, request.params.id, request.body)))
  app.post('/service-people/:id/move', { config: { who }, schema: { params: IdParams, body: MovePerson, response: { 200: Saved } } }, (request) => request.as((work) => movePerson(work, request.params.id, request.body)))
  app.put('/service-goals/:id', { config: { who }, schema: { params: IdParams, body: SaveGoal, response: { 200: Saved } } }, (request) => request.as((work) => saveGoal(work, request.params.id, request.body)))
  app.post('/service-goals/:id/change', { config: { who }, schema: { params: IdParams, body: ChangeGoal, response: { 200: Saved } } }, (request) => request.as((work) => changeGoal(work, request.params.id, request.body)))
  app.post('/service-goals/:id/rate', { config: { who }, schema: { params: IdParams, body: RateGoal, response: { 200: Saved } } }, (request) => request.as((work) => rateGoal(work, request.params.id, request.body)))
  app.put('/service-approvals/:id', { config: { who }, schema: { params: IdParams, body: AskApproval, response: { 200: Saved } } }, (request) => request.as((work) => askApproval(work, request.params.id, request.body)))
  app.post('/service-approvals/:id/decide', { config: { who: approvers }, schema: { params: IdParams, body: DecideApproval, response: { 200: Saved } } }, (request) => request.as((work) => decideApproval(work, request.params.id, request.body)))
}
