import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { findRunning, startEmbedded } from '../postgres/embedded.ts'

/** The database of this installation, without changing it: the one DATABASE_URL names, the embedded one that runs, or one started for `work`. */
export async function withDatabase<T>({ databaseUrl, dataFolder }: Pick<Config, 'databaseUrl' | 'dataFolder'>, work: (adminUrl: string) => Promise<T>): Promise<T> {
  if (databaseUrl) return work(databaseUrl)
  const folder = join(dataFolder, 'postgres')
  const running = findRunning(folder)
  if (running) return work(running('wulian'))
  mkdirSync(folder, { recursive: true })
  const postgres = await startEmbedded({ folder })
  try {
    return await work(postgres.adminUrl('wulian'))
  } finally {
    await postgres.stop()
  }
}
