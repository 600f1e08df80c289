import type { AskFigures, Figure, FigureCut, FigureOnly, FigureOpens, Figures } from '#api/indicators.ts'
import { inWords, type Standards, standardsOn } from '#server/modules/standards/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { guard, guardAll } from '../rules/guard.ts'
import { isAvailable } from '../rules/leaves.ts'
import { isRatio } from '../rules/measure.ts'
import { isWholeMonths } from '../rules/period.ts'
import { isFine, isNarrowed, isWide, type Scope } from '../rules/scope.ts'
import { requireRange, requireScope } from '../store/find-scope.ts'
import { countFigures, type Counted } from '../views/figures.ts'
import { titlesOf } from '../views/titles.ts'

type Asked = Pick<AskFigures, 'scope' | 'period'> & { range: DayRange; only: FigureOnly; cut: FigureCut | null }

/** Figures of a scope in a period, each with what it opens to. Counted at this moment; nothing is kept. */
export async function askFigures(work: Work, { scope, period, only = {}, cut, indicators }: AskFigures): Promise<Figures & { title: string }> {
  const whose = await requireScope(work, scope)
  const range = await requireRange(work, period)
  const standards = await standardsOn(work, whose.place, range.to)
  const wanted = indicators.map((key) => {
    const indicator = standards.indicator(key)
    if (!indicator) throw new Refusal('standards.not-found', { key })
    return indicator
  })
  const counted = await countFigures(work, standards, { scope: whose, only, cut: cut ?? null, asks: wanted.map((indicator) => ({ indicator, range })) })
  const titles = cut ? await titlesOf(work, standards, cut, [...new Set(counted.flatMap(({ cells }) => [...cells.keys()]))]) : new Map<string, string>()
  const asked = { scope, period, range, only, cut: cut ?? null }
  return { ...range, title: whose.title, figures: wanted.map((indicator, n) => figureOf(work, standards, asked, whose, indicator, counted[n]!, titles)) }
}

function figureOf({ actor, language }: Work, standards: Standards, asked: Asked, whose: Scope, indicator: ReturnType<Standards['indicators']>[number], counted: Counted, titles: Map<string, string>): Figure {
  const { only, cut } = asked
  const available = isAvailable(standards, indicator, isWide(whose) && !isNarrowed(only) && cut === null && isWholeMonths(asked.range))
  const threshold = standards.number('count.small_threshold')
  const opens = (change: Partial<FigureOpens> = {}): FigureOpens | null =>
    isRatio(indicator.measure) || !available ? null : { indicator: indicator.key, scope: asked.scope, period: asked.period, only: asked.only, ...change }
  const guards = actor.people === 'none' ? isFine(whose, only, cut?.by) : actor.people === 'masked' && only.tag !== undefined && isProtectedTag(standards, only.tag)
  const figure: Figure = {
    key: indicator.key, title: inWords(indicator.title, language), unit: indicator.unit, definition: inWords(indicator.definition, language), available, value: available ? counted.value : null, guarded: false,
    hidden: !available ? 0 : actor.people === 'none' ? Math.round(counted.value ?? 0) : counted.restricted, opens: opens(),
  }
  // A share tells no small count by itself; the two counts it is made of are guarded where they are asked.
  const isShare = isRatio(indicator.measure)
  const shown = guards && !isShare ? guard(figure, threshold) : figure
  if (!cut) return shown.guarded ? { ...shown, hidden: 0 } : shown
  const cells = [...counted.cells].map(([key, value]) => ({
    key, title: titles.get(key) ?? key, value, guarded: false, opens: value === null || (key === '' && NAMED.includes(cut.by)) ? null : opens(narrowed(cut, key, only)),
  })).filter(({ value }) => value !== 0).sort((a, b) => (cut.by === 'month' ? (a.key < b.key ? -1 : 1) : (b.value ?? 0) - (a.value ?? 0)))
  return { ...shown, cells: guardCells(standards, actor.people, cut, cells, threshold, guards && !isShare) }
}

/** Those who see no person see no small count of a group or village; those who see masked names none of a class-P4 group. */
function guardCells(standards: Standards, people: string, cut: FigureCut, cells: NonNullable<Figure['cells']>, threshold: number, guards: boolean) {
  if (guards) return guardAll(cells, threshold, cut.by !== 'tag' && cut.by !== 'item')
  return people === 'masked' && cut.by === 'tag' ? cells.map((cell) => (isProtectedTag(standards, cell.key) ? guard(cell, threshold) : cell)) : cells
}

const isProtectedTag = (standards: Standards, tag: string): boolean => standards.tag(tag)?.class === 'P4'

/** Cuts whose cells open by an id or a code: what nobody did, as a file nobody wrote, opens to nothing. */
const NAMED: readonly FigureCut['by'][] = ['village', 'worker', 'station']

/** What a cell of a cut opens to: the same figure, narrowed. */
function narrowed({ by }: FigureCut, key: string, only: FigureOnly): Partial<FigureOpens> {
  if (by === 'item') return { only: { ...only, item: key } }
  if (by === 'tag') return { only: { ...only, tag: key } }
  if (by === 'mode') return { only: { ...only, mode: key } }
  if (by === 'village') return { only: { ...only, place: Number(key) } }
  if (by === 'worker') return { only: { ...only, worker: key } }
  return by === 'month' ? { period: { name: key } } : { scope: { by: 'station', station: key } }
}

