export { recordRoutes } from './routes.ts'
export { measuresOfRecord, type Measured } from './measures.ts'
export type { Fact, RecordChanged, Served } from './events.ts'
