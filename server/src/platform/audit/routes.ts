import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { AuditVerdict, LeavesPage, LeavesQuery, VerifyAgainst } from '#api/platform.ts'
import { checkpointFolder, publicKeyOf, readLines } from './checkpoint.ts'
import { listLeaves } from './list-leaves.ts'
import { verifyAudit } from './verify.ts'

/** What auditors, and only they, may ask. */
export const auditRoutes: FastifyPluginAsyncZod = async (app) => {
  const { keys, dataFolder } = app.parts
  const key = publicKeyOf(keys)
  const publicKey = key.export({ format: 'pem', type: 'spki' }).toString()
  app.get('/audit/leaves', { config: { who: ['auditor'] }, schema: { querystring: LeavesQuery, response: { 200: LeavesPage } } },
    (request) => request.as((work) => listLeaves(work, request.query)))
  app.get('/audit/verify', { config: { who: ['auditor'] }, schema: { response: { 200: AuditVerdict } } },
    (request) => request.as(async ({ tx }) => ({ ...(await verifyAudit(tx, key, readLines(checkpointFolder(dataFolder)))), publicKey })))
  app.post('/audit/verify', { config: { who: ['auditor'] }, bodyLimit: 64 * 1024 * 1024, schema: { body: VerifyAgainst, response: { 200: AuditVerdict } } },
    (request) => request.as(async ({ tx }) => ({ ...(await verifyAudit(tx, key, request.body.lines)), publicKey })))
}
