export { needRoutes } from './routes.ts'
export { measuresOfNeed } from './measures.ts'
export type { NeedChanged, NeedFact } from './events.ts'
