export { Keyring, type KeyHome } from './keyring.ts'
export { readMasterKey } from './master-key.ts'
export { openWith, sealWith, SUITES, type Suite } from './suites.ts'
