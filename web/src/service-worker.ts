/**
 * Opens the app without network: keeps the page and those scripts, styles and texts that were used. They carry no word about anybody.
 * What the service answers never passes through here. Without this file everything works as before, with network.
 */
interface Waits extends Event { waitUntil: (work: Promise<unknown>) => void }
interface Asked extends Waits { request: Request; respondWith: (answer: Promise<Response>) => void }
interface Told extends Waits { data: { build: string; paths: string[] } }
interface Pushed extends Waits { data: { json: () => { title: string; body: string; urgent: boolean } } | null }
interface Clicked extends Waits { notification: { close: () => void } }
interface Tab { focus: () => Promise<unknown>; navigate: (to: string) => Promise<unknown> }
interface Worker {
  addEventListener: ((type: 'install' | 'activate', run: (event: Waits) => void) => void) & ((type: 'fetch', run: (event: Asked) => void) => void) & ((type: 'message', run: (event: Told) => void) => void) & ((type: 'push', run: (event: Pushed) => void) => void) & ((type: 'notificationclick', run: (event: Clicked) => void) => void)
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void>; matchAll: (which: { type: 'window' }) => Promise<Tab[]>; openWindow: (to: string) => Promise<unknown> }
  registration: { showNotification: (title: string, how: object) => Promise<void> }
}
const worker = self as unknown as Worker

const PREFIX = 'wulian-'
const CACHE = PREFIX + __BUILD__
/** Tabs that were opened before the update still ask for the last build's files. */
const BUILDS_KEPT = 2
const PATIENCE_MS = 5_000

/** Named by their content: what was fetched once never changes. */
const isAsset = (path: string): boolean => path.startsWith('/assets/') || path === '/icon.svg'
/** Of all builds, the oldest first. */
const ours = async (): Promise<string[]> => (await caches.keys()).filter((name) => name.startsWith(PREFIX))

/**
 * An open page says that all it needs on the way has come. Only then may its build be the one that opens without network: half an app must not
 * replace a whole one. A page the server no longer gives is not kept any more.
 */
async function keepBuild({ build, paths }: Told['data']): Promise<void> {
  const cache = await caches.open(PREFIX + build)
  const missing = await Promise.all([...new Set([...paths, '/icon.svg'])].filter(isAsset).map(async (path) => ((await cache.match(path)) ? [] : [path])))
  await cache.addAll(missing.flat())
  const page = await fetch('/', { cache: 'no-cache' })
  const names = Array.from((await page.clone().text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g), ([, path]) => path!)
  if (!page.ok || !names.every((path) => paths.includes(path))) return
  await cache.put('/', page)
  await Promise.all((await ours()).slice(0, -BUILDS_KEPT).map((name) => caches.delete(name)))
}

async function keptPage(): Promise<Response | undefined> {
  for (const name of (await ours()).reverse()) {
    const found = await (await caches.open(name)).match('/')
    if (found) return found
  }
  return undefined
}

/** The newest page there is; the kept one when the network is away, too slow, or its server is. */
async function page(request: Request): Promise<Response> {
  const kept = await keptPage()
  if (!kept) return fetch(request)
  const late = new Promise<Response>((resolve) => { setTimeout(() => resolve(kept), PATIENCE_MS) })
  const now = fetch(request).then((answer) => (answer.status >= 500 ? kept : answer), () => kept)
  return Promise.race([now, late])
}

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request.url)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await (await caches.open(CACHE)).put(request.url, answer.clone()).catch(() => undefined)
  return answer
}

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (isAsset(pathname)) event.respondWith(asset(request))
  else if (request.mode === 'navigate' && !pathname.startsWith('/api') && !pathname.includes('.')) event.respondWith(page(request))
})
worker.addEventListener('message', (event) => event.waitUntil(keepBuild(event.data).catch(() => undefined)))

/** How many, and whether it can wait, in the words of the server. What it is about stands behind the sign-in; the newest takes the place of the one before. */
async function tellOfNotices({ data }: Pushed): Promise<void> {
  const { title, body, urgent } = data?.json() ?? { title: location.host, body: '', urgent: false }
  await worker.registration.showNotification(title, { body, tag: 'wulian', renotify: true, requireInteraction: urgent, icon: '/icon.svg' })
}
async function openNotices({ notification }: Clicked): Promise<void> {
  notification.close()
  const [tab] = await worker.clients.matchAll({ type: 'window' })
  await (tab ? tab.navigate('/notices').then(() => tab.focus()) : worker.clients.openWindow('/notices'))
}
worker.addEventListener('push', (event) => event.waitUntil(tellOfNotices(event)))
worker.addEventListener('notificationclick', (event) => event.waitUntil(openNotices(event)))
