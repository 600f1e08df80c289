import { writeXlsx, type Cell, type CellValue, type MergeRange } from 'hucre/xlsx'
import { addDays } from '#server/platform/days.ts'
import { inventIdentityNumber } from '#server/platform/identity-number.ts'
import { chance, type Chance } from './chance.ts'
import { nameOf } from './names.ts'

const HEADINGS = ['序号', '村（社区）', '组', '姓名', '性别', '身份证号码', '出生日期', '年龄', '人员类别', '是否低保', '残疾情况', '联系电话', '家庭住址', '备注']
const REGION = 510421
const WRONG = 6
const DOUBLES = 9
const [FIRST, SECOND] = ['原撒莲镇社会工作服务站重点人群台账（2025年12月）', '原垭口镇社会工作服务站重点人群台账（2026年1月）']

export interface LedgerOptions {
  /** Names of villages as the station's division list has them, or about so. */
  villages?: readonly string[]
  /** The day the ages were counted. */
  today?: string
}

interface Person {
  village: string
  group: number
  name: string
  sex: 1 | 2
  birth: string
  identity: string
  phone: string
  tags: string
  dibao: string
  disability: string
  note: string
}

/**
 * A ledger as two merged townships bring it: titles above, villages in merged cells, dates in every manner, headings again half-way,
 * sums below. Invented people only. Always six rows are wrong, one of them by a number Excel destroyed, and nine are of somebody
 * who stands there already. The same for the same seed.
 */
export async function makeMessyLedger(seed: number, count: number, { villages = ['水塘村', '贤家村'], today = '2026-05-20' }: LedgerOptions = {}): Promise<Uint8Array> {
  if (count < 40) throw new RangeError('too few people for six wrong rows and nine doubles')
  const dice = chance(seed)
  const births = new Set<string>()
  const people = Array.from({ length: count - WRONG - DOUBLES }, () => person(dice, { villages, today, births }))
  const half = Math.floor(people.length / 2)
  const [left, right] = [people.slice(0, half), [...people.slice(half), ...people.slice(0, DOUBLES).map((one, at) => double(one, at))]]
  const byVillage = (list: Person[]) => [...list].sort((a, b) => villages.indexOf(a.village) - villages.indexOf(b.village))
  const sheet = new Sheet(dice, today)
  sheet.open(FIRST)
  sheet.people(byVillage(left))
  sheet.sum(left.length)
  sheet.open(SECOND)
  sheet.people(byVillage(right))
  sheet.wrong(wrongOnes(people[DOUBLES]!, Array.from({ length: WRONG }, () => person(dice, { villages, today, births }))))
  sheet.sum(right.length + WRONG)
  return sheet.write()
}

function person(dice: Chance, { villages, today, births }: { villages: readonly string[]; today: string; births: Set<string> }): Person {
  const age = dice.happens(0.72) ? 60 + dice.below(36) : dice.happens(0.6) ? 20 + dice.below(40) : 2 + dice.below(12)
  let birth = addDays(today, -Math.floor(age * 365.25) - dice.below(360) - 1)
  // One invented number for each birth date: no two people may share one.
  while (births.has(birth)) birth = addDays(birth, -1)
  births.add(birth)
  const sex = dice.happens(0.56) ? 2 : 1
  const tags = age < 16 ? dice.pick(['留守儿童', '困境儿童', '农村留守儿童、低保']) : age >= 60 ? dice.pick(['独居老人', '空巢', '高龄、独居', '五保户', '失能老人', '留守老人', '残疾人/独居', '慢性病患者', '脱贫户', '高龄老人，空巢老人']) : dice.pick(['残疾人', '低保户', '重病', '退役军人', '单亲家庭', '致富带头人'])
  return {
    village: dice.pick(villages), group: 1 + dice.below(9), name: nameOf(dice, sex, age), sex, birth, identity: dice.happens(0.93) ? inventIdentityNumber(REGION, birth) : '',
    phone: dice.happens(0.8) ? `1${dice.pick(['38', '39', '58', '81', '99'])}0000${String(dice.below(10_000)).padStart(4, '0')}` : '', tags, dibao: dice.happens(0.3) ? dice.pick(['是', '√', '有']) : dice.pick(['', '否']),
    disability: dice.happens(0.18) ? dice.pick(['肢体二级', '视力三级', '听力四级', '是']) : '', note: dice.happens(0.2) ? dice.pick(['耳背，说话要大声', '儿子在成都务工', '已装扶手', '腿脚不便']) : '',
  }
}

/** The same person as the other township wrote him down: with the number, without it, or heard wrongly. */
function double(one: Person, at: number): Person {
  if (at < 3) return { ...one, identity: inventIdentityNumber(REGION, one.birth), phone: '', note: '两镇合并前已登记' }
  if (at < 6) return { ...one, identity: '', dibao: '' }
  return { ...one, identity: '', name: `${one.name.slice(0, -1)}${one.name.endsWith('英') ? '瑛' : '荣'}`, phone: '' }
}

type Wrong = Partial<Record<(typeof HEADINGS)[number], CellValue>>

/** The six that cannot come in as they stand. The first is a woman of the other ledger. */
function wrongOnes(known: Person, [second, third, fourth, fifth, sixth]: Person[]): [Person, Wrong][] {
  const number = inventIdentityNumber(REGION, second!.birth)
  return [
    // Kept as a figure: Excel shows 5.10421E+17, and three digits are gone for good.
    [{ ...known, identity: '' }, { 身份证号码: Number(inventIdentityNumber(REGION, known.birth).slice(0, 15)) * 1000 }],
    [second!, { 身份证号码: `${number.slice(0, 17)}${number.endsWith('5') ? '6' : '5'}` }],
    [{ ...third!, identity: '' }, { 出生日期: '1951年2月30日', 身份证号码: '' }],
    [fourth!, { '村（社区）': '红旗大队' }],
    [fifth!, { 联系电话: '1380000123' }],
    [sixth!, { 姓名: '' }],
  ]
}

class Sheet {
  readonly #rows: CellValue[][] = []
  readonly #merges: MergeRange[] = []
  readonly #cells = new Map<string, Partial<Cell>>()
  readonly #dice: Chance
  readonly #today: string
  #serial = 0
  constructor(dice: Chance, today: string) {
    this.#dice = dice
    this.#today = today
  }

  open(title: string) {
    for (const line of [title, '填表单位（盖章）：                填表人：            联系电话：']) {
      this.#merges.push({ startRow: this.#rows.length, endRow: this.#rows.length, startCol: 0, endCol: HEADINGS.length - 1 })
      this.#rows.push([line])
    }
    this.#rows.push([...HEADINGS])
    this.#serial = 0
  }

  people(list: readonly Person[]) {
    for (let from = 0; from < list.length;) {
      let to = from
      while (to < list.length && list[to]!.village === list[from]!.village) to += 1
      const start = this.#rows.length
      for (const one of list.slice(from, to)) this.#line(one)
      if (to - from > 1) this.#merges.push({ startRow: start, endRow: start + to - from - 1, startCol: 1, endCol: 1 })
      for (let row = start + 1; row < start + to - from; row++) this.#rows[row]![1] = null
      from = to
    }
  }

  wrong(list: readonly [Person, Wrong][]) {
    for (const [one, change] of list) {
      this.#line(one, '')
      const row = this.#rows.at(-1)!
      for (const [heading, value] of Object.entries(change)) row[HEADINGS.indexOf(heading)] = value as CellValue
    }
  }

  sum(count: number) {
    this.#rows.push(['合计', null, null, `共${count}人`], [])
  }

  #line(one: Person, typed = this.#birth(one.birth)) {
    const number = this.#rows.length
    this.#serial += 1
    const address = this.#dice.happens(0.5) ? `${one.village}${one.group}组` : ''
    this.#rows.push([
      this.#serial, one.village, this.#dice.happens(0.5) ? one.group : `${one.group}组`, one.name.length === 2 && this.#dice.happens(0.5) ? `${one.name[0]}　${one.name[1]}` : one.name,
      this.#dice.happens(0.9) ? (one.sex === 1 ? '男' : '女') : '', one.identity === '' ? null : one.identity, typed === '' ? null : typed, Number(this.#today.slice(0, 4)) - Number(one.birth.slice(0, 4)),
      one.tags, one.dibao, one.disability, one.phone === '' ? null : this.#dice.happens(0.4) ? Number(one.phone) : `${one.phone.slice(0, 3)} ${one.phone.slice(3, 7)} ${one.phone.slice(7)}`, address, one.note,
    ])
    if (typed instanceof Date) this.#cells.set(`${number},6`, { style: { numFmt: 'yyyy/m/d' } })
  }

  /** A birth date in one of the manners people write it. */
  #birth(day: string): CellValue {
    const [year, month, date] = day.split('-').map(Number) as [number, number, number]
    switch (this.#dice.below(5)) {
      case 0: return `${year}.${month}.${date}`
      case 1: return `${year}年${month}月${date}日`
      case 2: return new Date(`${day}T00:00:00Z`)
      case 3: return day.replaceAll('-', '')
      default: return day
    }
  }

  write(): Promise<Uint8Array> {
    return writeXlsx({ sheets: [{ name: '重点人群台账', rows: this.#rows, merges: this.#merges, cells: this.#cells, columns: HEADINGS.map((heading) => ({ width: heading.length > 4 ? 20 : 12 })) }, { name: '填表说明', rows: [['请按要求填写'], ['姓名：与户口簿一致']] }] })
  }
}
