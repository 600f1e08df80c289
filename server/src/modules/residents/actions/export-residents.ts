import { z } from 'zod'
import type { MadeFile } from '#api/platform.ts'
import { EXPORT_COLUMNS, ExportResidents, type ExportColumn } from '#api/imports.ts'
import type { ResidentFilter } from '#api/residents.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { askMadeFile, failMadeFile, findMadeFile, keepMadeFile } from '#server/platform/files/index.ts'
import { askJob } from '#server/platform/jobs/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { writeSpreadsheet } from '#server/platform/spreadsheet.ts'
import type { Work } from '#server/platform/work.ts'
import { countForExport, rowsForExport, type ExportRow } from '../views/export-rows.ts'

const STEP_UP_MINUTES = 10
/** A county is asked for by station. */
const MOST_ROWS = 20_000
const SEXES: Record<number, string> = { 0: '', 1: '男', 2: '女', 9: '' }
const RISKS: Record<string, string> = { red: '红', orange: '橙', yellow: '黄', blue: '蓝' }
const TITLES: Record<ExportColumn, string> = {
  name: '姓名', sex: '性别', age: '年龄', birthOn: '出生日期', identity: '身份证号', phone: '联系电话', place: '村（社区）', address: '家庭住址', risk: '风险等级', tags: '人员类别',
  worker: '负责社工', fileNo: '档案号', station: '站点', openedOn: '建档日期', closedOn: '结束日期',
}

/**
 * Asks for a list as a file, made by a job as who asks. Many rows, or names and numbers in full, want a fresh second factor; a post that
 * sees people masked gets them masked. Asking twice means once.
 */
export async function exportResidents(work: Work, { id, filter, columns, masked }: ExportResidents): Promise<MadeFile> {
  const earlier = await findMadeFile(work, id)
  if (earlier) return earlier
  if (!masked && work.actor.people !== 'full') throw new Refusal('post.may-not')
  const most = (await standardsOn(work, work.actor.place, work.today)).number('export.step_up_rows')
  const rows = await countForExport(work, filter as ResidentFilter, MOST_ROWS)
  if (rows > MOST_ROWS) throw new Refusal('sheet.too-large', { limit: 20, rows: MOST_ROWS })
  const { steppedUpAt } = work.actor
  const isFresh = steppedUpAt !== null && work.now.getTime() - steppedUpAt.getTime() <= STEP_UP_MINUTES * 60_000
  if (!isFresh && (rows > most || !masked)) throw new Refusal('session.step-up-needed')
  const made = await askMadeFile(work, { id, kind: 'residents', title: `居民名单 ${work.today}` })
  // Filters are codes, places and ids: nothing personal lies in the job.
  await askJob(work, 'export-residents', { id, ask: JSON.stringify({ filter, columns, masked }), most: isFresh ? MOST_ROWS : most })
  return made
}

const Asked = z.object({ filter: ExportResidents.shape.filter, columns: ExportResidents.shape.columns, masked: z.boolean() })

/** The job: reads the list as its asker sees it now, writes it, seals it for him alone. */
export async function makeExport(work: Work, { id, ask, most }: { id: string; ask: string; most: number }): Promise<void> {
  const made = await findMadeFile(work, id)
  if (made?.state !== 'waiting') return
  const { filter, columns, masked } = Asked.parse(JSON.parse(ask))
  const rows = await rowsForExport(work, filter as ResidentFilter, { masked: masked || work.actor.people !== 'full', columns, most: most + 1 })
  // People came in since it was asked for.
  if (rows.length > most) return failMadeFile(work, id, 'session.step-up-needed')
  const order = EXPORT_COLUMNS.filter((column) => columns.includes(column))
  const content = await writeSpreadsheet({
    name: '居民名单', title: '居民名单', heading: [['导出日期', work.today], ['导出人', work.actor.accountName], ['人数', String(rows.length)]],
    columns: order.map((column) => ({ title: TITLES[column], number: column === 'age' })), rows: rows.map((row) => order.map((column) => cellOf(row, column))), sums: [],
    notes: [masked ? '姓名、证件号码、电话已遮盖。' : '含个人信息，请妥善保管，用后删除。'],
  })
  await keepMadeFile(work, id, content, rows.length)
  await leaveView(work, { act: 'export', subject: 'resident_file', subjectId: id, rows: rows.length, digestOf: { filter, columns, masked, ids: rows.map((row) => row.id) } })
}

function cellOf(row: ExportRow, column: ExportColumn): string | number | null {
  if (column === 'sex') return SEXES[row.sex] ?? ''
  if (column === 'risk') return RISKS[row.risk] ?? ''
  if (column === 'tags') return row.tagTitles.join('、')
  if (column === 'place') return row.placeName
  if (column === 'worker') return row.workerName ?? ''
  if (column === 'station') return row.stationName
  return row[column] ?? ''
}
