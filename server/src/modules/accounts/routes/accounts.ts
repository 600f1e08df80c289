import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { AccountFilter, AccountPage, CloseAccount, CreateAccount, EndPost, GivePost, GivingRules, HandOver, ResetAccount } from '#api/accounts.ts'
import { IdParams, Saved } from '#api/common.ts'
import { SaveStaffFacts, STAFF_READERS, StaffFacts } from '#api/staff.ts'
import { closeAccount } from '../actions/close-account.ts'
import { saveStaff } from '../actions/save-staff.ts'
import { createAccount } from '../actions/create-account.ts'
import { endPost } from '../actions/end-post.ts'
import { givePost } from '../actions/give-post.ts'
import { resetAccount } from '../actions/reset-account.ts'
import { GIVERS } from '../rules/giving.ts'
import { listAccounts, viewGiving } from '../views/account-list.ts'
import { showStaff } from '../views/staff.ts'

/** Colleagues and their posts. Every change of who may do what needs a fresh second factor. */
export const accountRoutes: FastifyPluginAsyncZod = async (app) => {
  const who = GIVERS
  const weighty = { who, stepUp: true }

  app.post('/accounts/list', { config: { who: [...GIVERS, 'auditor'] }, schema: { body: AccountFilter, response: { 200: AccountPage } } },
    (request) => request.as((work) => listAccounts(work, request.body)))
  app.get('/accounts/giving', { config: { who }, schema: { response: { 200: GivingRules } } },
    (request) => request.as(viewGiving))
  app.put('/accounts/:id', { config: weighty, schema: { params: IdParams, body: CreateAccount, response: { 200: HandOver } } },
    (request) => request.as((work) => createAccount(work, request.params.id, request.body)))
  app.post('/accounts/:id/reset', { config: weighty, schema: { params: IdParams, body: ResetAccount, response: { 200: HandOver } } },
    (request) => request.as((work) => resetAccount(work, request.params.id, request.body)))
  app.post('/accounts/:id/close', { config: weighty, schema: { params: IdParams, body: CloseAccount, response: { 200: Saved } } },
    (request) => request.as((work) => closeAccount(work, request.params.id, request.body)))
  app.get('/accounts/:id/staff', { config: { who: STAFF_READERS }, schema: { params: IdParams, response: { 200: StaffFacts } } }, (request) => request.as((work) => showStaff(work, request.params.id)))
  app.post('/accounts/:id/staff', { config: { who }, schema: { params: IdParams, body: SaveStaffFacts, response: { 200: Saved } } }, (request) => request.as((work) => saveStaff(work, request.params.id, request.body)))
  app.put('/posts/:id', { config: weighty, schema: { params: IdParams, body: GivePost, response: { 200: Saved } } },
    (request) => request.as((work) => givePost(work, request.params.id, request.body)))
  app.post('/posts/:id/end', { config: weighty, schema: { params: IdParams, body: EndPost, response: { 200: Saved } } },
    (request) => request.as((work) => endPost(work, request.params.id, request.body)))
}
