export { countFile, countNeed, countRecord } from './listeners.ts'
export { indicatorRoutes } from './routes.ts'
export { mergeTail } from './store/tail.ts'
