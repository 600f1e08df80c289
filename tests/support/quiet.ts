import type { Client } from 'pg'

/**
 * Waits until every transaction that has a number by now has ended, in any database of the cluster: tests in other files run beside
 * this one, and what waits for running transactions waits for theirs too.
 */
export async function untilQuiet(owner: Client): Promise<void> {
  const { rows: [{ now }] } = await owner.query('select pg_current_xact_id()::text as now')
  for (let i = 0; i < 600; i++) {
    const { rows: [{ done }] } = await owner.query('select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as done', [now])
    if (done) return
    await new Promise((go) => setTimeout(go, 20))
  }
  throw new Error('some transaction of this cluster runs for ever')
}
