export { requireStation } from './actions/require-station.ts'
export { saveStation } from './actions/save-station.ts'
export { stationRoutes } from './routes.ts'
export { findStation } from './store.ts'
