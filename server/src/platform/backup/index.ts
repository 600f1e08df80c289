export { backUp, type BackupParts, type Sums } from './back-up.ts'
export { BadBackup } from './envelope.ts'
export { withDatabase } from './reach-database.ts'
export { CannotRestore, restore, type Restored, type RestoreParts } from './restore.ts'
