import { accountRoutes, meRoutes, sessionRoutes } from './modules/accounts/index.ts'
import { calendarRoutes } from './modules/calendar/index.ts'
import { contractRoutes } from './modules/contracts/index.ts'
import { dutyRoutes, followFile, followRecords } from './modules/duties/index.ts'
import { emergencyRoutes, followOnLists } from './modules/emergency/index.ts'
import { countFile, countNeed, countRecords, countService, indicatorRoutes } from './modules/indicators/index.ts'
import { needRoutes } from './modules/needs/index.ts'
import { organisationRoutes } from './modules/organisations/index.ts'
import { placeRoutes } from './modules/places/index.ts'
import { recordRoutes } from './modules/records/index.ts'
import { residentRoutes } from './modules/residents/index.ts'
import { glassRoutes } from './modules/safeguarding/index.ts'
import { doorRoutes, followContact, serviceRoutes } from './modules/services/index.ts'
import { standardsRoutes } from './modules/standards/index.ts'
import { stationRoutes } from './modules/stations/index.ts'
import { auditRoutes } from './platform/audit/index.ts'
import { fileRoutes, madeFileRoutes } from './platform/files/index.ts'
import { createHttp, servePages, type Http, type HttpParts } from './platform/http/index.ts'
import { noticeRoutes } from './platform/notices/index.ts'
import { operatorRoutes, stuckRoutes } from './platform/metrics/index.ts'
import { together, type Followers } from './platform/work.ts'

/** Who follows what, inside the transaction of the fact. */
export const followers: Followers = {
  'file.changed': [countFile, followFile],
  'need.changed': [countNeed],
  'record.changed': [together(countRecords), together(followRecords), followContact, together(followOnLists)],
  'service.changed': [countService],
}

const platform = [fileRoutes, madeFileRoutes, auditRoutes, noticeRoutes, stuckRoutes]
const modules = [sessionRoutes, meRoutes, accountRoutes, placeRoutes, standardsRoutes, organisationRoutes, stationRoutes, contractRoutes, residentRoutes, recordRoutes, dutyRoutes, needRoutes, serviceRoutes, doorRoutes, emergencyRoutes, glassRoutes, calendarRoutes, indicatorRoutes]

/** Puts the whole service together. Tests call this too. */
export async function buildApp(parts: Omit<HttpParts, 'followers'>): Promise<Http> {
  const app = await createHttp({ ...parts, followers })
  await app.register(operatorRoutes, { metricsToken: parts.metricsToken })
  await servePages(app, parts.pages)
  for (const routes of [...platform, ...modules]) await app.register(routes, { prefix: '/api/v1' })
  await app.ready()
  return app
}
