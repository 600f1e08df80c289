import { existsSync, readFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { hashPassword, makeTotpSecret, sealTotp } from '#server/modules/accounts/index.ts'
import { Keyring } from '#server/platform/keys/index.ts'
import { type City, makeCity } from '../city/make-city.ts'
import { type Cluster, MASTER_KEY, onServer } from '../support/cluster.ts'
import { judged, type Table } from '../support/report.ts'
import { startServer } from '../support/server.ts'
import type { Bench } from './bench.ts'

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const SIGN_IN = 'bench-head'
const PASSWORD = 'wulian-bench-2026'
const KB = 1024

interface Weighed {
  files: number
  /** As it came over the wire, with headers. */
  wire: number
  gzip: number
  brotli: number
}

/** Script and style from a cold cache, counted by Chromium, from the real server with the built web. */
export async function weight({ cluster, sizes }: Bench): Promise<Table> {
  const { buildWeb } = (await import(new URL('../../scripts/start.mjs', import.meta.url).href)) as { buildWeb(): void }
  buildWeb()
  const executablePath = BROWSERS.find(existsSync)
  if (!executablePath) throw new Error('no Chromium on this machine')
  const city = await makeCity(cluster, sizes[0])
  await letHeadSignIn(cluster, city)
  const server = await startServer(cluster, city.database)
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS })
  try {
    const phone = await weigh(browser, server.origin, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 })
    const desk = await weigh(browser, server.origin, { viewport: { width: 1440, height: 900 } })
    const row = (name: string, { files, wire, gzip, brotli }: Weighed, most: number) =>
      [name, files, ...[wire, gzip, brotli].map((bytes) => (bytes / KB).toFixed(1)), judged([Math.max(wire, gzip) / KB], { atMost: most })]
    return {
      title: 'Script and style from cold', about: 'A station head opens the address, signs in with password and code, and waits until 今天 shows its people; everything fetched until then and in the second after, sign-in included. '
        + 'Wire: what Chromium counted (CDP Network.loadingFinished), headers included. gzip -9 and brotli: the same files packed on their own. KB of 1,024 bytes.',
      columns: ['until 今天 is usable', 'files', 'wire KB', 'gzip KB', 'brotli KB', 'target met (larger of wire and gzip)'],
      rows: [row('on a phone, 390 × 844', phone, 300), row('at a desk, 1440 × 900', desk, 450)],
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** The head of the town, able to sign in: password and rolling code, as in a demo town. */
async function letHeadSignIn(cluster: Cluster, { database, towns }: City) {
  const { account } = towns[0]!.head
  const keys = new Keyring(MASTER_KEY)
  const [password, totp] = [await hashPassword(keys, PASSWORD), sealTotp(keys, account, makeTotpSecret())]
  await onServer(cluster.adminUrl(database), async (owner) => {
    await owner.query('update account set sign_in_name = $2 where id = $1', [account, SIGN_IN])
    await owner.query('insert into account_secret (account, password_hash, totp_sealed) values ($1, $2, $3) on conflict do nothing', [account, password, totp])
  })
}

async function weigh(browser: Browser, origin: string, device: BrowserContextOptions): Promise<Weighed> {
  const context = await browser.newContext({ ...device, locale: 'zh-CN' })
  try {
    const page = await context.newPage()
    const fetched = await listen(page)
    await page.goto(origin)
    await signIn(page)
    await page.waitForTimeout(1_000)
    return sum(fetched)
  } finally {
    await context.close()
  }
}

/** Fetched bytes by address, of script and style only. */
async function listen(page: Page): Promise<Map<string, number>> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  const [addresses, fetched] = [new Map<string, string>(), new Map<string, number>()]
  cdp.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script' || type === 'Stylesheet' || /\.(js|css)(\?|$)/.test(response.url)) addresses.set(requestId, response.url)
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const address = addresses.get(requestId)
    if (address !== undefined) fetched.set(address, (fetched.get(address) ?? 0) + encodedDataLength)
  })
  return fetched
}

async function signIn(page: Page) {
  await page.locator('input[autocomplete="username"]').fill(SIGN_IN)
  await page.locator('input[autocomplete="current-password"]').fill(PASSWORD)
  await page.locator('button[type="submit"]').click()
  const code = page.locator('input[autocomplete="one-time-code"]')
  await code.waitFor()
  // A trial town on this very machine offers its code.
  await page.locator('form button.quiet, form button').filter({ hasText: /\d{6}/ }).first().click()
  await page.locator('button[type="submit"]').click()
  await page.locator('.due-row').first().waitFor({ timeout: 30_000 })
  await page.waitForLoadState('networkidle')
}

function sum(fetched: ReadonlyMap<string, number>): Weighed {
  const total: Weighed = { files: fetched.size, wire: 0, gzip: 0, brotli: 0 }
  for (const [address, bytes] of fetched) {
    const text = readFileSync(join('web/dist', new URL(address).pathname))
    total.wire += bytes
    total.gzip += gzipSync(text, { level: 9 }).length
    total.brotli += brotliCompressSync(text).length
  }
  return total
}
