export { requireFilesToServe } from './actions/require-files-to-serve.ts'
