// npm run backup -- FILE: everything in one sealed file, while the service runs. WULIAN_BACKUP_PASSPHRASE lets it be opened where the
// master key is lost; without it, keep a copy of the master key (WULIAN_DATA/master.key) apart from the backups.
import { existsSync, statSync } from 'node:fs'
import { backUp, withDatabase } from '#server/platform/backup/index.ts'
import { readConfig } from '#server/platform/config.ts'
import { readMasterKey } from '#server/platform/keys/index.ts'

const out = process.argv[2]
const passphrase = process.env.WULIAN_BACKUP_PASSPHRASE || undefined
try {
  if (!out) throw new Error('用法 Usage: npm run backup -- FILE')
  if (existsSync(out)) throw new Error(`${out} 已存在 already exists`)
  if (passphrase && passphrase.length < 12) throw new Error('WULIAN_BACKUP_PASSPHRASE: 至少 12 个字符 at least 12 characters')
  const config = readConfig(process.env)
  const masterKey = readMasterKey(config)
  const sums = await withDatabase(config, (adminUrl) => backUp({ adminUrl, dataFolder: config.dataFolder, masterKey, passphrase, out, madeAt: new Date() }))
  const megabytes = (statSync(out).size / 1048576).toFixed(1)
  console.log(`已备份 Backed up: ${out} (${megabytes} MB, ${Object.keys(sums.tables).length} tables, ${sums.files} files)`)
  if (!passphrase) console.log('没有设口令：恢复时需要主密钥。No passphrase: a restore needs the master key.')
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
