export { emergencyRoutes } from './routes.ts'
export { followOnLists } from './listeners.ts'
export { openEvent } from './actions/open-event.ts'
export { markCheck } from './actions/mark-check.ts'
