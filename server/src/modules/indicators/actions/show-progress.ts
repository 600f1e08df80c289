import type { ContractProgress } from '#api/indicators.ts'
import { inWords, standardsOn } from '#server/modules/standards/index.ts'
import { daysBetween } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { isAvailable } from '../rules/leaves.ts'
import { isRatio, percentOf } from '../rules/measure.ts'
import { timeGone } from '../rules/period.ts'
import { findContract, listTargets, requireScope } from '../store/find-scope.ts'
import { countFigures } from '../views/figures.ts'

/** 合同进度: what is done of each indicator beside the share of time gone. Numbers only, so that an agency sees it too. */
export async function showProgress(work: Work, id: string): Promise<ContractProgress> {
  const contract = await findContract(work, id)
  if (!contract) throw new Refusal('contract.not-found')
  const range = { from: contract.from, to: contract.until }
  const asked = { by: 'contract', contract: id } as const
  const standards = await standardsOn(work, contract.place, work.today < range.from ? range.from : work.today)
  const known = (await listTargets(work, id)).map((target) => ({ ...target, rule: standards.indicator(target.indicator) }))
  const counted = await countFigures(work, standards, { scope: await requireScope(work, asked), only: {}, cut: null, asks: known.flatMap(({ rule }) => (rule ? [{ indicator: rule, range }] : [])) })
  const gone = timeGone(range, work.today)
  let next = 0
  const indicators = known.map(({ indicator, title, unit, target, rule }) => {
    const done = rule ? counted[next++]!.value : null
    const share = percentOf(done, target)
    const available = rule !== undefined && isAvailable(standards, rule)
    return {
      indicator, title: title || (rule ? inWords(rule.title, work.language) : indicator), unit: rule?.unit ?? unit, target, done, share, ahead: share === null ? null : Math.round((share - gone) * 10) / 10, available,
      opens: rule && available && !isRatio(rule.measure) ? { indicator, scope: asked, period: range } : null,
    }
  })
  const worst = indicators.filter(({ ahead }) => ahead !== null).sort((a, b) => a.ahead! - b.ahead!).slice(0, 3).map(({ indicator }) => indicator)
  return { contract: id, title: contract.title, from: contract.from, until: contract.until, timeGone: gone, daysLeft: Math.max(0, daysBetween(work.today, contract.until)), indicators, worst }
}
