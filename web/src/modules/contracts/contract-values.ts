import type { ContractView, SaveContract } from '#api/contracts.ts'
import { newId } from '#web/platform/uuid.ts'
import type { Pick } from '#web/ui/index.ts'

export interface LineValues { id: string; indicator: string; title: string; unit: string; target: string }
export interface ContractValues {
  id: string
  version: number | undefined
  title: string
  purchaser: Pick | undefined
  agency: Pick | undefined
  from: string
  until: string
  /** Yuan as typed. */
  amount: string
  stations: Pick[]
  lines: LineValues[]
}

export const newContract = (): ContractValues => ({ id: newId(), version: undefined, title: '', purchaser: undefined, agency: undefined, from: '', until: '', amount: '', stations: [], lines: [] })

export const yuanOf = (fen: number): string => (fen / 100).toFixed(fen % 100 === 0 ? 0 : 2)

export const valuesOf = (c: ContractView): ContractValues => ({
  id: c.id, version: c.version, title: c.title, purchaser: { value: c.purchaser, label: c.purchaserName }, agency: { value: c.agency, label: c.agencyName }, from: c.from, until: c.until,
  amount: c.amount === null ? '' : yuanOf(c.amount), stations: c.stationList.map(({ id, name, placeName }) => ({ value: id, label: name, sub: placeName })),
  lines: c.indicatorList.map(({ id, indicator, title, unit, target }) => ({ id, indicator, title, unit, target: String(target) })),
})

const AMOUNT = /^\d{1,9}(\.\d{1,2})?$/
const fenOf = (yuan: string): number => Math.round(Number(yuan || '0') * 100)

export const isWhole = (v: ContractValues): boolean =>
  v.title.trim().length >= 2 && v.purchaser !== undefined && v.agency !== undefined && v.from !== '' && v.until !== '' && v.stations.length > 0
  && (v.amount === '' || AMOUNT.test(v.amount)) && v.lines.every((line) => /^\d{1,9}$/.test(line.target) && line.title.trim() !== '' && line.unit.trim() !== '')

export const bodyOf = (v: ContractValues): SaveContract => ({
  title: v.title, purchaser: v.purchaser?.value ?? '', agency: v.agency?.value ?? '', stations: v.stations.map(({ value }) => value), from: v.from, until: v.until, amount: fenOf(v.amount),
  indicators: v.lines.map((line) => ({ ...line, target: Number(line.target) })), ...(v.version !== undefined && { version: v.version }),
})
