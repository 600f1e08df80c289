import { Logger } from 'graphile-worker'
import type { Log } from '../log.ts'

/** The runner's own messages, without their metadata: that holds payloads and error texts. */
export function graphileLog(log: Log): Logger {
  return new Logger(() => (level, message) => {
    const short = message.split('\n')[0]!.slice(0, 160)
    if (level === 'error') log.error({ from: 'jobs' }, short)
    else if (level === 'warning') log.warn({ from: 'jobs' }, short)
    else log.debug({ from: 'jobs' }, short)
  })
}
