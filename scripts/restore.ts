// npm run restore -- FILE [--replace]: puts a backup back into an empty installation, or in the place of this one. Stop the service first.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { restore, withDatabase } from '#server/platform/backup/index.ts'
import { readConfig, type Config } from '#server/platform/config.ts'

const args = process.argv.slice(2)
const [file] = args.filter((argument) => !argument.startsWith('--'))

/** The key this installation has, without making one. */
function presentKey({ masterKey, dataFolder }: Config): Buffer | undefined {
  const path = join(dataFolder, 'master.key')
  const text = masterKey ?? (existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined)
  return text === undefined ? undefined : Buffer.from(text, 'base64')
}

/** Leaves the restored key where the next start finds it; a different one that was there is kept beside it. */
function keepKey({ masterKey, dataFolder }: Config, present: Buffer | undefined, restored: Buffer) {
  if (present?.equals(restored)) return
  if (masterKey) {
    console.log(`WULIAN_MASTER_KEY 要改为备份的主密钥 must now be the key of the backup; it is in ${join(dataFolder, 'master.key')}`)
  }
  const path = join(dataFolder, 'master.key')
  if (existsSync(path)) renameSync(path, `${path}.replaced-${Date.now()}`)
  writeFileSync(path, restored.toString('base64'), { mode: 0o600, flag: 'wx' })
}

try {
  if (!file || args.some((argument) => argument.startsWith('--') && argument !== '--replace')) throw new Error('用法 Usage: npm run restore -- FILE [--replace]')
  const config = readConfig(process.env)
  mkdirSync(config.dataFolder, { recursive: true })
  const present = presentKey(config)
  const passphrase = process.env.WULIAN_BACKUP_PASSPHRASE || undefined
  const done = await withDatabase(config, (adminUrl) => restore({ adminUrl, dataFolder: config.dataFolder, file, masterKey: present, passphrase, replace: args.includes('--replace') }))
  keepKey(config, present, done.masterKey)
  console.log(`已恢复到 Restored as of ${done.madeAt.toISOString()}: ${Object.keys(done.sums.tables).length} tables, ${done.sums.files} files`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
