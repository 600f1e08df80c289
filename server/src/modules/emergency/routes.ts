import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { IdParams, Saved } from '#api/common.ts'
import { AddGroups, ChecksPage, ChecksQuery, ChecksSplit, CloseEvent, EventChoices, EventList, EventOpened, EventView, MarkCheck, OpenEvent, Paper, PaperQuery, SplitChecks } from '#api/emergency.ts'
import { KeptForHead } from '#api/records.ts'
import { SERVES } from '#api/roles.ts'
import { addGroups } from './actions/add-groups.ts'
import { closeEvent } from './actions/close-event.ts'
import { listToCheck } from './actions/list-to-check.ts'
import { markCheck } from './actions/mark-check.ts'
import { openEvent } from './actions/open-event.ts'
import { printChecks } from './actions/print-checks.ts'
import { splitChecks } from './actions/split-checks.ts'
import { eventChoices } from './views/choices.ts'
import { showEvent } from './views/event.ts'
import { listEvents } from './views/events.ts'

const heads = ['station_head', 'general_supervisor'] as const
/** A bureau opens an event and sees counts only. */
const openers = [...heads, 'county_bureau'] as const
const onlookers = [...SERVES, 'township_office', 'township_leader', 'county_bureau', 'city_bureau'] as const

export const emergencyRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/emergency', { config: { who: onlookers }, schema: { response: { 200: EventList } } }, (request) => request.as((work) => listEvents(work)))

  app.get('/emergency/choices', { config: { who: openers }, schema: { response: { 200: EventChoices } } }, (request) => request.as((work) => eventChoices(work)))

  app.put('/emergency/:id', { config: { who: openers }, schema: { params: IdParams, body: OpenEvent, response: { 200: EventOpened } } },
    (request) => request.as((work) => openEvent(work, request.params.id, request.body)))

  app.get('/emergency/:id', { config: { who: onlookers }, schema: { params: IdParams, response: { 200: EventView } } },
    (request) => request.as((work) => showEvent(work, request.params.id)))

  app.post('/emergency/:id/groups', { config: { who: openers }, schema: { params: IdParams, body: AddGroups, response: { 200: EventOpened } } },
    (request) => request.as((work) => addGroups(work, request.params.id, request.body)))

  app.post('/emergency/:id/split', { config: { who: heads }, schema: { params: IdParams, body: SplitChecks, response: { 200: ChecksSplit } } },
    (request) => request.as((work) => splitChecks(work, request.params.id, request.body)))

  app.post('/emergency/:id/checks', { config: { who: SERVES }, schema: { params: IdParams, body: ChecksQuery, response: { 200: ChecksPage } } },
    (request) => request.as((work) => listToCheck(work, request.params.id, request.body)))

  app.put('/emergency/marks/:id', {
    config: { who: SERVES, keepsUndelivered: ['post.not-held', 'resident.not-found', 'resident.closed', 'event.not-found'] },
    schema: { params: IdParams, body: MarkCheck, response: { 200: Saved, 202: KeptForHead } },
  }, (request) => request.as((work) => markCheck(work, request.params.id, request.body)))

  app.post('/emergency/:id/paper', { config: { who: SERVES }, schema: { params: IdParams, body: PaperQuery, response: { 200: Paper } } },
    (request) => request.as((work) => printChecks(work, request.params.id, request.body)))

  app.post('/emergency/:id/close', { config: { who: openers }, schema: { params: IdParams, body: CloseEvent, response: { 200: EventView } } },
    (request) => request.as((work) => closeEvent(work, request.params.id, request.body)))
}
