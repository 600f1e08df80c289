import { z } from 'zod'
import type { LeftWrite, LeftWriteKept } from '#api/session.ts'
import type { Database } from '#server/platform/database/index.ts'
import { openWith, type Keyring } from '#server/platform/keys/index.ts'
import { keepLeftWrite } from '#server/platform/undelivered.ts'
import { aboutUnsent, deviceKeyOf } from '../rules/device-key.ts'

/** An unsent write as the web seals it; what else it carries is the browser's own. */
const Unsent = z.object({ method: z.enum(['PUT', 'POST']), path: z.string().regex(/^\/[\w/-]{1,200}$/), post: z.uuid(), body: z.record(z.string(), z.unknown()) })

/**
 * Takes in what a closed account left unsent in a browser, for the head of its station. Nobody is signed in: that it opens shows that it was
 * sealed in an open session of this account. A write of an active account, and one that does not open, stays where it is.
 */
export async function takeLeftWrite({ database, keys, now }: { database: Database; keys: Keyring; now: Date }, { account, device, id, sealed }: LeftWrite): Promise<LeftWriteKept> {
  const write = openUnsent(deviceKeyOf(keys, account, device), id, sealed)
  if (!write) return { kept: false }
  return { kept: await keepLeftWrite(database, keys, { account, post: write.post, at: now, id, route: `${write.method} /api/v1${write.path}`, body: write.body }) }
}

function openUnsent(key: Buffer, id: string, sealed: string): z.infer<typeof Unsent> | undefined {
  try { return Unsent.parse(JSON.parse(openWith(key, Buffer.from(sealed, 'base64'), aboutUnsent(id)).toString('utf8'))) } catch { return undefined }
}
