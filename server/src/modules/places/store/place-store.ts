import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Work } from '#server/platform/work.ts'
import type { CurrentDivision } from '../rules/check-corrections.ts'
import { type Level, reachOf } from '../rules/division-code.ts'
import type { CorrectionPlan } from '../rules/plan-corrections.ts'

/** A place that is in force today or was once; undefined when no such code was ever loaded. */
export function findPlace({ tx }: Pick<Work, 'tx'>, code: number) {
  return tx.selectFrom('place').selectAll().where('code', '=', code).executeTakeFirst()
}

/** Every place inside one, closed ones included, and those above it. */
export async function readWithin({ tx }: Work, within: number, above: readonly number[]): Promise<CurrentDivision[]> {
  const { from, to } = reachOf(within)
  const rows = await tx.selectFrom('place').select(['code', 'name', 'level', 'parent', 'valid_to'])
    .where((where) => where.or([where.between('code', from, to), where('code', 'in', [...above, within])])).execute()
  return rows.map(({ valid_to: validTo, level, ...row }) => ({ ...row, level: level as Level, closed: validTo !== null }))
}

/** Holds off a second list until this transaction ends. */
export const waitForTurn = ({ tx }: Work) => sql`select pg_advisory_xact_lock(7065)`.execute(tx)

/** Writes a plan without refusals. Facts keep the codes they were recorded with. */
export async function applyPlan(work: Work, plan: CorrectionPlan, { effectiveOn, redistricted }: { effectiveOn: string; redistricted: readonly number[] }): Promise<void> {
  const { tx } = work
  const edition = `bureau ${effectiveOn}`
  for (const { division } of plan.additions) await tx.insertInto('place').values({ ...division, edition, valid_from: effectiveOn }).execute()
  const change = (code: number, set: { name?: string; parent?: number | null; valid_to?: string; redistricted?: boolean }) =>
    tx.updateTable('place').set((row) => ({ ...set, version: row('version', '+', 1) })).where('code', '=', code).execute()
  for (const { code, to } of plan.renames) await change(code, { name: to })
  for (const { code, to } of plan.reparentings) await change(code, { parent: to })
  for (const { code } of plan.closures) await change(code, { valid_to: effectiveOn })
  for (const code of redistricted) await change(code, { redistricted: true })
  const kinds = kindsOf(plan)
  const pairs = plan.successors.filter(({ from, to }) => from !== to)
    .map(({ from, to }) => ({ old_code: from, new_code: to, effective_on: effectiveOn, kind: kinds(from, to) }))
  if (pairs.length > 0) await tx.insertInto('place_successor').values(pairs).onConflict((conflict) => conflict.doNothing()).execute()
}

/** What happened to the old place: it moved, was split, or was merged with others. */
function kindsOf(plan: CorrectionPlan): (from: number, to: number) => string {
  const split = new Set([...plan.splits.map(({ from }) => from), ...plan.redrawings.flatMap(({ from }) => from)])
  const moved = new Set(plan.moves.map(({ from }) => from))
  return (from) => (moved.has(from) ? 'moved' : split.has(from) ? 'split' : 'merged')
}

/** Takes living files of ended places to their one successor, where there is one. */
export async function followSuccessors({ tx }: Work, ended: readonly number[]): Promise<{ moved: number; leftBehind: number }> {
  const found = await sql<{ moved: number; leftBehind: number }>`
    select coalesce(sum(f.moved), 0)::int as moved, coalesce(sum(f.left_behind), 0)::int as "leftBehind" from unnest(${[...ended]}::int8[]) e (code), app.follow_successor(e.code) f`.execute(tx)
  return found.rows[0]!
}

/** One leaf for a whole list: places have no ids of their own. */
export async function leaveListTrace({ tx, actor }: Work, within: number, rows: number, content: unknown): Promise<void> {
  await tx.insertInto('audit_leaf').values({
    act: 'places-corrected', subject: 'place', cell: actor.cell, place: within, rows, digest: createHash('sha256').update(JSON.stringify(content)).digest(),
  }).execute()
}
