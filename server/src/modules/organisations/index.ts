export { organisationRoutes } from './routes.ts'
export { findOrganisation } from './store.ts'
