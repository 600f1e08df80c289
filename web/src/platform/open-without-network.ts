/** After the page and the forms it fetches for the way: the network is theirs first. */
const AFTER_MS = 5_000

/** What this page has loaded so far, by path. */
const loaded = new Set<string>()
const note = (list: PerformanceObserverEntryList) => { for (const { name } of list.getEntries()) if (name.startsWith(location.origin)) loaded.add(new URL(name).pathname) }

let isWhole = false
const tell = () => { if (isWhole) navigator.serviceWorker?.controller?.postMessage({ build: __BUILD__, paths: [...loaded] }) }

/** All that is used on the way has been fetched: this build may open without network now. */
export function mayOpenWithoutNetwork(): void {
  isWhole = true
  tell()
}

/** Lets the app open without network, where the browser can: over TLS, and not inside WeChat on an iPhone. Elsewhere nothing changes. */
export function openWithoutNetwork(): void {
  const { serviceWorker } = navigator
  if (!serviceWorker || !import.meta.env.PROD) return
  new PerformanceObserver(note).observe({ type: 'resource', buffered: true })
  serviceWorker.addEventListener('controllerchange', tell)
  setTimeout(() => { void serviceWorker.register('/worker.js', { updateViaCache: 'none' }).catch(() => undefined) }, AFTER_MS)
}
