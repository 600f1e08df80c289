import type { Corrections, CorrectionsView } from '#api/places.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { CorrectionProblem, CorrectionWarning, CurrentDivision, Remark } from '../rules/check-corrections.ts'
import { CORRECTION_WORDS } from '../rules/correction-words.ts'
import { guessParent, levelOf, parseDivisionCode, reachOf } from '../rules/division-code.ts'
import { type CorrectionPlan, planCorrections } from '../rules/plan-corrections.ts'
import { applyPlan, findPlace, followSuccessors, leaveListTrace, readWithin, waitForTurn } from '../store/place-store.ts'

type Language = 'zh' | 'en'

/** Says what a bureau's corrected list would change, or changes it: all rows or none. */
export async function correctPlaces(work: Work, input: Corrections, language: Language): Promise<CorrectionsView> {
  const { within, effectiveOn, complete, moveFiles, preview, rows } = input
  if (!(await findPlace(work, within)) || !isInReach(work, within)) throw new Refusal('place.not-found')
  if (!preview) await waitForTurn(work)
  const current = await readWithin(work, within, above(within))
  // Left out is not the same as undefined for a row: what is left out stays.
  const incoming = rows.map(({ redistricted: _, ...row }) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as typeof row)
  const plan = planCorrections(current, incoming as Parameters<typeof planCorrections>[1], { within, complete })
  const flagged = rows.filter((row) => row.redistricted && !row.closed).flatMap((row) => parseDivisionCode(row.code) ?? [])
  const view = { ...viewOf(plan, current, flagged, language), files: { moved: 0, leftBehind: 0 }, applied: false }
  if (preview) return view
  if (plan.refusals.length > 0) throw new Refusal('place.list-has-errors', { count: plan.refusals.length, rows: view.refusals.slice(0, 200) })
  await applyPlan(work, plan, { effectiveOn, redistricted: flagged })
  await leaveListTrace(work, within, rows.length, input)
  const files = moveFiles ? await followSuccessors(work, plan.closures.map(({ code }) => code)) : view.files
  return { ...view, files, applied: true }
}

function isInReach({ actor }: Work, place: number): boolean {
  const { from, to } = reachOf(place)
  for (let i = 0; i < actor.reach.length; i += 2) if (from >= actor.reach[i]! && to <= actor.reach[i + 1]!) return true
  return false
}

function above(code: number): number[] {
  const parent = guessParent(code)
  return parent === null ? [] : [...above(parent), parent]
}

function viewOf(plan: CorrectionPlan, current: CurrentDivision[], flagged: readonly number[], language: Language): Omit<CorrectionsView, 'applied' | 'files'> {
  const names = new Map([...current.map(({ code, name }) => [code, name] as const), ...plan.additions.map(({ division }) => [division.code, division.name] as const)])
  const named = (code: number) => ({ code, name: names.get(code) ?? '' })
  const said = (remark: Remark<CorrectionProblem | CorrectionWarning>) => ({ ...remark, sentence: CORRECTION_WORDS[remark.problem][language] })
  return {
    additions: plan.additions.map(({ division }) => ({ ...named(division.code), level: levelOf(division.code), parent: division.parent })),
    renames: plan.renames.map(({ code, from, to }) => ({ code, from, to })),
    reparentings: plan.reparentings.map(({ code, from, to }) => ({ ...named(code), from, to })),
    closures: plan.closures.map(({ code, successors }) => ({ ...named(code), successors })),
    redistricted: flagged.map(named), moves: plan.moves.length, merges: plan.merges.length, splits: plan.splits.length, redrawings: plan.redrawings.length,
    unchanged: plan.unchanged, refusals: plan.refusals.map(said), warnings: plan.warnings.map(said),
  }
}
