import { holder, type Holder } from './device-key.ts'
import { keep } from './kept.ts'
import type { Waiting } from './outbox.ts'
import { outboxStore, sealRow } from './sealed-rows.ts'
import { onDisk } from './store.ts'

/** Builds before sealing kept unsent writes and drafts in plain text. They are sealed when their writer opens this browser: nobody else's key would do. */
export async function takeOver(by: Holder = holder()): Promise<void> {
  await takeWrites(by)
  await takeDrafts(by)
}

async function takeWrites(by: Holder): Promise<void> {
  for (const row of await onDisk<Waiting & { sealed?: unknown }>('outbox').all()) {
    // Where nothing can be sealed the row stays on the disk until it is sent; what the tab knows of it is newer.
    if (row.account === by.account && !row.sealed && !(await outboxStore().find(row.id))?.sealed) await outboxStore().put(await sealRow(by, row))
  }
}

/** One draft lay in two places: its plain values, and its words about people. */
async function takeDrafts(by: Holder): Promise<void> {
  const prefix = `wulian.draft.${by.account}.`
  const found = new Map<string, { values: object; at: number }>()
  const places = [localStorage, sessionStorage].flatMap((store) => Object.keys(store).filter((key) => key.startsWith(prefix)).map((key) => ({ store, key })))
  for (const { store, key } of places) {
    const form = key.slice(prefix.length).replace(/^(?:plain|words)\./, '')
    const { values, at } = JSON.parse(store.getItem(key)!) as { values: object; at: number }
    found.set(form, { values: { ...found.get(form)?.values, ...values }, at: Math.max(at, found.get(form)?.at ?? 0) })
  }
  for (const [form, draft] of found) await keep(`draft/${form}`, draft, by)
  for (const { store, key } of places) store.removeItem(key)
}
