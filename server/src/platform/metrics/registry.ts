import { sql } from 'kysely'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '../database/index.ts'

export interface Metrics {
  registry: Registry
  answered: Histogram<'method' | 'route' | 'status'>
}

/** What the operator may count: routes by pattern, codes, times, queues. Nothing in it comes from a person or an address. */
export function openMetrics(database: Database): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const answered = new Histogram({
    name: 'wulian_http_seconds', help: 'Time to answer, by route pattern', labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers: [registry],
  })
  const queued = new Gauge({
    name: 'wulian_waiting', help: 'Events, jobs and audit leaves that wait or are stuck', labelNames: ['what'] as const, registers: [registry],
    async collect() {
      const { rows } = await sql<{ name: string; n: number }>`select name, n from app.platform_counts()`.execute(database)
      for (const { name, n } of rows) queued.set({ what: name }, n)
    },
  })
  return { registry, answered }
}
