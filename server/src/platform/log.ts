import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'

export type Log = Logger

/** Structured lines with request ids. Ids, codes and counts only: bodies, names, numbers and queries are never handed to it. */
export function openLog(level: Config['logLevel']): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ['req.headers', 'headers', 'body', '*.password', '*.token', '*.code'] })
}
