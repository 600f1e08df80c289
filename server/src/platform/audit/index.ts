export { checkpointFolder, publicKeyOf, readLines } from './checkpoint.ts'
export { auditRoutes } from './routes.ts'
export { sealAudit, type SealParts } from './seal.ts'
export { verifyAudit, type AuditFinding, type AuditVerdict } from './verify.ts'
