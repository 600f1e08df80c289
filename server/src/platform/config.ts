import { z } from 'zod'

const Environment = z.object({
  /** Where this installation keeps its database, files and keys. */
  WULIAN_DATA: z.string().min(1).default('.data'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8400),
  /** A login that may create roles and the schema; without it an embedded PostgreSQL is started in WULIAN_DATA. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** 32 bytes in base64. Without it the key is kept in WULIAN_DATA/master.key. */
  WULIAN_MASTER_KEY: z.base64().length(44).optional(),
  WULIAN_DEMO: z.enum(['when-empty', 'off']).default('when-empty'),
  /** Which divisions are loaded at start: two digits a province, four a city, six a county. */
  WULIAN_DIVISIONS: z.string().regex(/^\d{2}(\d{2}){0,2}$/).default('5104'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  /** Lets a collector on another machine read /metrics with `Authorization: Bearer …`. Without it only this machine may. */
  WULIAN_METRICS_TOKEN: z.string().min(24).max(200).optional(),
  /** Lets browsers be woken (web push): whom a push service may ask, `mailto:…` or `https://…`. */
  WULIAN_PUSH_CONTACT: z.string().regex(/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/).max(200).optional(),
  /** Origins of push services beside those of the common browsers, with commas between. */
  WULIAN_PUSH_SERVICES: z.string().max(1000).default('').transform((text) => text.split(',').map((one) => one.trim()).filter(Boolean)).pipe(z.array(z.url().refine((one) => new URL(one).origin === one))),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(16),
})

export interface PushSettings {
  /** Whom a push service may ask about this installation, as RFC 8292 asks; without it nothing is pushed. */
  contact: string | undefined
  /** Origins of push services beside the known ones, as `https://push.example.cn`. */
  services: readonly string[]
}
export interface Config {
  dataFolder: string
  host: string
  port: number
  databaseUrl: string | undefined
  masterKey: string | undefined
  demo: 'when-empty' | 'off'
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  poolSize: number
  divisions: string
  metricsToken: string | undefined
  push: PushSettings
}

/** Reads the environment once. Throws an error whose message names every wrong variable. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`配置有误 Wrong configuration\n  ${wrong.join('\n  ')}`)
  }
  const e = parsed.data
  return {
    dataFolder: e.WULIAN_DATA, host: e.HOST, port: e.PORT, databaseUrl: e.DATABASE_URL, masterKey: e.WULIAN_MASTER_KEY,
    demo: e.WULIAN_DEMO, logLevel: e.LOG_LEVEL, poolSize: e.DATABASE_POOL, divisions: e.WULIAN_DIVISIONS, metricsToken: e.WULIAN_METRICS_TOKEN,
    push: { contact: e.WULIAN_PUSH_CONTACT, services: e.WULIAN_PUSH_SERVICES },
  }
}
