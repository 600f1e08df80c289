import type { SplitChecks } from '#api/emergency.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { sharesOf } from '../rules/shares.ts'
import { findCheckers, findListed, findUnfinished, giveChecks } from '../store.ts'
import { requireEvent } from '../views/events.ts'
import { admitChecks } from '../views/rows.ts'

/** 分工: gives the unfinished rows of a list to checkers. Of a wider event a head gives those within his reach. */
export async function splitChecks(work: Work, id: string, input: SplitChecks): Promise<{ given: number }> {
  const event = await requireEvent(work, id)
  if (event.endedAt !== null) throw new Refusal('event.closed')
  await requireCheckers(work, input)
  if (input.how === 'rows') {
    await admitChecks(work, id)
    const listed = await findListed(work, id, input.rows)
    if (listed.length < new Set(input.rows).size) throw new Refusal('event.not-listed')
    return give(work, listed, input.checker)
  }
  if (input.how === 'equal') {
    const shares = sharesOf(await findUnfinished(work, id), input.checkers)
    for (const { checker, rows } of shares) await giveChecks(work, rows, checker)
    return { given: shares.reduce((sum, { rows }) => sum + rows.length, 0) }
  }
  let given = 0
  for (const { village, checker } of input.of.toSorted((a, b) => a.village - b.village)) given += (await give(work, await findUnfinished(work, id, village), checker)).given
  return { given }
}

async function give(work: Work, rows: readonly string[], checker: string | null) {
  await giveChecks(work, rows, checker)
  return { given: rows.length }
}

async function requireCheckers(work: Work, input: SplitChecks): Promise<void> {
  const named = new Set((input.how === 'equal' ? input.checkers : input.how === 'village' ? input.of.map(({ checker }) => checker) : [input.checker]).filter((checker) => checker !== null))
  if (named.size > 0 && (await findCheckers(work, [...named])).size < named.size) throw new Refusal('checker.not-here')
}
