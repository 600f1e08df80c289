import type { AskTable, TableRow } from '#api/indicators.ts'
import { listableTags } from '#server/modules/records/index.ts'
import type { Standards, Table, TableColumn } from '#server/modules/standards/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { Scope } from '../rules/scope.ts'
import { answersOf, approvedOn, isFormColumn, isKeptApart } from '../views/form-answers.ts'
import type { Ledger } from '../views/ledger-lines.ts'
import { type Cell, type PackLine, peopleLines, recordPackLines, serviceLines } from '../views/pack-lines.ts'
import { needPackLines } from '../views/need-lines.ts'
import { formLines, staffLines } from '../views/station-lines.ts'
import type { Column } from '../views/table-rows.ts'
import { isTallyColumn, talliedBy } from '../views/tallied.ts'

interface Asked {
  question: AskTable & { before?: number }
  scope: Scope
  range: DayRange
  standards: Standards
  masked: boolean
}
/** What nobody wrote down is said so; it is not made up and not left to look forgotten. */
const UNRECORDED = '未记录'
const WITHHELD = '名单只在站内看，不向本岗位列出，脱敏副本里也没有'
const NUMBERS = ['age', 'sessions', 'members', 'heads', 'rate']

/** A ledger whose lines and columns a pack gives: services or records of a kind, people of some groups, forms as filled in, needs by who answers them, staff. */
export async function packLedger(work: Work, key: string, asked: Asked): Promise<{ columns: Column[]; rows: TableRow[]; ledger: Ledger<PackLine>; sums: readonly string[]; withheld: string | null }> {
  const { question, standards, masked } = asked
  const table = standards.tables().find((one) => one.key === key)
  if (!table?.lines || !table.columns) throw new Refusal('standards.not-found', { key })
  const ledger = await linesOf(work, table.lines, { ...asked, after: question.after, limit: question.limit })
  const shown = ofWhichStation(table.columns, asked.scope).filter((column) => !masked || !isFormColumn(column) || isKeptApart(standards, column))
  const services = ledger.lines.flatMap((line) => line.services)
  // A line that is a form itself is answered by it, the others by the latest of the service.
  const own = 'forms' in table.lines ? table.lines.forms : []
  const asks = shown.filter(isFormColumn)
  const answers = await answersOf(work, standards, services, asks.filter(({ form }) => !own.includes(form)), masked)
  const filled = await answersOf(work, standards, ledger.lines.flatMap(({ form }) => form ?? []), asks.filter(({ form }) => own.includes(form)), masked, 'id')
  const approved = await approvedOn(work, services, shown.flatMap((column) => ('approval' in column ? [column.approval] : [])))
  const tallied = await talliedBy(work, standards, [...new Set(ledger.lines.flatMap(({ account }) => account ?? []))], shown.filter(isTallyColumn), asked.range)
  const cellOf = (line: PackLine, column: TableColumn): Cell => {
    if ('fact' in column) return line.facts[column.fact] ?? null
    if ('tally' in column) return tallied.get(`${line.account} ${column.key}`) ?? null
    if ('approval' in column) return line.services.map((service) => approved.get(`${service} ${column.approval}`)).find(Boolean) ?? null
    if (line.form !== undefined && own.includes(column.form)) return filled.get(line.form)?.get(column.key) ?? null
    return line.services.map((service) => answers.get(service)?.get(column.key)).findLast((cell) => cell !== undefined && cell !== null) ?? null
  }
  const first = (question.before ?? 0) + 1
  return {
    columns: [{ key: 'no', title: '序号', number: true }, ...shown.map((column) => ({ key: column.key, title: column.title.zh, number: 'tally' in column || ('fact' in column && NUMBERS.includes(column.fact)) }))],
    rows: ledger.lines.map((line, n) => ({ key: line.key, ...(line.page && { page: line.page }), cells: [first + n, ...shown.map((column) => cellOf(line, column) ?? UNRECORDED)] })),
    ledger, sums: table.sums ?? [], withheld: masked && 'people' in table.lines && listableTags(standards, [...table.lines.people]).length === 0 ? WITHHELD : null,
  }
}

/** A ledger of more than one station says whose each line is. */
const ofWhichStation = (columns: readonly TableColumn[], { by }: Scope): readonly TableColumn[] =>
  (by === 'station' || columns.some((column) => 'fact' in column && column.fact === 'station') ? columns : [{ key: 'station', title: { zh: '站点', en: 'Station' }, fact: 'station' }, ...columns])

function linesOf(work: Work, lines: NonNullable<Table['lines']>, question: Parameters<typeof serviceLines>[1]): Promise<Ledger<PackLine>> {
  if ('services' in lines) return serviceLines(work, question, lines.services)
  if ('forms' in lines) return formLines(work, question, lines.forms)
  if ('needs' in lines) return needPackLines(work, question, lines.needs)
  if ('staff' in lines) return staffLines(work, question, lines.staff)
  return 'records' in lines ? recordPackLines(work, question, lines.records) : peopleLines(work, question, lines.people)
}
