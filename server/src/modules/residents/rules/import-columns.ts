import type { ColumnAs, ImportField, ImportMapping } from '#api/imports.ts'

/** A visible sheet as read: rows of texts. */
export interface SheetText {
  name: string
  rows: string[][]
}

/** Group names and aliases as the packs in force have them, by the letters they are compared with. */
export type TagNames = ReadonlyMap<string, string>

/** Letters of a heading without blanks, brackets and what stands in them. */
export const plainHeading = (text: string): string => text.normalize('NFKC').replace(/[((【[].*?[))】\]]/g, '').replace(/[\s*:：、,，。/\\()]/g, '').toLowerCase()

// Longest first where one contains the other. Real ledgers of townships call them so.
const HEADINGS: readonly (readonly [ImportField, readonly string[]])[] = [
  ['name', ['姓名', '名字', '姓名姓名', '居民姓名', '老人姓名', '儿童姓名', '对象姓名', '服务对象', '服务对象姓名', '本人姓名', 'name']],
  ['identity', ['身份证号', '身份证号码', '身份证', '证件号码', '证件号', '公民身份号码', '公民身份证号', '公民身份证号码', '居民身份证号码', '身份号码']],
  ['sex', ['性别']],
  ['birthOn', ['出生日期', '出生年月', '出生年月日', '生日', '出生']],
  ['age', ['年龄', '周岁', '岁数']],
  ['phone', ['联系电话', '电话', '手机', '手机号', '手机号码', '电话号码', '联系方式', '本人电话', '联系手机']],
  ['address', ['家庭住址', '住址', '地址', '详细地址', '家庭地址', '现住址', '居住地址', '居住地', '户籍地址', '家庭详细住址', '住址门牌']],
  ['village', ['村社区', '村', '社区', '所属村', '所属社区', '所在村', '所在社区', '村居', '行政村', '村居委会', '所属村社区', '所在村社区', '村社区名称', '村名', '村委会']],
  ['group', ['组', '村民小组', '小组', '组别', '社', '村组', '所在组']],
  ['tags', ['人员类别', '对象类别', '类别', '人群类别', '对象类型', '人员类型', '类型', '服务对象类别', '困难类型', '救助类别', '特殊群体类别', '身份类别', '残疾类别', '残疾类型']],
  ['risk', ['风险等级', '风险', '等级', '关注等级', '风险级别', '颜色']],
  ['fileNo', ['档案号', '档案编号', '编号档案', '建档编号']],
  ['note', ['备注', '说明', '情况说明', '备考', '基本情况', '其他']],
]
const FIELD_OF = new Map(HEADINGS.flatMap(([field, names]) => names.map((name) => [name, field] as const)))
const ONCE = new Set<ImportField>(['name', 'identity', 'sex', 'birthOn', 'age', 'phone', 'address', 'village', 'group', 'risk', 'fileNo'])
/** A heading that asks whether somebody belongs to a group: 是否低保, 低保户. */
const asksForTag = (heading: string, tags: TagNames): string | undefined => tags.get(heading) ?? tags.get(heading.replace(/^是否(为|是)?/, '').replace(/(情况|对象|人员)$/, ''))

const MOST_TITLES = 30

/** Row of the headings, counted from 1; titles and dates above it are normal. Of two rows of headings the lower one. 0: there is none. */
export function findHeadingRow({ rows }: SheetText): number {
  let best = 0
  let most = 0
  for (const [at, row] of rows.slice(0, MOST_TITLES).entries()) {
    const fields = row.map((text) => FIELD_OF.get(plainHeading(text)))
    const known = new Set(fields.filter(Boolean)).size
    const isHeading = fields.includes('name') && known >= 2
    if (isHeading && (known > most || (known === most && at === best))) [best, most] = [at + 1, known]
  }
  return best
}

/** What each column seems to hold. A second column of a kind is kept as words; numbering and signatures are left out. */
export function guessColumns(headings: readonly string[], tags: TagNames): ColumnAs[] {
  const taken = new Set<string>()
  return headings.flatMap((text, at): ColumnAs[] => {
    const heading = plainHeading(text)
    const field = FIELD_OF.get(heading)
    if (field !== undefined && !(ONCE.has(field) && taken.has(field))) {
      taken.add(field)
      return [{ at, as: field }]
    }
    const tag = asksForTag(heading, tags)
    if (tag !== undefined) return [{ at, as: 'tag', tag }]
    return field !== undefined ? [{ at, as: 'note' }] : []
  })
}

/** The sheet, heading row and columns a list seems to have; undefined when no sheet has headings. */
export function guessMapping(sheets: readonly SheetText[], tags: TagNames): ImportMapping | undefined {
  const found = sheets.map((sheet) => ({ sheet, headingRow: findHeadingRow(sheet) })).filter(({ headingRow }) => headingRow > 0)
  // The longest list: an instruction sheet has headings too, but hardly rows.
  const best = found.sort((a, b) => b.sheet.rows.length - b.headingRow - (a.sheet.rows.length - a.headingRow))[0]
  if (!best) return undefined
  return { sheet: best.sheet.name, headingRow: best.headingRow, columns: guessColumns(best.sheet.rows[best.headingRow - 1] ?? [], tags), place: null }
}

/** By which a station's last matching of a list like this is found again. */
export const headingsKey = (headings: readonly string[]): string => headings.map(plainHeading).join('|').slice(0, 2000)

/** A, … Z, AA, … of a column counted from 0. */
export const lettersOfColumn = (at: number): string => (at < 26 ? String.fromCharCode(65 + at) : lettersOfColumn(Math.floor(at / 26) - 1) + lettersOfColumn(at % 26))

/** What is wrong with a matching: 'name' is missing, or a column or a field stands twice. */
export function problemOfMapping({ columns }: ImportMapping): string | undefined {
  if (!columns.some(({ as }) => as === 'name')) return 'name'
  if (new Set(columns.map(({ at }) => at)).size !== columns.length) return 'columns'
  const once = columns.map(({ as }) => as).filter((as): as is ImportField => as !== 'tag' && ONCE.has(as))
  const twice = once.find((as, at) => once.indexOf(as) !== at)
  return twice ?? (columns.some(({ as, tag }) => (as === 'tag') !== (tag !== undefined)) ? 'tag' : undefined)
}
