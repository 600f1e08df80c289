export { operatorRoutes, type OperatorOptions } from './routes.ts'
export { stuckRoutes } from './stuck.ts'
