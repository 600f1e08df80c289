import type { CellProblem, ImportField, ImportMapping } from '#api/imports.ts'
import type { Risk } from '#api/residents.ts'
import { ageOn } from '#server/platform/days.ts'
import { checkIdentityNumber, isInventedNumber } from '#server/platform/identity-number.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { lettersOfColumn, plainHeading, type TagNames } from './import-columns.ts'
import { readDay } from './import-days.ts'
import { maskIdentity, maskPhone } from './masks.ts'
import { readPhone } from './read-person.ts'
import { stemOf } from './tokens.ts'

/** One line of a list, understood. Rows are counted as the sheet counts them. */
export interface PersonRow {
  row: number
  name: string
  identity: string
  sex: 0 | 1 | 2
  birthOn: string | null
  phone: string
  address: string
  place: number | null
  tags: string[]
  risk: Risk | null
  fileNo: string | null
  note: string
  problems: CellProblem[]
  warnings: CellProblem[]
  /** Words of the categories no group is called by. */
  unknownWords: string[]
}

export interface RowContext {
  mapping: ImportMapping
  headings: readonly string[]
  tags: TagNames
  /** Villages of the station by the stem of their names. */
  villages: ReadonlyMap<string, number>
  today: string
  inexact: ReadonlySet<string>
  unfinished: ReadonlySet<string>
  startsAt1904: boolean
}

const YES = /^(是|有|√|✓|✔|☑|y|yes|true|1|对)$/i
const NO = /^(否|无|没有|×|✗|x|n|no|false|0|不是|-|—|\/|无残疾|非.*)?$/i
const RISK_WORDS: readonly (readonly [Risk, RegExp])[] = [
  ['red', /红|^(极高|特高|一级|1级|ⅰ级)/], ['orange', /橙|^(高|二级|2级|ⅱ级)/], ['yellow', /黄|^(中|三级|3级|ⅲ级)/], ['blue', /蓝|绿|^(低|一般|正常|四级|4级|ⅳ级|无)/],
]
const SEPARATORS = /[、,，;；/|\n+和]+|\s+/
const SUM = /^(合\s*计|小\s*计|总\s*计)[:：]?$/
const MOST_NOTE = 3800

type Cells = ReadonlyMap<ImportField, { text: string; at: number }[]>

/** Reads one line. Blank lines, sums, repeated headings and signatures are no person: undefined. */
export function readRow(cells: readonly string[], row: number, context: RowContext): PersonRow | undefined {
  const by = new Map<ImportField, { text: string; at: number }[]>()
  for (const { at, as } of context.mapping.columns) if (as !== 'tag') by.set(as, [...(by.get(as) ?? []), { text: (cells[at] ?? '').trim(), at }])
  if (cells.some((text) => SUM.test(text)) || !isPerson(by)) return undefined
  const read = new Reading(row, context)
  for (const { at } of context.mapping.columns) {
    if (context.unfinished.has(`${lettersOfColumn(at)}${row}`)) read.problem(at, context.mapping.columns.find((one) => one.at === at)!.as, 'cell.formula-without-result', '')
  }
  const who = readWho(read, by)
  const found = { tags: new Set<string>(), unknown: [] as string[] }
  for (const cell of by.get('tags') ?? []) readTags(read, cell, found)
  readFlags(read, cells, found)
  const home = readHome(read, by)
  const notes = noteOf(context, by, { unknown: found.unknown, age: who.birthOn === null ? first(by, 'age').text : '', morePhones: who.morePhones })
  if (notes.length > MOST_NOTE) read.problem(first(by, 'note').at, 'note', 'note.too-long', '')
  return {
    row, name: who.name, identity: who.identity, sex: who.sex, birthOn: who.birthOn, phone: who.phone, ...home, tags: [...found.tags].sort(), risk: readRisk(read, first(by, 'risk')),
    fileNo: /^\d{6,12}-\d{4}-\d{4,}$/.test(first(by, 'fileNo').text) ? first(by, 'fileNo').text : null, note: notes, problems: read.problems, warnings: read.warnings, unknownWords: found.unknown,
  }
}

const first = (by: Cells, field: ImportField) => by.get(field)?.[0] ?? { text: '', at: 0 }

function isPerson(by: Cells): boolean {
  const name = first(by, 'name').text
  if (/^(合计|小计|总计|共计)/.test(name.replace(/\s/g, '')) || plainHeading(name) === '姓名') return false
  return name !== '' ? !/^(制表|填表|审核|负责|注|说明|备注)[人:：]?/.test(name) : (['identity', 'phone', 'birthOn'] as const).some((field) => first(by, field).text !== '')
}

class Reading {
  readonly problems: CellProblem[] = []
  readonly warnings: CellProblem[] = []
  readonly row: number
  readonly context: RowContext
  constructor(row: number, context: RowContext) {
    this.row = row
    this.context = context
  }
  addressOf(at: number): string {
    return `${lettersOfColumn(at)}${this.row}`
  }
  problem(at: number, field: string, code: string, shown: string) {
    this.problems.push({ cell: this.addressOf(at), field, code, shown })
  }
  warn(at: number, field: string, code: string, shown: string) {
    this.warnings.push({ cell: this.addressOf(at), field, code, shown })
  }
}

function readWho(read: Reading, by: Cells) {
  const name = first(by, 'name')
  const bare = name.text.normalize('NFC').replace(/^(\p{Script=Han})[\s\u3000]+(?=\p{Script=Han}$)/u, '$1').replace(/\s+/g, ' ')
  if (bare === '') read.problem(name.at, 'name', 'name.missing', '')
  else if ([...bare].length > 40 || !/\p{L}/u.test(bare)) read.problem(name.at, 'name', 'name.unreadable', bare.slice(0, 40))
  const number = readNumber(read, first(by, 'identity'))
  const sex = readSex(read, first(by, 'sex'), number.sex)
  const birthOn = readBirth(read, first(by, 'birthOn'), number.birth)
  const age = first(by, 'age')
  const years = Number(/^\d{1,3}/.exec(age.text)?.[0] ?? Number.NaN)
  // A list is often a year or two old.
  if (birthOn !== null && birthOn <= read.context.today && Number.isFinite(years) && Math.abs(ageOn(birthOn, read.context.today) - years) > 3) read.warn(age.at, 'age', 'age.differs', age.text)
  return { name: bare, identity: number.number, sex, birthOn, ...readPhones(read, first(by, 'phone')) }
}

const maskText = (text: string): string => (/\d{6}/.test(text) ? maskIdentity(text) : text.slice(0, 30))

function readNumber(read: Reading, { text, at }: { text: string; at: number }): { number: string; birth?: string; sex?: 1 | 2 } {
  if (text === '' || /^(无|没有|不详|暂无|\/|-)$/.test(text)) return { number: '' }
  const checked = checkIdentityNumber(text, { today: read.context.today, forImport: true })
  const problems: string[] = [...checked.problems]
  // A number of 18 digits kept as a figure has lost its last three, even where the check digit fits by luck.
  if (problems.length === 0 && read.context.inexact.has(read.addressOf(at))) problems.push('identity.ruined-last-digits')
  for (const code of problems) read.problem(at, 'identity', code, /E\+/i.test(text) ? text : maskText(checked.number))
  for (const code of checked.warnings) if (code !== 'identity.invented') read.warn(at, 'identity', code, maskText(checked.number))
  if (problems.length > 0) return { number: '' }
  const sex = checked.sex === undefined || isInventedNumber(checked.number) ? undefined : checked.sex === 'male' ? 1 : 2
  return { number: checked.number, ...(checked.birth && { birth: checked.birth }), ...(sex && { sex }) }
}

function readSex(read: Reading, { text, at }: { text: string; at: number }, said: 1 | 2 | undefined): 0 | 1 | 2 {
  const typed = /^(男|男性|m|male|1)$/i.test(text) ? 1 : /^(女|女性|f|female|2)$/i.test(text) ? 2 : 0
  if (typed === 0 && text !== '' && !/^(未知|不详|0|9|未说明)$/.test(text)) read.warn(at, 'sex', 'sex.unreadable', text.slice(0, 20))
  if (typed !== 0 && said !== undefined && typed !== said) read.problem(at, 'sex', 'sex.disagrees', text)
  return said ?? typed
}

function readBirth(read: Reading, { text, at }: { text: string; at: number }, said: string | undefined): string | null {
  if (text === '') return said ?? null
  const found = readDay(text, read.context.startsAt1904)
  if ('day' in found) {
    if (found.day > read.context.today) read.problem(at, 'birthOn', 'day.in-the-future', text)
    else if (said !== undefined && found.day !== said) read.problem(at, 'birthOn', 'day.disagrees', text)
    return said ?? found.day
  }
  if (said === undefined) read.problem(at, 'birthOn', 'month' in found ? 'day.no-day' : found.problem, text.slice(0, 30))
  else if ('month' in found && !said.startsWith(found.month)) read.problem(at, 'birthOn', 'day.disagrees', text)
  else if ('problem' in found) read.warn(at, 'birthOn', found.problem, text.slice(0, 30))
  return said ?? null
}

/** The first number is the person's; others standing in the same cell are kept in the note. */
function readPhones(read: Reading, { text, at }: { text: string; at: number }): { phone: string; morePhones: string } {
  if (text === '' || /^(无|没有|不详|暂无|\/|-)$/.test(text)) return { phone: '', morePhones: '' }
  const [one = '', ...more] = text.normalize('NFKC').split(/[、,，;；/|\n]+|\s{1,}(?=1\d{10})/).map((part) => part.trim()).filter(Boolean)
  try {
    return { phone: readPhone(one), morePhones: more.join('、') }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    read.problem(at, 'phone', /E\+/i.test(one) ? 'phone.ruined-scientific' : 'phone.wrong', /^\d{9,}$/.test(one) ? maskPhone(one) : one.slice(0, 20))
    return { phone: '', morePhones: '' }
  }
}

function readTags(read: Reading, { text, at }: { text: string; at: number }, found: { tags: Set<string>; unknown: string[] }) {
  for (const word of text.normalize('NFKC').split(SEPARATORS).map((part) => part.trim()).filter((part) => part !== '' && !NO.test(part))) {
    const tag = read.context.tags.get(plainHeading(word)) ?? read.context.tags.get(plainHeading(word).replace(/(人员|对象|户|家庭|患者)$/, ''))
    if (tag !== undefined) found.tags.add(tag)
    else {
      found.unknown.push(word)
      read.warn(at, 'tags', 'tag.unknown-word', word.slice(0, 30))
    }
  }
}

/** Columns that say yes or no to one group. A level or kind in place of yes, as 肢体二级, means yes and is kept as words. */
function readFlags(read: Reading, cells: readonly string[], found: { tags: Set<string>; unknown: string[] }) {
  for (const { at, as, tag } of read.context.mapping.columns) {
    const text = (cells[at] ?? '').normalize('NFKC').trim()
    if (as !== 'tag' || tag === undefined || NO.test(text)) continue
    found.tags.add(tag)
    if (!YES.test(text) && read.context.tags.get(plainHeading(text)) !== tag) found.unknown.push(`${(read.context.headings[at] ?? '').trim()}:${text}`)
  }
}

function readHome(read: Reading, by: Cells): { place: number | null; address: string } {
  const [village, group, address] = [first(by, 'village'), first(by, 'group').text, first(by, 'address')]
  const whole = `${group === '' || address.text.includes(group) ? '' : /^[\d一二三四五六七八九十]+$/.test(group) ? `${group}组` : group}${address.text}`
  const place = villageIn(village.text, read.context.villages) ?? (village.text === '' ? villageIn(address.text, read.context.villages) ?? read.context.mapping.place : undefined) ?? null
  if (place === null) read.problem(village.text === '' ? address.at : village.at, 'village', village.text === '' ? 'village.missing' : 'village.unknown', (village.text || address.text).slice(0, 40))
  if ([...whole].length > 200) read.problem(address.at, 'address', 'address.too-long', '')
  return { place, address: whole }
}

/** The village a text names: by itself, or inside an address, where the longest name wins. */
export function villageIn(text: string, villages: ReadonlyMap<string, number>): number | undefined {
  const plain = text.normalize('NFKC').replace(/\s/g, '')
  if (plain === '') return undefined
  const exact = villages.get(stemOf(plain))
  if (exact !== undefined) return exact
  const inside = [...villages].filter(([stem]) => stem.length >= 2 && plain.includes(stem)).sort(([a], [b]) => b.length - a.length)
  return inside[0]?.[1]
}

function readRisk(read: Reading, { text, at }: { text: string; at: number }): Risk | null {
  if (text === '') return null
  const plain = text.normalize('NFKC').toLowerCase()
  const found = RISK_WORDS.find(([, words]) => words.test(plain))?.[0] ?? null
  if (found === null) read.warn(at, 'risk', 'risk.unreadable', text.slice(0, 20))
  return found
}

/** What no field holds is kept in words. */
function noteOf({ headings }: RowContext, by: Cells, { unknown, age, morePhones }: { unknown: readonly string[]; age: string; morePhones: string }): string {
  const notes = (by.get('note') ?? []).filter(({ text }) => text !== '')
    .map(({ text, at }) => (/^(备注|说明|情况说明|备考|基本情况)$/.test(plainHeading(headings[at] ?? '')) ? text : `${(headings[at] ?? '').trim()}：${text}`))
  return [...notes, ...(unknown.length > 0 ? [`名单类别：${unknown.join('、')}`] : []), ...(age !== '' ? [`名单年龄：${age}`] : []), ...(morePhones !== '' ? [`其他电话：${morePhones}`] : [])].join('；')
}
