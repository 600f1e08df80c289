import { Refusal } from '#server/platform/refusal.ts'

/** Refuses when a row is missing, out of reach or was changed since it was read. */
export function checkVersions(asked: readonly { id: string; version: number }[], found: readonly { id: string; version: number }[]): void {
  const versions = new Map(found.map(({ id, version }) => [id, version]))
  for (const { id, version } of asked) {
    const now = versions.get(id)
    if (now === undefined) throw new Refusal('duty.not-found')
    if (now !== version) throw new Refusal('duty.changed-since', { fields: [], now: { id, version: now } })
  }
}
