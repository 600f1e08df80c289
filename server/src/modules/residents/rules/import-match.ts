import type { RowState } from '#api/imports.ts'
import type { Risk } from '#api/residents.ts'
import type { PersonRow } from './import-rows.ts'
import { lettersOf, sortKeyOf } from './read-person.ts'
import { isOneLetterApart } from './similar.ts'

/** What a file in reach says that a line of a list may say too. */
export interface KnownFile {
  id: string
  fileNo: string | null
  name: string
  birthOn: string | null
  sex: number
  place: number
  identity: string
  phone: string
  address: string
  note: string
  risk: Risk
  /** Open groups. */
  tags: string[]
  version: number
  closedOn: string | null
  closedWhy: string | null
  phoneMask: string | null
  identityMask: string | null
}

export type Because = 'same-identity' | 'same-file-number' | 'same-name-birth-village' | 'same-name-and-birth' | 'same-phone' | 'same-name-village-phone' | 'near-name-birth-village' | 'same-name-and-village'
const SURE: ReadonlySet<Because> = new Set(['same-identity', 'same-file-number', 'same-name-birth-village', 'same-name-village-phone'])

interface Person {
  name: string
  birthOn: string | null
  identity: string
  phone: string
  place: number | null
  fileNo: string | null
}

export interface Likeness<Of> {
  of: Of
  because: Because[]
}

/** What a list would change on a file. Only what it says and the file does not. */
export interface Changes {
  name?: string
  sex?: 1 | 2
  birthOn?: string
  identity?: string
  phone?: string
  address?: string
  note?: string
  risk?: Risk
  tags?: string[]
}

export interface JudgedRow {
  row: PersonRow
  state: RowState
  /** The file an update goes to. */
  target: KnownFile | null
  changes: Changes
  files: Likeness<KnownFile>[]
  rows: Likeness<PersonRow>[]
}

/** Why two may be one person. Two different identity numbers are two people, whatever else agrees. */
export function likenessOf(a: Person, b: Person): Because[] {
  const because: Because[] = []
  if (a.identity !== '' && b.identity !== '') {
    if (a.identity === b.identity) return ['same-identity']
    return a.fileNo !== null && a.fileNo === b.fileNo ? ['same-file-number'] : []
  }
  if (a.fileNo !== null && a.fileNo === b.fileNo) because.push('same-file-number')
  const [left, right] = [lettersOf(a.name), lettersOf(b.name)]
  const [sameName, sameBirth, sameVillage] = [left === right, a.birthOn !== null && a.birthOn === b.birthOn, a.place !== null && a.place === b.place]
  if (sameName && sameBirth) because.push(sameVillage ? 'same-name-birth-village' : 'same-name-and-birth')
  else if (sameBirth && sameVillage && (sortKeyOf(a.name) === sortKeyOf(b.name) || isOneLetterApart(left, right))) because.push('near-name-birth-village')
  else if (sameName && sameVillage && (a.birthOn === null || b.birthOn === null)) because.push('same-name-and-village')
  if (sameName && a.phone !== '' && a.phone === b.phone && (sameBirth || a.birthOn === null || b.birthOn === null)) because.push(sameVillage ? 'same-name-village-phone' : 'same-phone')
  return because
}

const isSure = ({ because }: Likeness<unknown>): boolean => because.some((why) => SURE.has(why))

/** Decides what each line is: new, an update, nothing new, doubtful, of somebody whose file has ended, or bad. */
export function judgeRows(rows: readonly PersonRow[], files: readonly KnownFile[]): JudgedRow[] {
  const [byFile, byRow] = [new Lookup(files), new Lookup<PersonRow>([])]
  return rows.map((row) => {
    if (row.problems.length > 0) return { row, state: 'bad', target: null, changes: {}, files: [], rows: [] }
    const likeFiles = byFile.like(row)
    const likeRows = byRow.like(row)
    byRow.add(row)
    return judge(row, likeFiles, likeRows)
  })
}

function judge(row: PersonRow, files: Likeness<KnownFile>[], rows: Likeness<PersonRow>[]): JudgedRow {
  const numbered = files.filter(({ because }) => because.includes('same-identity'))
  const sure = numbered.length > 0 ? numbered : files.filter(isSure)
  // Of one person's files an open one, else one a list was undone for.
  const open = sure.filter(({ of }) => of.closedOn === null || of.closedWhy === 'import-undone')
  if (open.length === 1) {
    const target = open[0]!.of
    if (target.identity !== '' && row.identity !== '' && target.identity !== row.identity) return { row, state: 'duplicate', target: null, changes: {}, files, rows: [] }
    const changes = changesOf(row, target)
    return { row, state: Object.keys(changes).length > 0 || target.closedOn !== null ? 'update' : 'same', target, changes, files: open, rows: [] }
  }
  if (open.length === 0 && sure.length > 0) return { row, state: 'closed', target: sure[0]!.of, changes: {}, files: sure, rows: [] }
  const candidates = files.filter(({ of }) => of.closedOn === null)
  return { row, state: candidates.length + rows.length > 0 ? 'duplicate' : 'new', target: null, changes: {}, files: candidates, rows }
}

/** What a line would change on a file. Words are added to words; a village is never changed by a list. */
export function changesOf(row: PersonRow, file: KnownFile, onlyBlanks = false): Changes {
  const changes: Changes = {}
  const takes = (now: string | number | null, said: string | number | null) => said !== null && said !== '' && said !== 0 && said !== now && (!onlyBlanks || now === null || now === '' || now === 0)
  if (takes(file.name, row.name)) changes.name = row.name
  if (takes(file.identity, row.identity)) changes.identity = row.identity
  // Birth date and sex follow from a number; a list without one does not contradict it.
  const follows = file.identity !== '' && row.identity === ''
  if (!follows && takes(file.sex, row.sex)) changes.sex = row.sex as 1 | 2
  if (!follows && takes(file.birthOn, row.birthOn)) changes.birthOn = row.birthOn!
  if (takes(file.phone, row.phone)) changes.phone = row.phone
  if (takes(file.address, row.address)) changes.address = row.address
  if (row.note !== '' && !file.note.includes(row.note)) changes.note = file.note === '' ? row.note : `${file.note}；${row.note}`
  if (row.risk !== null && row.risk !== file.risk && !onlyBlanks) changes.risk = row.risk
  const more = row.tags.filter((tag) => !file.tags.includes(tag))
  if (more.length > 0) changes.tags = more
  return changes
}

/** Finds those alike without comparing everybody with everybody. */
class Lookup<Of extends Person> {
  readonly #by = new Map<string, Of[]>()
  constructor(people: readonly Of[]) {
    for (const one of people) this.add(one)
  }
  add(one: Of) {
    for (const key of keysOf(one)) {
      const found = this.#by.get(key)
      if (found) found.push(one)
      else this.#by.set(key, [one])
    }
  }
  like(one: Person): Likeness<Of>[] {
    const near = new Set(keysOf(one).flatMap((key) => this.#by.get(key) ?? []))
    return [...near].map((of) => ({ of, because: likenessOf(one, of) })).filter(({ because }) => because.length > 0)
  }
}

const keysOf = (one: Person): string[] => [
  `name ${lettersOf(one.name)}`, ...(one.identity === '' ? [] : [`number ${one.identity}`]), ...(one.fileNo === null ? [] : [`file ${one.fileNo}`]),
  ...(one.birthOn === null || one.place === null ? [] : [`born ${one.birthOn} ${one.place}`]),
]
