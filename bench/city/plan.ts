import type { Client } from 'pg'
import { cellOf } from '#server/modules/places/index.ts'
import { idOf, tokenOf } from './ids.ts'

/** Who asks: with a session that is open. */
export interface Speaker {
  account: string
  post: string
  cookie: string
  role: string
  name: string
  place: number
  station: string | null
  cell: number
}

export interface Town {
  n: number
  place: number
  cell: number
  name: string
  station: string
  contract: string
  villages: number[]
  workers: Speaker[]
  head: Speaker
  office: Speaker
}

export interface Plan {
  today: string
  records: number
  residents: number
  /** The first has the same people and records in every size of the city. */
  towns: Town[]
  counties: { place: number; station: string; bureau: Speaker; supervisor: Speaker }[]
  city: { place: number; bureau: Speaker }
}

/** What the town station has that stays the same while its city grows. */
export const SAME = { residents: 400, records: 2_000, needs: 100 }
const MOST_VILLAGES = 8
const CITY_PLACE = 510400000000

const speaker = (role: string, name: string, place: number, station: string | null): Speaker => {
  const key = `${role} ${name} ${place}`
  const account = idOf('account', key)
  return { account, post: idOf('post', key), cookie: tokenOf(account), role, name, place, station, cell: cellOf(place) }
}

/** The whole network of the city, or of one county of it, from its divisions: every township has a station with a head and two workers. */
export async function planCity(owner: Client, size: { records: number; residents: number; county?: number | undefined }, today: string): Promise<Plan> {
  const { rows } = await owner.query<{ code: string; name: string; level: string; parent: string }>(
    `select code::text, name, level, parent::text from place where level in ('county', 'township', 'village') and code / 100000000 = 5104 order by code`)
  const of = (level: string) => rows.filter((row) => row.level === level).map((row) => ({ code: Number(row.code), name: row.name, parent: Number(row.parent) }))
  const villages = Map.groupBy(of('village'), ({ parent }) => parent)
  const towns = of('township').filter(({ code }) => villages.has(code) && (size.county === undefined || cellOf(code) === cellOf(size.county))).map(({ code, name }, n): Town => {
    const station = idOf('station', code)
    const person = (role: string, who: string, at: string | null = station) => speaker(role, who, code, at)
    return {
      n, place: code, cell: cellOf(code), name, station, contract: idOf('contract', code), villages: villages.get(code)!.slice(0, MOST_VILLAGES).map((one) => one.code),
      workers: [person('worker', '社工一'), person('worker', '社工二')], head: person('station_head', '站长'), office: person('township_office', '民政办', null),
    }
  })
  const counties = of('county').filter(({ code }) => towns.some((town) => town.cell === cellOf(code))).map(({ code }) => {
    const station = idOf('station', code)
    return { place: code, station, bureau: speaker('county_bureau', '民政局', code, null), supervisor: speaker('general_supervisor', '督导', code, station) }
  })
  return { records: size.records, residents: size.residents, today, towns, counties, city: { place: CITY_PLACE, bureau: speaker('city_bureau', '市民政局', CITY_PLACE, null) } }
}

/** Numbers of the files of a town: `first`, `first + step`, … `count` of them. */
export function filesOf(plan: Pick<Plan, 'towns' | 'residents'>, town: Town): { first: number; step: number; count: number } {
  if (town.n === 0) return { first: 1, step: 1, count: SAME.residents }
  const step = plan.towns.length - 1
  const first = SAME.residents + town.n
  return { first, step, count: Math.floor((plan.residents - first) / step) + 1 }
}

/** Every post of the city. */
export const everybody = ({ towns, counties, city }: Plan): Speaker[] =>
  [...towns.flatMap(({ workers, head, office }) => [...workers, head, office]), ...counties.flatMap(({ bureau, supervisor }) => [bureau, supervisor]), city.bureau]
