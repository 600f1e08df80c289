export { requireStation } from './actions/require-station.ts'
export { stationRoutes } from './routes.ts'
export { findStation } from './store.ts'
