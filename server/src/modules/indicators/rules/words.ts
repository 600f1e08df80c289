import { monthRange } from '#server/platform/days.ts'

/** Chinese words of tables, files and sentences that leave the service: official papers are Chinese whatever the screen speaks. */

export const UNITS: Record<string, string> = {
  person: '人', 'person-time': '人次', household: '户', 'household-time': '户次', case: '个', time: '次', hour: '小时', piece: '件', event: '场', session: '节', copy: '份',
  article: '篇', fen: '元', percent: '%',
}
export const TABLE_TITLES = { t1: '社工站月报表', t2: '服务台账', t3: '个案汇总表', t4: '小组活动汇总表', t5: '社区活动台账', t6: '入户走访登记台账', t7: '特殊困难老年人探访关爱台账', t8: '困境儿童、留守儿童台账', t12: '人员台账', t12s: '督导台账', t12t: '培训台账', t13: '需求台账', t15: '交办事项及工时统计表',
  'service-files': '专项服务档案台账', 'wish-wall': '微心愿台账', 'brand-cases': '品牌与创新案例库', 'emergency-teams': '应急队伍名册', 'risk-register': '风险登记台账',
  skills: '居民特长台账', 'agency-support': '机构扶持措施台账', 'service-matters': '服务事项清单台账', evaluations: '站点年度评价台账', 'area-evaluations': '体系建设评价与目标考评台账', 'rule-library': '制度库台账', 'charity-needs': '社区慈善服务需求台账' } as const
export const KINDS: Record<string, string> = {
  visit: '走访', call: '电话', activity: '活动', task: '交办', consultation: '咨询', 'need-found': '需求', 'need-met': '需求办结', 'file-opened': '建档', session: '服务节次', case: '个案', group: '小组', service: '专业服务', 'case-closed': '个案结案', 'group-closed': '小组结束', 'service-closed': '服务办结', milestone: '服务节点',
}
/** The same for a screen that speaks English. */
export const KINDS_EN: Record<string, string> = {
  visit: 'Visit', call: 'Call', activity: 'Activity', task: 'Task', consultation: 'Consultation', 'need-found': 'Need', 'need-met': 'Need settled', 'file-opened': 'File opened',
  session: 'Session', case: 'Case', group: 'Group', service: 'Service', 'case-closed': 'Case closed', 'group-closed': 'Group ended', 'service-closed': 'Service settled', milestone: 'Milestone',
}
export const SEXES: Record<number, string> = { 1: '男', 2: '女' }
export const RISKS: Record<string, string> = { red: '红', orange: '橙', yellow: '黄', blue: '蓝' }
export const NEED_STATES: Record<string, string> = { open: '待办', 'in-hand': '在办', kept: '留待立案', closed: '办结' }
export const DOMAINS: Record<string, string> = { assistance: '救助', elder: '养老', child: '儿童', 'social-affairs': '社会事务', governance: '治理' }
export const DEMO = '演示数据'

/** A figure as people write it: minutes as hours, fen as yuan; a dash where there are no facts of that kind yet. */
export function shownNumber(value: number | null, unit: string): number | null {
  if (value === null) return null
  if (unit === 'hour') return Math.round(value / 6) / 10
  return unit === 'fen' ? Math.round(value) / 100 : value
}

/** `2026-05-20` as 2026年5月20日. */
export const shownDay = (day: string): string => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`

/** A period in words: 2026年5月, 2026年5月20日, or from and to. */
export function shownPeriod({ from, to }: { from: string; to: string }): string {
  if (from === to) return shownDay(from)
  const [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]
  const whole = monthRange(from.slice(0, 7))
  if (from === whole.from && to === whole.to) return `${year}年${month}月`
  if (from === `${year}-01-01` && to === `${year}-12-31`) return `${year}年`
  return `${shownDay(from)}至${shownDay(to)}`
}
