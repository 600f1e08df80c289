import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams, Saved } from '#api/common.ts'
import {
  ChangeHousehold, ChangeResident, ChangeRisk, CircleChoices, CloseResident, CloseTag, Found, HouseholdView, JoinHousehold, LeaveHousehold, MergeResident, MoveResident, NewTag,
  ProtectResident, ResidentFilter, ResidentPage, ResidentSaved, ResidentView, Revealed, RevealField, SaveConsent, SaveHousehold, SaveResident, SearchResidents, Similar,
  SimilarTo, VersionOnly, WithdrawConsent,
} from '#api/residents.ts'
import { CASEWORKERS, VILLAGERS } from '#api/roles.ts'
import { changeResident } from './actions/change-resident.ts'
import { changeRisk } from './actions/change-risk.ts'
import { closeResident, reopenResident } from './actions/close-resident.ts'
import { closeTag } from './actions/close-tag.ts'
import { changeHousehold, joinHousehold, leaveHousehold, saveHousehold } from './actions/keep-household.ts'
import { mergeResidents, unmergeResident } from './actions/merge-residents.ts'
import { moveResident } from './actions/move-resident.ts'
import { protectResident, unprotectResident } from './actions/protect-resident.ts'
import { putConsent } from './actions/put-consent.ts'
import { addTag } from './actions/put-tags.ts'
import { revealField } from './actions/reveal-field.ts'
import { saveResident } from './actions/save-resident.ts'
import { withdrawConsent } from './actions/withdraw-consent.ts'
import { listCircleChoices } from './views/circle.ts'
import { listResidents } from './views/list.ts'
import { showHousehold, showResident } from './views/page.ts'
import { searchResidents } from './views/search.ts'
import { findSimilar } from './views/similar.ts'
import { importRoutes } from './routes/imports.ts'

/** Those who serve people see names. */
const SERVE = [...CASEWORKERS, ...VILLAGERS] as const
/** Offices see that there are files, with 王＊＊ for a name. Everybody else sees counts only, elsewhere. */
const SEE = [...SERVE, 'township_office', 'county_bureau'] as const
const PROTECT = ['station_head', 'general_supervisor'] as const
const Done = z.object({ done: z.literal(true) })
const done = async (what: Promise<void>) => what.then(() => ({ done: true as const }))

export const residentRoutes: FastifyPluginAsyncZod = async (app) => {
  await app.register(readingRoutes)
  await app.register(fileRoutes)
  await app.register(lifeRoutes)
  await app.register(householdRoutes)
  await app.register(importRoutes)
}

const readingRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/residents/:id', { config: { who: SEE }, schema: { params: IdParams, response: { 200: ResidentView } } },
    (request) => request.as((work) => showResident(work, request.params.id)))
  app.post('/residents/list', { config: { who: SEE }, schema: { body: ResidentFilter, response: { 200: ResidentPage } } },
    (request) => request.as((work) => listResidents(work, request.body)))
  app.post('/residents/search', { config: { who: SERVE }, schema: { body: SearchResidents, response: { 200: Found } } },
    (request) => request.as((work) => searchResidents(work, request.body)))
  app.post('/residents/similar', { config: { who: CASEWORKERS }, schema: { body: SimilarTo, response: { 200: Similar } } },
    (request) => request.as((work) => findSimilar(work, request.body)))
  app.post('/residents/:id/reveal', { config: { who: SERVE }, schema: { params: IdParams, body: RevealField, response: { 200: Revealed } } },
    (request) => request.as((work) => revealField(work, request.params.id, request.body)))
}

const fileRoutes: FastifyPluginAsyncZod = async (app) => {
  app.put('/residents/:id', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: SaveResident, response: { 200: ResidentSaved } } },
    (request) => request.as((work) => saveResident(work, request.params.id, request.body)))
  app.post('/residents/:id/change', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: ChangeResident, response: { 200: ResidentSaved } } },
    (request) => request.as((work) => changeResident(work, request.params.id, request.body)))
  app.post('/residents/:id/risk', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: ChangeRisk, response: { 200: Saved } } },
    (request) => request.as((work) => changeRisk(work, request.params.id, request.body)))
  app.post('/residents/:id/tags', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: NewTag, response: { 200: Saved } } },
    (request) => request.as((work) => addTag(work, request.params.id, request.body)))
  app.post('/residents/:id/tags/close', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: CloseTag, response: { 200: Saved } } },
    (request) => request.as((work) => closeTag(work, request.params.id, request.body)))
  app.post('/residents/:id/consents', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: SaveConsent, response: { 200: Saved } } },
    (request) => request.as((work) => putConsent(work, request.params.id, request.body)))
  app.post('/residents/:id/consents/withdraw', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: WithdrawConsent, response: { 200: Saved } } },
    (request) => request.as((work) => withdrawConsent(work, request.params.id, request.body)))
}

const lifeRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post('/residents/:id/close', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: CloseResident, response: { 200: Saved } } },
    (request) => request.as((work) => closeResident(work, request.params.id, request.body)))
  app.post('/residents/:id/reopen', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: VersionOnly, response: { 200: Saved } } },
    (request) => request.as((work) => reopenResident(work, request.params.id, request.body.version)))
  app.post('/residents/:id/move', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: MoveResident, response: { 200: Saved } } },
    (request) => request.as((work) => moveResident(work, request.params.id, request.body)))
  app.post('/residents/:id/merge', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: MergeResident, response: { 200: Saved } } },
    (request) => request.as((work) => mergeResidents(work, request.params.id, request.body)))
  app.post('/residents/:id/unmerge', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: VersionOnly, response: { 200: Saved } } },
    (request) => request.as((work) => unmergeResident(work, request.params.id, request.body.version)))
  app.get('/residents/:id/circle-choices', { config: { who: PROTECT }, schema: { params: IdParams, response: { 200: CircleChoices } } },
    (request) => request.as((work) => listCircleChoices(work, request.params.id)))
  app.post('/residents/:id/protect', { config: { who: PROTECT }, schema: { params: IdParams, body: ProtectResident, response: { 200: Done } } },
    (request) => request.as((work) => done(protectResident(work, request.params.id, request.body))))
  app.post('/residents/:id/unprotect', { config: { who: PROTECT }, schema: { params: IdParams, body: z.strictObject({}), response: { 200: Done } } },
    (request) => request.as((work) => done(unprotectResident(work, request.params.id))))
}

const householdRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/households/:id', { config: { who: SEE }, schema: { params: IdParams, response: { 200: HouseholdView } } },
    (request) => request.as((work) => showHousehold(work, request.params.id)))
  app.put('/households/:id', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: SaveHousehold, response: { 200: Saved } } },
    (request) => request.as((work) => saveHousehold(work, request.params.id, request.body)))
  app.post('/households/:id/join', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: JoinHousehold, response: { 200: Saved } } },
    (request) => request.as((work) => joinHousehold(work, request.params.id, request.body)))
  app.post('/households/:id/leave', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: LeaveHousehold, response: { 200: Saved } } },
    (request) => request.as((work) => leaveHousehold(work, request.params.id, request.body.file)))
  app.post('/households/:id/change', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: ChangeHousehold, response: { 200: Saved } } },
    (request) => request.as((work) => changeHousehold(work, request.params.id, request.body)))
}
