import type { TableRow } from '#api/indicators.ts'
import { listableTags } from '#server/modules/records/index.ts'
import type { Standards } from '#server/modules/standards/index.ts'
import { RISKS, SEXES, DOMAINS, KINDS } from '../rules/words.ts'
import { type LedgerLine, wordOf } from './ledger-lines.ts'
import { inShort, lineKey, type Said } from './ledger-words.ts'
import { needFacts, type NeedLine } from './need-lines.ts'
import { itemTitle, modeTitle } from './titles.ts'

export interface Column {
  key: string
  title: string
  number: boolean
}
const column = (key: string, title: string, number = false): Column => ({ key, title, number })
const no = column('no', '序号', true)

/** How a ledger shows its lines to this reader. */
export interface Shown {
  standards: Standards
  masked: boolean
  /** Number of the first line on this page. */
  first: number
  /** What was said and done, by record or need; nothing for a masked copy. */
  said: ReadonlyMap<string, Said>
}
const NOTHING: Said = { words: '', needs: '', done: '', outcome: '' }

const tagsOf = ({ standards, masked }: Shown, tags: readonly string[]): string =>
  (masked ? listableTags(standards, tags) : tags).map((tag) => standards.tag(tag)?.title.zh ?? tag).join('、')
const itemDomain = (standards: Standards, key: string): string => {
  const chain = key === '' ? [] : [key, ...standards.above(key)]
  return chain.map((one) => standards.item(one)?.domain).filter((one) => one !== undefined).map((one) => DOMAINS[one] ?? '').find(Boolean) ?? ''
}
const result = (standards: Standards, key: string | null): string => wordOf(standards, ['visit-result'], key)
const pageOf = (id: string) => ({ kind: 'record' as const, id })

export const t2Columns = (masked: boolean): Column[] => [
  no, column('day', '服务日期'), column('name', '服务对象姓名'), column('sex', '性别'), column('age', '年龄', true), column('tags', '身份类别'), column('village', '村（社区）'),
  ...(masked ? [] : [column('phone', '联系电话')]), column('domain', '服务领域'), column('mode', '服务方式'), column('what', '服务内容'), column('minutes', '服务时长（分钟）', true),
  column('result', '服务结果'), column('next', '后续日期'), column('worker', '服务社工'), column('proof', '佐证材料'),
]
export const t2Row = (shown: Shown) => (line: LedgerLine, n: number): TableRow => {
  const { standards, masked, first } = shown
  const said = shown.said.get(lineKey(line)) ?? NOTHING
  return {
    key: lineKey(line), page: pageOf(line.id),
    cells: [first + n, line.day, line.name ?? (line.heads > 0 ? `${line.heads} 人` : ''), line.sex === null ? '' : SEXES[line.sex] ?? '', line.age, tagsOf(shown, line.tags), line.village,
      ...(masked ? [] : [line.phone]), itemDomain(standards, line.item), KINDS[line.kind] ?? line.kind,
      [line.title, itemTitle(standards, line.item), inShort(said.words), line.kind === 'visit' || line.kind === 'call' ? '' : modeTitle(standards, line.mode)].filter(Boolean).join(' · '),
      line.minutes, line.kind === 'visit' || line.kind === 'call' ? result(standards, line.result) : '', line.nextOn, line.worker, line.photos > 0 ? `照片 ${line.photos}` : ''],
  }
}

export const t6Columns = (masked: boolean): Column[] => [
  no, column('day', '走访日期'), column('name', '对象姓名'), column('village', '村（社区）'), column('tags', '对象类别'), column('mode', '走访方式'), column('result', '走访结果'),
  column('item', '服务内容'), ...(masked ? [] : [column('state', '身体及生活状况'), column('wants', '主要困难／需求'), column('done', '现场处理')]), column('needs', '转需求', true), column('risk', '风险等级'), column('next', '下次走访日期'), column('worker', '走访人（两人）'), column('sign', '对象签字／未签原因'),
]
export const t6Row = (shown: Shown) => (line: LedgerLine, n: number): TableRow => {
  const { standards, masked, first } = shown
  const { words, needs, done } = shown.said.get(lineKey(line)) ?? NOTHING
  const signed = { signed: '已签字', thumbprint: '手印' }[line.signature ?? ''] ?? wordOf(standards, ['unsigned-reason'], line.unsignedWhy)
  return {
    key: lineKey(line), page: pageOf(line.id),
    cells: [first + n, line.day, line.name, line.village, tagsOf(shown, line.tags), modeTitle(standards, line.mode), result(standards, line.result), itemTitle(standards, line.item), ...(masked ? [] : [words, needs, done]), line.needs,
      line.risk === null ? '' : RISKS[line.risk] ?? '', line.nextOn, [line.worker, line.withWhom].filter(Boolean).join('、') + (line.alone ? '（待补同行人）' : ''), signed],
  }
}

export const t13Columns = (masked: boolean): Column[] => [
  no, column('day', '提出日期'), column('source', '来源'), column('name', '提出人／对象'), column('village', '村（社区）'), ...(masked ? [] : [column('wants', '需求描述')]), column('item', '类别'), column('urgency', '紧急程度'),
  column('measure', '措施'), column('owner', '责任人'), column('due', '完成时限'), column('actors', '联动主体'), column('state', '进展'), column('outcome', '结果'), column('confirmed', '对象确认'),
]
export const t13Row = ({ standards, masked, first, said }: Shown) => (line: NeedLine, n: number): TableRow => {
  const facts = needFacts(standards, line, said.get(line.id))
  return { key: line.id, page: { kind: 'need', id: line.id }, cells: t13Columns(masked).map(({ key }) => (key === 'no' ? first + n : facts[key] ?? null)) }
}

export const t15Columns = (): Column[] => [
  no, column('day', '日期'), column('requester', '交办部门'), column('mode', '事项'), column('title', '内容'), column('contract', '是否属合同服务事项'), column('worker', '承办人'), column('minutes', '用时（分钟）', true),
]
export const t15Row = ({ standards, first }: Shown) => (line: LedgerLine, n: number): TableRow => ({
  key: lineKey(line), page: pageOf(line.id),
  cells: [first + n, line.day, wordOf(standards, ['task-requester'], line.requester), modeTitle(standards, line.mode), line.title, line.inContract ? '是' : '否', line.worker, line.minutes],
})

export const t7Columns = (masked: boolean): Column[] => [
  no, column('name', '姓名'), column('sex', '性别'), column('age', '年龄', true), ...(masked ? [] : [column('identity', '证件尾号')]), column('village', '村（社区）'), column('tags', '类别'), column('risk', '风险等级'),
  column('worker', '责任社工'), ...Array.from({ length: 12 }, (_, n) => column(`m${n + 1}`, `${n + 1}月`)), column('why', '未探访原因'),
]
export const t1Columns = (): Column[] => [
  no, column('title', '指标名称'), column('unit', '计量单位'), column('target', '合同目标', true), column('month', '本期完成', true), column('year', '本年累计', true), column('contract', '合同期累计', true),
  column('share', '完成率（%）', true), column('note', '备注'),
]
