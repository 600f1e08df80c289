import type { PushView } from '#api/notices.ts'
import { api } from '#web/platform/api.ts'
import { KEPT } from './use-notices.ts'

export const canBeWoken = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
const registration = async () => (await navigator.serviceWorker.getRegistration())?.active ? navigator.serviceWorker.ready : undefined

export interface Hours { quietFrom: number; quietUntil: number }

async function give(subscription: PushSubscription, hours: Hours): Promise<void> {
  const { endpoint, keys } = subscription.toJSON()
  await api.put('/notices/push', { endpoint, keys: { p256dh: keys?.['p256dh'], auth: keys?.['auth'] }, ...hours })
}

export type Outcome = 'done' | 'denied' | 'unreached'
/** Asks the reader, then the browser's push service, then tells the server. Not being reached is no fault of anybody here. */
export async function beWoken(account: string, key: string, hours: Hours): Promise<Outcome> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied'
  const ready = await registration()
  const asked = { userVisibleOnly: true, applicationServerKey: key }
  const subscription = (await ready?.pushManager.getSubscription()) ?? (await ready?.pushManager.subscribe(asked).catch(() => undefined))
  if (!subscription) return 'unreached'
  await give(subscription, hours)
  localStorage.setItem(KEPT, JSON.stringify({ account, ...hours }))
  return 'done'
}

export async function sleepAgain(): Promise<void> {
  localStorage.removeItem(KEPT)
  await (await (await registration())?.pushManager.getSubscription())?.unsubscribe()
  await api.delete('/notices/push')
}

/** After signing in anew: what one asked for once goes on. Somebody else on this browser is not woken. */
export async function goOnWaking(account: string): Promise<void> {
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as (Hours & { account: string }) | null
  if (kept?.account !== account || !canBeWoken() || Notification.permission !== 'granted') return
  const subscription = await (await registration())?.pushManager.getSubscription()
  if (!subscription) return
  const { key, own } = await api.get<PushView>('/notices/push')
  if (key !== null && own === null) await give(subscription, { quietFrom: kept.quietFrom, quietUntil: kept.quietUntil })
}
