import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { IdParams, Saved } from '#api/common.ts'
import { CoverList, ManySaved, MonthDuty, MonthDutyQuery, OverdueQuery, OverdueView, PutOffDuty, PutOffMany, ReassignDuty, ReassignMany, SaveCover, TodayQuery, TodayView } from '#api/duties.ts'
import { CASEWORKERS, VILLAGERS } from '#api/roles.ts'
import { putOffDuties } from './actions/put-off-duties.ts'
import { reassignDuties } from './actions/reassign-duties.ts'
import { saveCover } from './actions/save-cover.ts'
import { showToday } from './actions/show-today.ts'
import { listCovers } from './store/covers.ts'
import { listMonthDuty } from './views/month-duty.ts'
import { listOverdue } from './views/overdue.ts'

const visitors = [...CASEWORKERS, ...VILLAGERS]
/** Offices see the month by masked names; posts that see no people get the counts alone. */
const overseers = [...visitors, 'township_office', 'township_leader', 'county_bureau', 'city_bureau'] as const

export const dutyRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post('/today', {
    config: { who: visitors },
    schema: { body: TodayQuery, response: { 200: TodayView } },
  }, (request) => request.as((work) => showToday(work, request.body)))

  app.post('/duties/:id/put-off', {
    config: { who: visitors },
    schema: { params: IdParams, body: PutOffDuty, response: { 200: Saved } },
  }, (request) => request.as(async (work) => {
    const { version, ...putOff } = request.body
    await putOffDuties(work, { rows: [{ id: request.params.id, version }], ...putOff })
    return { id: request.params.id, version: version + 1 }
  }))

  app.post('/duties/put-off-many', {
    config: { who: visitors },
    schema: { body: PutOffMany, response: { 200: ManySaved } },
  }, (request) => request.as((work) => putOffDuties(work, request.body)))

  app.post('/duties/:id/reassign', {
    config: { who: CASEWORKERS },
    schema: { params: IdParams, body: ReassignDuty, response: { 200: Saved } },
  }, (request) => request.as(async (work) => {
    const { version, ...reassign } = request.body
    await reassignDuties(work, { rows: [{ id: request.params.id, version }], ...reassign })
    return { id: request.params.id, version: version + 1 }
  }))

  app.post('/duties/reassign-many', {
    config: { who: CASEWORKERS },
    schema: { body: ReassignMany, response: { 200: ManySaved } },
  }, (request) => request.as((work) => reassignDuties(work, request.body)))

  app.post('/duties/month', {
    config: { who: overseers },
    schema: { body: MonthDutyQuery, response: { 200: MonthDuty } },
  }, (request) => request.as((work) => listMonthDuty(work, request.body)))

  app.post('/duties/overdue', {
    config: { who: [...CASEWORKERS, 'county_bureau', 'city_bureau', 'party_department'] },
    schema: { body: OverdueQuery, response: { 200: OverdueView } },
  }, (request) => request.as((work) => listOverdue(work, request.body)))

  app.put('/covers/:id', {
    config: { who: CASEWORKERS },
    schema: { params: IdParams, body: SaveCover, response: { 200: Saved } },
  }, (request) => request.as((work) => saveCover(work, request.params.id, request.body)))

  app.get('/covers', {
    config: { who: CASEWORKERS },
    schema: { response: { 200: CoverList } },
  }, (request) => request.as((work) => listCovers(work)))
}
