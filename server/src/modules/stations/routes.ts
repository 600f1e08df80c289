import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { IdParams, Saved } from '#api/common.ts'
import { OFFICES } from '#api/roles.ts'
import {
  BuildPlanQuery, BuildPlanView, CheckParams, DirectoryQuery, MapQuery, SaveCheck, SaveStation, SaveStationContact, StationDirectory, StationFilter, StationMap, StationPage, StationView,
} from '#api/stations.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { checkLine } from './actions/check-line.ts'
import { saveContact } from './actions/save-contact.ts'
import { saveStation } from './actions/save-station.ts'
import { stationDirectory } from './views/directory.ts'
import { listStations } from './views/list.ts'
import { viewBuildPlan, viewMap } from './views/plan.ts'
import { viewStation } from './views/station.ts'

const DIRECTS = [...OFFICES, 'general_supervisor', 'administrator', 'evaluator', 'auditor'] as const

export const stationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post('/stations/list', { config: { who: 'signed-in' }, schema: { body: StationFilter, response: { 200: StationPage } } },
    (request) => request.as((work) => listStations(work, request.body)))

  app.post('/stations/directory', { config: { who: ['worker', 'station_head', 'general_worker', 'general_supervisor'] }, schema: { body: DirectoryQuery, response: { 200: StationDirectory } } },
    (request) => request.as((work) => stationDirectory(work, request.body.search)))

  app.get('/stations/:id', { config: { who: 'signed-in' }, schema: { params: IdParams, response: { 200: StationView } } },
    (request) => request.as(async (work) => {
      const found = await viewStation(work, request.params.id)
      if (!found) throw new Refusal('station.not-found')
      return found
    }))

  app.put('/stations/:id', {
    config: { who: ['county_bureau', 'administrator'] }, schema: { params: IdParams, body: SaveStation, response: { 200: Saved } },
  }, (request) => request.as((work) => saveStation(work, request.params.id, request.body)))

  app.put('/stations/:id/contact', {
    config: { who: ['station_head', 'general_supervisor'] }, schema: { params: IdParams, body: SaveStationContact, response: { 200: Saved } },
  }, (request) => request.as((work) => saveContact(work, request.params.id, request.body)))

  app.put('/stations/:id/checks/:item', {
    config: { who: ['station_head', 'general_supervisor', 'county_bureau', 'administrator'] }, schema: { params: CheckParams, body: SaveCheck, response: { 200: Saved } },
  }, (request) => request.as((work) => checkLine(work, request.params.id, request.params.item, request.body)))

  app.get('/build-plan', { config: { who: DIRECTS }, schema: { querystring: BuildPlanQuery, response: { 200: BuildPlanView } } },
    (request) => request.as((work) => viewBuildPlan(work, request.query.year, request.query.place)))

  app.get('/stations/map', { config: { who: DIRECTS }, schema: { querystring: MapQuery, response: { 200: StationMap } } },
    (request) => request.as((work) => viewMap(work, request.query.place, request.query.openOn ?? work.today)))
}
