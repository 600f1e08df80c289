import { countFile, countRecord } from './modules/indicators/index.ts'
import { organisationRoutes } from './modules/organisations/index.ts'
import { placeRoutes } from './modules/places/index.ts'
import { recordRoutes } from './modules/records/index.ts'
import { residentRoutes } from './modules/residents/index.ts'
import { standardsRoutes } from './modules/standards/index.ts'
import { createHttp, type Http, type HttpParts } from './platform/http/index.ts'
import type { Followers } from './platform/work.ts'

/** Who follows what, inside the transaction of the fact. */
export const followers: Followers = {
  'file.changed': [countFile],
  'record.changed': [countRecord],
}

const modules = [residentRoutes, placeRoutes, standardsRoutes, organisationRoutes, recordRoutes]

/** Puts the whole service together. Tests call this too. */
export async function buildApp(parts: Omit<HttpParts, 'followers'>): Promise<Http> {
  const app = await createHttp({ ...parts, followers })
  for (const routes of modules) await app.register(routes, { prefix: '/api/v1' })
  await app.ready()
  return app
}
