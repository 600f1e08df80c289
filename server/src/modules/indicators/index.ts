export { countRecord } from './listeners.ts'
