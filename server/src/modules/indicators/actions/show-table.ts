import type { AskTable, FigureScope, TableKey, TableRow, TableView } from '#api/indicators.ts'
import { listMonthDuty } from '#server/modules/duties/index.ts'
import { maskName } from '#server/modules/residents/index.ts'
import { type Standards, standardsOn } from '#server/modules/standards/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import type { DayRange } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { isCalendarMonth } from '../rules/period.ts'
import type { Scope } from '../rules/scope.ts'
import { RISKS, SEXES, shownDay, shownNumber, shownPeriod, TABLE_TITLES, UNITS } from '../rules/words.ts'
import { findContract, findContractOf, listTargets, requireRange, requireScope } from '../store/find-scope.ts'
import { type Ledger, recordLines } from '../views/ledger-lines.ts'
import { openNeedWords, openRecordWords } from '../views/ledger-words.ts'
import { monthLines } from '../views/month-lines.ts'
import { needLines } from '../views/need-lines.ts'
import { type Column, t13Columns, t13Row, t15Columns, t15Row, t1Columns, t2Columns, t2Row, t6Columns, t6Row, t7Columns } from '../views/table-rows.ts'
import { LEFT } from '../views/pack-lines.ts'
import { modeTitle } from '../views/titles.ts'
import { askFigures } from './ask-figures.ts'
import { packLedger } from './pack-ledger.ts'

export interface TableQuestion extends AskTable {
  demo: boolean
  /** Rows already given on earlier pages. */
  before?: number
}
interface Asked {
  question: TableQuestion
  scope: Scope
  range: DayRange
  standards: Standards
  masked: boolean
}
type Body = { columns: Column[]; rows: TableRow[]; next: string | null; count: number | '1000+'; sums: TableView['sums']; notes: string[]; hidden: number; withheld?: string | null }

const EVERYTHING = { next: null, hidden: 0 }

/** Tables without a person served. */
const NO_PEOPLE: readonly TableKey[] = ['t1', 't12', 't15']

/** A table of practice (T1 …) with its heading, its rows for this reader, its sums and the definitions under it. Leaves one trace where people stand in it. */
export async function showTable(work: Work, key: TableKey, question: TableQuestion): Promise<TableView> {
  const table = await readTable(work, key, question)
  if (!table.masked && !NO_PEOPLE.includes(key) && table.rows.length > 0) {
    await leaveView(work, { subject: `table ${key}`, rows: table.rows.length, digestOf: { key, ...question, ids: table.rows.map((row) => row.key) } })
  }
  return table
}

/** The same without a trace, for who leaves one for all pages together. */
export async function readTable(reader: Work, key: TableKey, question: TableQuestion): Promise<TableView> {
  const work: Work = { ...reader, language: 'zh' }
  const scope = await requireScope(work, question.scope)
  const range = await requireRange(work, question.period)
  const standards = await standardsOn(work, scope.place, range.to)
  const masked = question.masked || work.actor.people !== 'full'
  const asked = { question, scope, range, standards, masked }
  const body = await (BODIES[key]?.(work, asked) ?? ofPack(work, key, asked))
  return { key, title: TABLE_TITLES[key], heading: headingOf(work, asked), withheld: null, ...body, masked, demo: question.demo }
}

function headingOf({ actor, today }: Work, { scope, range }: Asked): TableView['heading'] {
  return [
    { label: '填报单位', value: scope.title }, { label: '填报时间', value: `${shownPeriod(range)}（${shownDay(today)}制表）` }, { label: '填表人', value: actor.accountName },
    { label: '审核人（站长）', value: '' }, { label: '负责人／盖章', value: '' },
  ]
}

/** Tables made here; every other is a ledger of a pack. */
const BODIES: Partial<Record<TableKey, (work: Work, asked: Asked) => Promise<Body>>> = {
  t1: monthReport,
  t2: (work, asked) => ofRecords(work, asked, ['visit', 'call', 'activity', 'consultation', 'task'], 'service-heads', t2Columns(asked.masked), t2Row, asked.masked ? undefined : openRecordWords),
  t6: (work, asked) => ofRecords(work, asked, ['visit', 'call'], 'visit-attempts', t6Columns(asked.masked), t6Row, asked.masked ? undefined : openRecordWords),
  t7: elders,
  t13: needs,
  t15: tasks,
}

async function ofRecords(work: Work, asked: Asked, kinds: string[], indicator: string, columns: Column[], rowOf: typeof t2Row, open?: typeof openRecordWords): Promise<Body> {
  const { question, scope, range, standards, masked } = asked
  const ledger = await recordLines(work, { scope, range, kinds, after: question.after, limit: question.limit, masked })
  const first = (question.before ?? 0) + 1
  const said = open ? await open(work, ledger.lines) : new Map()
  return { columns, rows: ledger.lines.map(rowOf({ standards, masked, first, said })), ...(await around(work, asked, ledger, indicator)) }
}

async function ofPack(work: Work, key: TableKey, asked: Asked): Promise<Body> {
  const { columns, rows, ledger, sums, withheld } = await packLedger(work, key, asked)
  return { columns, rows, withheld, ...(await around(work, asked, ledger, ...sums)) }
}

async function around(work: Work, { question: { scope, period, after }, standards }: Asked, { next, count }: Pick<Ledger<unknown>, 'next' | 'count'>, ...indicators: readonly string[]) {
  const { figures } = after === undefined && indicators.length > 0 ? await askFigures(work, { indicators: [...indicators], scope, period }) : { figures: [] }
  return {
    next, count, hidden: Math.max(0, ...figures.map(({ hidden }) => hidden)),
    sums: figures.map(({ title, value, unit }) => ({ label: title, value: `${shownNumber(value, unit) ?? '—'} ${UNITS[unit] ?? ''}` })), notes: notesOf(standards, indicators),
  }
}

const notesOf = (standards: Standards, keys: readonly string[]): string[] =>
  keys.flatMap((key) => {
    const indicator = standards.indicator(key)
    return indicator ? [`${indicator.title.zh}：${indicator.definition.zh}`] : []
  })

async function needs(work: Work, asked: Asked): Promise<Body> {
  const { question, scope, range, standards, masked } = asked
  const ledger = await needLines(work, { scope, range, after: question.after, limit: question.limit, masked })
  const said = masked ? new Map() : await openNeedWords(work, ledger.lines.map(({ id }) => id))
  return { columns: t13Columns(masked), rows: ledger.lines.map(t13Row({ standards, masked, first: (question.before ?? 0) + 1, said })), ...(await around(work, asked, ledger, 'needs-found')) }
}

async function tasks(work: Work, asked: Asked): Promise<Body> {
  const body = await ofRecords(work, asked, ['task'], 'tasks', t15Columns(), t15Row)
  const keys = ['task-hours', 'service-hours', 'all-hours', 'task-share']
  const { figures } = await askFigures(work, { indicators: keys, scope: asked.question.scope, period: asked.question.period })
  const share = figures.find(({ key }) => key === 'task-share')?.value ?? null
  const sums = figures.map(({ title, value, unit }) => ({ label: title, value: value === null ? '—' : `${shownNumber(value, unit)} ${UNITS[unit] ?? ''}` }))
  return { ...body, sums: [...body.sums, ...sums, { label: '专业服务工时占比', value: share === null ? '—' : `${Math.round((100 - share) * 10) / 10} %` }], notes: notesOf(asked.standards, keys) }
}

async function elders(work: Work, { question, scope, range, standards, masked }: Asked): Promise<Body> {
  if (!isCalendarMonth(range) || (scope.by !== 'station' && scope.by !== 'place')) throw new Refusal('period.wrong')
  const duty = await listMonthDuty(work, { month: range.from.slice(0, 7), ...(question.scope.by === 'station' ? { station: question.scope.station } : { place: scope.place }) })
  const rows = duty.rows.map((row, n): TableRow => ({
    key: row.file, page: { kind: 'file', id: row.file },
    cells: [n + 1, masked ? maskName(row.name) : row.name, SEXES[row.sex] ?? '', row.age, ...(masked ? [] : [row.identityTail]), row.villageName, row.tags.map((tag) => standards.tag(tag)?.title.zh ?? tag).join('、'),
      RISKS[row.risk] ?? '', row.workerName, ...row.marks.map((marks) => marks.map(({ on, mode }) => `${Number(on.slice(8))}日${modeTitle(standards, mode)}`).join(' ')),
      row.notSeenWhy === null ? '' : NOT_SEEN[row.notSeenWhy] ?? standards.code('visit-result', row.notSeenWhy)?.title.zh ?? row.notSeenWhy],
  }))
  const percent = (value: number | null) => (value === null ? '—' : `${value} %`)
  return {
    ...EVERYTHING, columns: t7Columns(masked), rows, count: rows.length > 1000 ? '1000+' : rows.length, hidden: Math.max(0, duty.due - rows.length),
    sums: [{ label: '应探访人数', value: String(duty.due) }, { label: '实探访人数', value: String(duty.done) }, { label: '探访率', value: percent(duty.rate) }, { label: '上门率', value: percent(duty.homeShare) },
      { label: '本月退出', value: duty.left.map(({ name, on, why }) => `${masked ? maskName(name) : name}（${on}，${standards.code('duty-closing-reason', why)?.title.zh ?? LEFT[why] ?? why}）`).join('；') || '无' }],
    notes: notesOf(standards, ['elder-visits-due', 'elder-visits-met', 'elder-visit-rate']),
  }
}
const NOT_SEEN: Record<string, string> = { 'put-off': '已顺延', 'not-visited': '未探访' }

async function monthReport(work: Work, { question, scope, range, standards }: Asked): Promise<Body> {
  const found = await contractOfScope(work, question.scope, range.to)
  const targets = found ? await listTargets(work, found.id) : []
  const lines = await monthLines(work, standards, { asked: question.scope, scope, range, contract: found && { from: found.from, to: found.until }, targets })
  const rows = lines.map((line, n): TableRow => ({
    key: line.indicator,
    cells: [n + 1, line.title, UNITS[line.unit] ?? line.unit, shownNumber(line.target, line.unit), shownNumber(line.month, line.unit), shownNumber(line.year, line.unit), shownNumber(line.contract, line.unit), line.share, ''],
    opens: Object.fromEntries([['month', line.opens], ['year', line.opensYear], ['contract', line.opensContract]].filter((pair) => pair[1] !== null)) as NonNullable<TableRow['opens']>,
  }))
  return { ...EVERYTHING, columns: t1Columns(), rows, count: rows.length, sums: [], notes: lines.filter((line) => line.available).map(({ title, definition }) => `${title}：${definition}`) }
}

async function contractOfScope(work: Work, scope: FigureScope, day: string) {
  if (scope.by === 'station') return (await findContractOf(work, scope.station, day)) ?? null
  return scope.by === 'contract' ? (await findContract(work, scope.contract)) ?? null : null
}
