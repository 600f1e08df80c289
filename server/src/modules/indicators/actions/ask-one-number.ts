import type { AskOneNumber, Figure, OneNumber } from '#api/indicators.ts'
import { type Standards, standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { shownDay, shownNumber, shownPeriod, UNITS } from '../rules/words.ts'
import { askFigures } from './ask-figures.ts'

const USUAL = ['people-served', 'service-heads', 'visits-all']

/** 报一个数: figures of a group, a place, a time and a service, with a sentence and a small table ready for a chat. No names; small counts of sensitive groups are left out. */
export async function askOneNumber(work: Work, { indicators = USUAL, place, station, period, tag, item }: AskOneNumber): Promise<OneNumber> {
  const scope = station ? { by: 'station', station } as const : place !== undefined ? { by: 'place', place } as const
    : work.actor.station ? { by: 'station', station: work.actor.station } as const : { by: 'place', place: work.actor.place } as const
  const only = { ...(tag !== undefined && { tag }), ...(item !== undefined && { item }) }
  const { from, to, title, figures } = await askFigures(work, { indicators, scope, period, only })
  const standards = await standardsOn(work, work.actor.place, to)
  if (tag !== undefined && !standards.tag(tag)) throw new Refusal('standards.not-found', { key: tag })
  const about = [tag === undefined ? '' : standards.tag(tag)!.title.zh, item === undefined ? '' : standards.item(item)?.title.zh ?? item].filter(Boolean)
  // What goes into a chat is Chinese, whatever the screen speaks.
  const chinese = ({ key, title: own }: Figure) => standards.indicator(key)?.title.zh ?? own
  const said = figures.map((figure) => `${chinese(figure)} ${textOf(figure, standards, tag)}`)
  const head = `${title}${shownPeriod({ from, to })}${about.length > 0 ? `（${about.join('，')}）` : ''}`
  return { from, to, figures, sentence: `${head}：${said.join('，')}。截至${shownDay(work.today)}。`, table: [head, ...figures.map((figure) => `${chinese(figure)}\t${textOf(figure, standards, tag)}`)].join('\n') }
}

/** A chat goes further than its reader: a small count of a sensitive group is not written into it, whoever asks. */
function textOf({ value, unit, available, guarded }: Figure, standards: Standards, tag: string | undefined): string {
  if (!available || (value === null && !guarded)) return '暂无数据'
  const least = standards.number('count.small_threshold')
  const isSensitive = tag !== undefined && ['P3', 'P4'].includes(standards.tag(tag)?.class ?? 'P4')
  if (guarded || (isSensitive && value! > 0 && value! < least)) return `不足 ${least} ${UNITS[unit] ?? ''}`
  return `${shownNumber(value, unit)} ${UNITS[unit] ?? ''}`.trim()
}
