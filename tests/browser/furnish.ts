import { randomUUID } from 'node:crypto'
import type { Role } from '#api/roles.ts'
import { PLACES } from '#tests/support/town.ts'
import { contact, day, enrol, monthOf, type House, type Listed, type Person } from './house.ts'

/** As long as a name may be. */
export const LONG = '欧阳阿卜杜热合曼买买提艾合买提江古丽米热阿依古丽赛麦提玉素甫库尔班热孜万古丽'
const WHERE: Partial<Record<Role, 'county' | 'city' | 'room' | 'general'>> = {
  general_worker: 'general', general_supervisor: 'general', village_cadre: 'room', child_director: 'room',
  county_bureau: 'county', city_bureau: 'city', party_department: 'county', evaluator: 'county', auditor: 'county', administrator: 'county',
}

/** Somebody in the town for this role, at the tier where such a post sits. */
export async function hireFor(house: House, role: Role): Promise<Person> {
  const { stations } = house.town
  const where = WHERE[role] ?? 'town'
  if (where === 'general') return house.hire(role, PLACES.county, stations.general, '陈督导')
  if (where === 'room') return house.hire(role, PLACES.eastVillage, stations.room, '吴主任')
  if (where === 'county' || where === 'city') return house.hire(role, PLACES[where], null, '赵股长')
  const ofStation = role === 'worker' || role === 'station_head'
  return house.hire(role, PLACES.east, ofStation ? stations.east : null, ofStation ? '唐薇' : '杨经办')
}

export interface Furnished { li: Person; head: Person; county: Person; people: Listed[]; need: string; record: string; contract: string; month: string }

/** What a station has after some weeks: people, contacts, needs in every state, an activity, tasks, a contract and last month's report. */
export async function furnish(house: House, count = 12): Promise<Furnished> {
  const { town, must } = house
  const { stations, workers } = town
  const li = await house.welcome(workers.east, '李思雨')
  const head = await house.welcome(workers.head, '周敏')
  const county = await house.welcome(workers.county, '赵股长')
  const month = monthOf(-1)
  const contract = await addContract(house, county, [stations.east.id, stations.west.id])
  const people = await enrol(house, li, count)
  await enrol(house, li, 1, { first: 90, name: () => LONG, village: PLACES.eastVillage2 })
  let record = ''
  for (const [n, { id }] of people.entries()) {
    if (n % 4 < 3) record = await contact(house, li, id, { occurredOn: `${month}-1${n % 10}`, words: '在家，精神好。' })
    if (n % 4 < 2) await contact(house, li, id, { occurredOn: day(-n), kind: n % 2 ? 'call' : 'visit', result: n % 5 ? 'normal' : 'needs-attention', words: '屋顶漏雨，想修一修。' })
  }
  const needs: string[] = []
  for (const [n, words] of ['想在卫生间装扶手', '轮椅坏了', '屋顶漏雨', '孙子没人辅导作业', '想办高龄津贴'].entries()) {
    const id = randomUUID()
    await must(li, 'PUT', `/needs/${id}`, { words, foundOn: day(-20 + n), ...(n === 3 ? { spokenBy: '邻居张姐' } : { file: people[n]!.id }) })
    needs.push(id)
  }
  await must(li, 'POST', `/needs/${needs[1]}/hand-over`, { version: 1, owner: head.account, dueOn: day(2), measure: '联系残联换轮椅' })
  await must(li, 'POST', `/needs/${needs[4]}/answer-on-the-spot`, { version: 1, words: '已告诉怎么办' })
  for (const n of [2, 7]) await must(li, 'PUT', `/records/${randomUUID()}`, { kind: 'activity', occurredOn: day(-n), minutes: 90, title: '端午节包粽子', mode: 'other', heads: 30 + n, words: '热闹' })
  for (const n of [1, 3, 9]) await must(li, 'PUT', `/records/${randomUUID()}`, { kind: 'task', occurredOn: day(-n), minutes: 120, mode: 'other', requester: 'township-civil-affairs', title: '高龄津贴认证 23 户' })
  await must(head, 'PUT', `/reports/${stations.east.id}/${month}`, { id: randomUUID(), version: 0, highlights: '走访到户', typicalCases: '', problems: '人手少', nextMonth: '继续' })
  return { li, head, county, people, need: needs[0]!, record, contract, month }
}

/** A contract of twelve months that began seven months ago. */
export async function addContract(house: House, county: Person, stations: string[]): Promise<string> {
  const [purchaser, agency, contract] = [randomUUID(), randomUUID(), randomUUID()]
  await house.must(county, 'PUT', `/organisations/${purchaser}`, { name: '米易县民政局', kind: 'department' })
  await house.must(county, 'PUT', `/organisations/${agency}`, { name: '攀枝花市同行社会工作服务中心', kind: 'agency' })
  await house.must(county, 'PUT', `/contracts/${contract}`, {
    title: '米易县乡镇社工站服务项目', purchaser, agency, stations, from: `${monthOf(-7)}-01`, until: `${monthOf(4)}-28`, amount: 20_000_000,
    indicators: [['visits-all', '走访探访', '人次', 600], ['activities', '社区活动', '场', 12], ['task-hours', '交办工时', '小时', 300]].map(([indicator, title, unit, target]) => ({ id: randomUUID(), indicator, title, unit, target })),
  })
  return contract
}
