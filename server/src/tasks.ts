import { sql } from 'kysely'
import { recomputeDuties } from './modules/duties/index.ts'
import { mergeTail } from './modules/indicators/index.ts'
import { dropImportContents, makeExport, workOffImport } from './modules/residents/index.ts'
import { checkpointFolder, sealAudit } from './platform/audit/index.ts'
import type { Clock } from './platform/clock.ts'
import type { PushSettings } from './platform/config.ts'
import type { Database } from './platform/database/index.ts'
import { dropMadeFiles, localStore, purgeStaged, sweepStore } from './platform/files/index.ts'
import type { Tasks } from './platform/jobs/index.ts'
import type { Keyring } from './platform/keys/index.ts'
import type { Log } from './platform/log.ts'
import { forgetNotices, giveNotices, sendPushes } from './platform/notices/index.ts'
import { forgetDelivered, type DurableListener } from './platform/outbox.ts'

/** What follows an event later, each exactly once and in order per subject. */
export const listeners: readonly DurableListener[] = [giveNotices]

/** Minute, hour, day, month, weekday in UTC: 19:10 here is 03:10 in Shanghai. */
export const CRONTAB = `
* * * * * merge-tally ?max=3
* * * * * seal-audit ?max=3
* * * * * tell-clocks ?max=3
* * * * * send-pushes ?max=1
5 16 * * * recompute-duties ?max=3
10 19 * * * purge-staged-files ?max=3
20 19 * * * sweep-store ?max=3
30 19 * * * forget-delivered ?max=3
40 19 * * * drop-import-contents ?max=3
50 19 * * * forget-notices ?max=3
5 * * * * drop-made-files ?max=3
35 * * * * fill-empty-circles ?max=3
`

export interface TaskParts {
  /** A pool that signed in as wulian_listener. */
  listener: Database
  clock: Clock
  keys: Keyring
  dataFolder: string
  log: Log
  push?: PushSettings
}

/** Every job this service knows: what people ask for, and what runs by the clock. */
export function tasksOf({ listener, clock, keys, dataFolder, log, push = { contact: undefined, services: [] } }: TaskParts): Tasks {
  const store = localStore(dataFolder)
  return {
    personal: { 'work-off-import': workOffImport, 'export-residents': makeExport },
    standing: {
      'merge-tally': async () => { await mergeTail(listener) },
      'seal-audit': async () => { await sealAudit({ database: listener, clock, keys, folder: checkpointFolder(dataFolder) }) },
      'tell-clocks': async () => { await sql`select app.tell_clocks(${clock.now()})`.execute(listener) },
      'fill-empty-circles': async () => { await sql`select app.fill_empty_circles(${clock.now()})`.execute(listener) },
      'send-pushes': async () => { await sendPushes({ database: listener, clock, keys, log, push }) },
      // Just after midnight here: birthdays and groups that ran out begin and end duties. What should have followed by itself is a fault.
      'recompute-duties': async () => {
        const { files, wrong, turned } = await recomputeDuties(listener, clock.today())
        if (wrong > 0) throw new Error(`${wrong} of ${files} duties had not followed and were put right; ${turned} turned with the day`)
      },
      'purge-staged-files': async () => { await purgeStaged({ database: listener, clock, store }) },
      'sweep-store': async () => { await sweepStore({ database: listener, clock, store }) },
      'drop-import-contents': async () => { await dropImportContents({ database: listener, clock }) },
      'drop-made-files': async () => { await dropMadeFiles({ database: listener, clock }) },
      'forget-notices': async () => { await forgetNotices({ database: listener, clock }) },
      'forget-delivered': async () => { await forgetDelivered({ database: listener, clock }) },
    },
  }
}
