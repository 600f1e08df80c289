import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { IdParams, Saved } from '#api/common.ts'
import {
  AnswerNeed, ChangeNeed, CloseNeed, ConfirmNeed, HandOverNeed, ItemSuggestions, KeepNeed, ListFilter, ListPage, ListParams, NeedFilter, NeedPage, NeedView, ReopenNeed,
  SaveNeed, SuggestItems, VoidNeed,
} from '#api/needs.ts'
import { KeptForHead } from '#api/records.ts'
import { CASEWORKERS, VILLAGERS } from '#api/roles.ts'
import { answerNeed } from './actions/answer-need.ts'
import { changeNeed } from './actions/change-need.ts'
import { closeNeed } from './actions/close-need.ts'
import { confirmNeed } from './actions/confirm-need.ts'
import { handOverNeed } from './actions/hand-over-need.ts'
import { keepNeed } from './actions/keep-need.ts'
import { openNeed } from './actions/open-need.ts'
import { reopenNeed } from './actions/reopen-need.ts'
import { saveNeed } from './actions/save-need.ts'
import { suggestItems } from './actions/suggest-items.ts'
import { voidNeed } from './actions/void-need.ts'
import { listLines } from './views/lists.ts'
import { listNeedRows } from './views/need-rows.ts'

const finders = [...CASEWORKERS, ...VILLAGERS]
/** Offices see needs with names masked and without words. */
const readers = [...finders, 'township_office', 'county_bureau'] as const

export const needRoutes: FastifyPluginAsyncZod = async (app) => {
  app.put('/needs/:id', {
    config: { who: finders, keepsUndelivered: ['post.not-held', 'resident.not-found', 'resident.closed', 'record.not-found'] },
    schema: { params: IdParams, body: SaveNeed, response: { 200: Saved, 202: KeptForHead } },
  }, (request) => request.as((work) => saveNeed(work, request.params.id, request.body)))

  app.get('/needs/:id', { config: { who: [...readers, 'evaluator'] }, schema: { params: IdParams, response: { 200: NeedView } } },
    (request) => request.as((work) => openNeed(work, request.params.id)))

  app.post('/needs/list', { config: { who: readers }, schema: { body: NeedFilter, response: { 200: NeedPage } } },
    (request) => request.as((work) => listNeedRows(work, request.body)))

  app.post('/needs/suggest', { config: { who: finders }, schema: { body: SuggestItems, response: { 200: ItemSuggestions } } },
    (request) => request.as((work) => suggestItems(work, request.body)))

  app.post('/lists/:kind', { config: { who: readers }, schema: { params: ListParams, body: ListFilter, response: { 200: ListPage } } },
    (request) => request.as((work) => listLines(work, request.params.kind, request.body)))

  app.post('/needs/:id/change', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: ChangeNeed, response: { 200: Saved } } },
    (request) => request.as((work) => changeNeed(work, request.params.id, request.body)))

  app.post('/needs/:id/answer-on-the-spot', { config: { who: finders }, schema: { params: IdParams, body: AnswerNeed, response: { 200: Saved } } },
    (request) => request.as((work) => answerNeed(work, request.params.id, request.body)))

  app.post('/needs/:id/hand-over', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: HandOverNeed, response: { 200: Saved } } },
    (request) => request.as((work) => handOverNeed(work, request.params.id, request.body)))

  app.post('/needs/:id/keep', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: KeepNeed, response: { 200: Saved } } },
    (request) => request.as((work) => keepNeed(work, request.params.id, request.body)))

  app.post('/needs/:id/close', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: CloseNeed, response: { 200: Saved } } },
    (request) => request.as((work) => closeNeed(work, request.params.id, request.body)))

  app.post('/needs/:id/confirm', { config: { who: finders }, schema: { params: IdParams, body: ConfirmNeed, response: { 200: Saved } } },
    (request) => request.as((work) => confirmNeed(work, request.params.id, request.body)))

  app.post('/needs/:id/reopen', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: ReopenNeed, response: { 200: Saved } } },
    (request) => request.as((work) => reopenNeed(work, request.params.id, request.body)))

  app.post('/needs/:id/void', { config: { who: CASEWORKERS }, schema: { params: IdParams, body: VoidNeed, response: { 200: Saved } } },
    (request) => request.as((work) => voidNeed(work, request.params.id, request.body)))
}
