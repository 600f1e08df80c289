import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Id, IdParams, Saved } from '#api/common.ts'
import {
  AmendRecord, ClassifyRecords, ContactYears, KeptForHead, PublishPhoto, RecordFilter, RecordPage, RecordView, SavedMany, SaveRecord, SaveSheet, SettleUndelivered, UnclassifiedPage, UnclassifiedQuery,
  UndeliveredList, UndeliveredView, VoidRecord,
} from '#api/records.ts'
import { CASEWORKERS, VILLAGERS } from '#api/roles.ts'
import { localStore } from '#server/platform/files/index.ts'
import { amendRecord } from './actions/amend-record.ts'
import { classifyRecords } from './actions/classify-records.ts'
import { openRecord } from './actions/open-record.ts'
import { openUndelivered } from './actions/open-undelivered.ts'
import { publishPhoto } from './actions/publish-photo.ts'
import { saveRecord } from './actions/save-record.ts'
import { saveSheet } from './actions/save-sheet.ts'
import { settleUndelivered } from './actions/settle-undelivered.ts'
import { voidRecord } from './actions/void-record.ts'
import { countContactYears } from './views/contact-years.ts'
import { listRecordRows } from './views/record-rows.ts'
import { listUnclassifiedRows } from './views/unclassified.ts'
import { listKept } from './views/undelivered.ts'

const writers = [...CASEWORKERS, ...VILLAGERS]
/** Offices see records with names masked and without words; so does an evaluator the few that were drawn for him. */
const readers = [...writers, 'township_office', 'county_bureau'] as const
const PhotoParams = z.object({ id: Id, blob: Id })
const heads = ['station_head', 'general_supervisor'] as const
/** The post ended or moved, the file is out of reach or closed, the form is withdrawn: kept for the head, never dropped. */
const keepsUndelivered = ['post.not-held', 'resident.not-found', 'resident.closed', 'form.withdrawn'] as const

export const recordRoutes: FastifyPluginAsyncZod = async (app) => {
  const store = localStore(app.parts.dataFolder)

  app.put('/records/:id', {
    config: { who: writers, keepsUndelivered },
    schema: { params: IdParams, body: SaveRecord, response: { 200: Saved, 202: KeptForHead } },
  }, (request) => request.as((work) => saveRecord(work, request.params.id, request.body)))

  app.put('/records/sheets/:id', {
    config: { who: writers, keepsUndelivered },
    schema: { params: IdParams, body: SaveSheet, response: { 200: SavedMany, 202: KeptForHead } },
  }, (request) => request.as((work) => saveSheet(work, request.params.id, request.body)))

  app.post('/records/:id/amend', {
    config: { who: writers, keepsUndelivered: [...keepsUndelivered, 'record.not-found'] },
    schema: { params: IdParams, body: AmendRecord, response: { 200: Saved, 202: KeptForHead } },
  }, (request) => request.as((work) => amendRecord(work, request.params.id, request.body)))

  app.post('/records/:id/void', {
    config: { who: writers },
    schema: { params: IdParams, body: VoidRecord, response: { 200: Saved } },
  }, (request) => request.as((work) => voidRecord(work, request.params.id, request.body)))

  app.post('/records/:id/photos/:blob/publish', {
    config: { who: writers },
    schema: { params: PhotoParams, body: PublishPhoto, response: { 200: z.any() } },
  }, async (request, reply) => {
    const copy = await request.as((work) => publishPhoto(work, store, request.params.id, request.params.blob, request.body))
    return reply.type('image/jpeg').header('cache-control', 'private, no-store').header('x-content-type-options', 'nosniff').send(copy)
  })

  app.post('/records/classify', {
    config: { who: writers },
    schema: { body: ClassifyRecords, response: { 200: SavedMany } },
  }, (request) => request.as((work) => classifyRecords(work, request.body)))

  app.get('/records/:id', {
    config: { who: [...readers, 'evaluator'] },
    schema: { params: IdParams, response: { 200: RecordView } },
  }, (request) => request.as((work) => openRecord(work, request.params.id)))

  app.post('/records/years', {
    config: { who: readers },
    schema: { body: z.strictObject({ file: Id }), response: { 200: ContactYears } },
  }, (request) => request.as((work) => countContactYears(work, request.body.file)))

  app.post('/records/list', {
    config: { who: readers },
    schema: { body: RecordFilter, response: { 200: RecordPage } },
  }, (request) => request.as((work) => listRecordRows(work, request.body)))

  app.post('/records/unclassified', {
    config: { who: writers },
    schema: { body: UnclassifiedQuery, response: { 200: UnclassifiedPage } },
  }, (request) => request.as((work) => listUnclassifiedRows(work, request.body)))

  app.get('/undelivered', {
    config: { who: heads },
    schema: { response: { 200: UndeliveredList } },
  }, (request) => request.as((work) => listKept(work)))

  app.get('/undelivered/:id', {
    config: { who: heads },
    schema: { params: IdParams, response: { 200: UndeliveredView } },
  }, (request) => request.as((work) => openUndelivered(work, request.params.id)))

  app.post('/undelivered/:id/settle', {
    config: { who: heads },
    schema: { params: IdParams, body: SettleUndelivered, response: { 200: Saved } },
  }, (request) => request.as((work) => settleUndelivered(work, request.params.id, request.body)))
}
