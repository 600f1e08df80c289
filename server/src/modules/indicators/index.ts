export { countFile, countRecord } from './listeners.ts'
