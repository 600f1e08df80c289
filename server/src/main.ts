import { mkdirSync } from 'node:fs'
import { Client } from 'pg'
import { buildApp, followers } from './app.ts'
import { demoAccounts } from './demo/plan.ts'
import type { DemoParts } from './demo/stage.ts'
import { beginInstallation, findInstallation, type Installation } from './first-start.ts'
import { loadDivisions } from './modules/places/index.ts'
import { loadPacks, printOfPacks } from './modules/standards/index.ts'
import { claimFolder } from './platform/claim-folder.ts'
import { machineClock } from './platform/clock.ts'
import { readConfig, type Config } from './platform/config.ts'
import { openDatabase } from './platform/database/index.ts'
import { startJobs } from './platform/jobs/index.ts'
import { Keyring, readMasterKey } from './platform/keys/index.ts'
import { openLog } from './platform/log.ts'
import { startDelivery } from './platform/outbox.ts'
import { urlFor } from './platform/postgres/migrate.ts'
import { prepareDatabase, type PreparedDatabase } from './platform/postgres/prepare.ts'
import { CRONTAB, listeners, tasksOf } from './tasks.ts'

const LOOPBACK = ['127.0.0.1', 'localhost', '::1']

/** Starts everything in order; returns how to stop it in the reverse order. */
async function start(config: Config): Promise<{ address: string; stop: () => Promise<void> }> {
  mkdirSync(config.dataFolder, { recursive: true })
  const [log, clock] = [openLog(config.logLevel), machineClock]
  const giveUp = claimFolder(config.dataFolder)
  const masterKey = readMasterKey(config)
  const stops: (() => Promise<void>)[] = [async () => giveUp()]
  const stop = async () => { for (const step of stops.reverse()) await step() }
  try {
    const prepared = await prepareDatabase(config, masterKey)
    stops.push(prepared.stop)
    const [appUrl, listenerUrl] = [urlFor('wulian_app', prepared.adminUrl, masterKey), urlFor('wulian_listener', prepared.adminUrl, masterKey)]
    const database = openDatabase({ url: appUrl, poolSize: config.poolSize })
    const listener = openDatabase({ url: listenerUrl, poolSize: 4 })
    stops.push(async () => { await Promise.all([database.destroy(), listener.destroy()]) })
    const keys = new Keyring(masterKey)
    const { dataFolder } = config
    const installation = await getReady(config, prepared, { database, keys, log, followers, today: clock.today() })
    const delivery = startDelivery({ database: listener, clock, keys, log, listeners })
    stops.push(() => delivery.stop())
    const jobs = await startJobs({ url: listenerUrl, database, clock, keys, log, followers, tasks: tasksOf({ listener, clock, keys, dataFolder, log, push: config.push }), crontab: CRONTAB })
    stops.push(jobs.stop)
    const app = await buildApp({ dataFolder, metricsToken: config.metricsToken, push: config.push, database, clock, keys, log, pages: 'web/dist',
      demo: installation.demo, loopback: LOOPBACK.includes(config.host) })
    stops.push(() => app.close())
    const address = await app.listen({ host: config.host, port: config.port })
    if (installation.demo) console.log(demoAccounts())
    return { address, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Divisions and standards packs that are not there yet; at the first start, the demo town or the first administrator. */
async function getReady(config: Config, prepared: PreparedDatabase, parts: Omit<DemoParts, 'owner'>): Promise<Installation> {
  const owner = new Client({ connectionString: prepared.adminUrl })
  await owner.connect()
  try {
    const known = await findInstallation(owner)
    if (known && !known.ready) return await startOver(config, prepared, parts)
    await loadDivisions(owner, config.divisions)
    const print = printOfPacks('standards')
    if (known?.packsRead === print) return known
    await loadPacks(owner, 'standards')
    const installation = known ?? (await beginInstallation({ ...parts, owner }, config.demo === 'when-empty', config.divisions, (line) => console.log(line)))
    await owner.query('update installation set packs_read = $1', [print])
    return installation
  } finally {
    await owner.end().catch(() => {})
  }
}

async function startOver(config: Config, prepared: PreparedDatabase, parts: Omit<DemoParts, 'owner'>): Promise<Installation> {
  if (!prepared.startOver) throw new Error('上次第一次启动没有完成：请清空 DATABASE_URL 指向的数据库再启动 The first start was cut off: empty the database and start again')
  await prepared.startOver()
  return getReady(config, prepared, parts)
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
