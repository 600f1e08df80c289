import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { DrawSpotCheck, SpotCheckView } from '#api/contracts.ts'
import type { RefusalCode } from '#api/refusals.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { viewSpotCheck } from '../views/spot-checks.ts'

const REFUSED: Record<string, RefusalCode> = { 'not-yours': 'post.may-not', 'not-there': 'contract.not-found', 'no-evaluator': 'spot-check.no-evaluator', nothing: 'spot-check.nothing-to-draw' }

/** Draws a sample of a contract's records and needs and lets one evaluator look at it for some days. Sending it twice draws once. */
export async function drawSpotCheck(work: Work, id: string, { contract, from, until, post, days }: DrawSpotCheck): Promise<SpotCheckView> {
  const earlier = await viewSpotCheck(work, id)
  if (earlier) return earlier
  if (until < from) throw new Refusal('contract.dates-reversed')
  const { tx, actor, today, now } = work
  const share = (await standardsOn(work, actor.place, today)).number('eval.spotcheck_share')
  const opens = new Date(now.getTime() + days * 86_400_000)
  const found = await sql<{ answer: string }>`
    select app.draw_spot_check(${id}::uuid, ${contract}::uuid, ${from}::date, ${until}::date, ${share}::int, ${randomUUID()}::uuid, ${post}::uuid, ${opens}, ${now}) as answer`.execute(tx)
  const refused = REFUSED[found.rows[0]!.answer]
  if (refused) throw new Refusal(refused)
  return requireSpotCheck(work, id)
}

/** One sample, for the bureau that drew it and the evaluator it was drawn for. */
export async function requireSpotCheck(work: Work, id: string): Promise<SpotCheckView> {
  const view = await viewSpotCheck(work, id)
  if (!view) throw new Refusal('spot-check.not-found')
  return view
}
