export { organisationRoutes } from './routes.ts'
export { findOrganisation } from './store.ts'
export { saveOrganisation } from './actions/save-organisation.ts'
