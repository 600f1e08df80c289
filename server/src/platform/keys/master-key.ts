import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'

/** The installation's 32-byte key: from the environment, else from the data folder, where the first start makes it. */
export function readMasterKey({ masterKey, dataFolder }: Pick<Config, 'masterKey' | 'dataFolder'>): Buffer {
  if (masterKey) return Buffer.from(masterKey, 'base64')
  const file = join(dataFolder, 'master.key')
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== 32) throw new Error(`${file} does not hold 32 bytes in base64`)
  return key
}
