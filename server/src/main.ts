import { mkdirSync } from 'node:fs'
import { buildApp } from './app.ts'
import { machineClock } from './platform/clock.ts'
import { readConfig, type Config } from './platform/config.ts'
import { openDatabase } from './platform/database/index.ts'
import { servePages } from './platform/http/index.ts'
import { Keyring, readMasterKey } from './platform/keys/index.ts'
import { openLog } from './platform/log.ts'
import { urlFor } from './platform/postgres/migrate.ts'
import { prepareDatabase } from './platform/postgres/prepare.ts'

/** Starts everything in order; returns how to stop it in the reverse order. */
async function start(config: Config): Promise<{ address: string; stop: () => Promise<void> }> {
  mkdirSync(config.dataFolder, { recursive: true })
  const log = openLog(config.logLevel)
  const masterKey = readMasterKey(config)
  const prepared = await prepareDatabase(config, masterKey)
  const database = openDatabase({ url: urlFor('wulian_app', prepared.adminUrl, masterKey), poolSize: config.poolSize })
  const app = await buildApp({ dataFolder: config.dataFolder, metricsToken: config.metricsToken, database, clock: machineClock, keys: new Keyring(masterKey), log })
  const address = await app.listen({ host: config.host, port: config.port })
  return {
    address,
    stop: async () => {
      await app.close()
      await database.destroy()
      await prepared.stop()
    },
  }
}

const running = await start(readConfig(process.env)).catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
console.log(`五联已启动 Wulian is running: ${running.address}`)

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    running.stop().then(() => process.exit(0), (error: Error) => { console.error(error.message); process.exit(1) })
  })
}
