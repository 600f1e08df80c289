import type { EventChoices, EventRow, EventView } from '#api/emergency.ts'
import type { Offered } from '#web/modules/standards/choices.ts'
import { i18n } from '#web/platform/i18n.ts'

export const WHO_OPENS = ['station_head', 'general_supervisor', 'county_bureau'] as const
export const WHO_SPLITS = ['station_head', 'general_supervisor'] as const

/** 暴雨洪涝 · 红色（一级） */
export const eventName = (offered: Offered, { kind, level }: Pick<EventRow, 'kind' | 'level'>): string =>
  [offered.code('emergency-kind', kind), ...(level === 'none' ? [] : [offered.code('emergency-level', level)])].join(' · ')

/** A group in the words of the packs: a tag, or a risk. */
export const groupName = (offered: Offered, group: string): string =>
  group.startsWith('risk-') ? `${offered.code('risk-level', group.slice(5))}${i18n.t('emergency:riskGroup')}` : offered.tag(group)

export const checkerOption = ({ account, name, placeName }: EventChoices['checkers'][number]) => ({ value: account, label: `${name}（${placeName}）` })

/** 5月20日 10:00, by the service's own zone. */
export const timeText = (instant: string): string =>
  new Intl.DateTimeFormat(i18n.language, { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant))

/** Two lines for the chat of the town: figures, and by masked name who is still outstanding. */
export function summaryOf(offered: Offered, view: EventView): string {
  const { t } = i18n
  const area = view.area.map(({ name }) => name).join('、')
  const first = t('emergency:summary.first', { name: eventName(offered, view), area, ...view.counts, time: timeText(view.endedAt ?? new Date().toISOString()) })
  const who = view.outstanding.map((one) => t(`emergency:summary.${one.state === 'help' ? 'help' : 'missed'}`, { name: one.name, village: one.villageName })).join(t('emergency:summary.comma'))
  const rest = view.counts.help + view.counts.missed - view.outstanding.length
  return `${first}\n${who ? t('emergency:summary.second', { who }) + (rest > 0 ? t('emergency:summary.more', { count: rest }) : '') : t(view.counts.help + view.counts.missed > 0 ? 'emergency:summary.counted' : 'emergency:summary.nobody', { count: view.counts.help + view.counts.missed })}`
}
