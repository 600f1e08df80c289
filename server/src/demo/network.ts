import { randomUUID } from 'node:crypto'
import { saveContract } from '#server/modules/contracts/index.ts'
import { cellOf } from '#server/modules/places/index.ts'
import { saveOrganisation } from '#server/modules/organisations/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { checkLine, lineName, saveStation } from '#server/modules/stations/index.ts'
import { addDays, addMonths } from '#server/platform/days.ts'
import { chance } from './chance.ts'
import { ACCOUNTS, EXCELLENT, planStations, RED, STORY, type Division, type StationPlan } from './plan.ts'
import type { Speaker, Stage } from './stage.ts'

export interface BuiltNetwork {
  stations: Map<number, { id: string; name: string; plan: StationPlan }>
  people: Map<string, Speaker>
}

const TIER_NAMES = { general: '社会工作服务总站', township: '社会工作服务站', room: '社会工作服务室' } as const
const shortName = (division: Division): string => division.name.replace(/(社区)?居民委员会$/, '社区').replace(/村民委员会$/, '')

/** Stations, agencies, posts and contracts of the demo city. Everyone's post began before the story, so that he can act in it. */
export async function buildNetwork(stage: Stage, divisions: readonly Division[]): Promise<BuiltNetwork> {
  const { today } = stage.parts
  const began = addDays(today, -800)
  const administrator = await stage.hire({ ...account('guanli'), from: began })
  const stations: BuiltNetwork['stations'] = new Map()
  const agency = randomUUID()
  const earlierAgency = randomUUID()
  const bureau = randomUUID()
  await stage.on(today, administrator, async (work) => {
    await saveOrganisation(work, bureau, { name: '米易县民政局', kind: 'department', creditCode: '', place: STORY.county })
    await saveOrganisation(work, agency, { name: '攀西同行社会工作服务中心', kind: 'agency', creditCode: '', place: STORY.county })
    await saveOrganisation(work, earlierAgency, { name: '安宁河社会工作发展中心', kind: 'agency', creditCode: '', place: STORY.county })
  })
  const byCode = new Map(divisions.map((division) => [division.code, division]))
  for (const plan of planStations(divisions)) {
    const division = byCode.get(plan.place)!
    const [id, name] = [randomUUID(), `${shortName(division)}${TIER_NAMES[plan.tier]}`]
    const guide = plan.tier === 'room' ? stations.get(plan.place - (plan.place % 1000)) : plan.tier === 'township' ? stations.get(plan.place - (plan.place % 1_000_000)) : undefined
    await stage.on(today, administrator, (work) => saveStation(work, id, {
      place: plan.place, tier: plan.tier, name, guidedBy: guide?.id ?? null, operator: plan.place === STORY.town ? agency : null,
      operatorMode: null, hostType: null, buildMode: null, pilots: [], hotline: plan.tier === 'room' ? '' : `0812-817${String(plan.place % 10_000).padStart(4, '0').slice(-4)}`,
      address: '', department: 'civil-affairs', openedOn: plan.opened, closedOn: null, successor: null,
    }))
    stations.set(plan.place, { id, name, plan })
  }
  const people = await hireEveryone(stage, stations, agency, began)
  await inspect(stage, administrator, stations)
  await signContracts(stage, people.get('zhaoguzhang')!, { bureau, agency, earlierAgency }, stations)
  return { stations, people: people.set('guanli', administrator) }
}

/** What was found on the checklists: the best stations have everything, most lack a thing or two, rooms have the minimum. */
async function inspect(stage: Stage, administrator: Speaker, stations: BuiltNetwork['stations']) {
  const dice = chance(7)
  for (const [place, station] of stations) {
    const whole = [STORY.town, EXCELLENT, STORY.county].includes(place)
    await stage.on(stage.parts.today, administrator, async (work) => {
      for (const list of (await standardsOn(work, place, work.today)).checklists()) {
        if (station.plan.tier === 'room' && list.key !== 'pzh.five-haves') continue
        for (const item of list.items) {
          if (item.fact) continue
          const state = whole || dice.happens(list.key === 'pzh.five-haves' ? 0.95 : 0.8) ? 'present' : 'missing'
          await checkLine(work, station.id, lineName(list, item), { state, note: '', photo: null })
        }
      }
    })
  }
}

function account(signInName: string) {
  const found = ACCOUNTS.find((one) => one.signInName === signInName)
  if (!found) throw new Error(`no demo account ${signInName}`)
  return found
}

async function hireEveryone(stage: Stage, stations: BuiltNetwork['stations'], agency: string, began: string) {
  const people = new Map<string, Speaker>()
  for (const plan of ACCOUNTS) {
    if (plan.signInName === 'guanli') continue
    const serves = ['worker', 'station_head', 'general_supervisor', 'child_director', 'village_cadre'].includes(plan.role)
    people.set(plan.signInName, await stage.hire({
      ...plan, station: serves ? stations.get(plan.at)!.id : null, organisation: plan.role === 'agency_manager' ? agency : null, from: began,
      ...(['station_head', 'worker', 'general_supervisor'].includes(plan.role) && plan.signInName !== 'lisiyu' && { certificate: plan.role === 'general_supervisor' ? 'senior' : 'assistant' }),
    }))
  }
  await writeStaffFacts(stage, people, began)
  // The red station's worker left two months ago; nobody came after her.
  people.set('gone', await stage.hire({
    signInName: 'jiangli', name: '蒋丽', role: 'worker', at: RED, title: '丙谷镇社工站社工', station: stations.get(RED)!.id, from: began, until: addMonths(stage.parts.today, -2),
  }))
  let n = 0
  for (const [place, station] of stations) {
    if (station.plan.tier !== 'township' || ACCOUNTS.some((one) => one.at === place && one.role === 'station_head')) continue
    n++
    people.set(`station ${place}`, await stage.hire({ signInName: `station${String(n).padStart(2, '0')}`, name: `${'赵钱孙李周吴郑王冯陈'[n % 10]}站长`, role: 'station_head', at: place, title: `${station.name}站长`, station: station.id, from: began, certificate: n % 3 === 0 ? 'middle' : 'assistant' }))
  }
  return people
}

/** Of the demo's own station: one contract of work runs out soon, one check for bans is due again. */
async function writeStaffFacts({ parts: { owner, today } }: Stage, people: ReadonlyMap<string, Speaker>, began: string) {
  for (const [name, education, until, checked] of [['zhoumin', '本科，社会工作', addMonths(today, 20), addMonths(today, -3)], ['lisiyu', '大专，社会工作', addMonths(today, 1), addMonths(today, -3)], ['tangwei', '高中', addMonths(today, 9), addMonths(today, -14)]] as const) {
    const who = people.get(name)
    if (who) await owner.query(`insert into staff_fact (id, cell, place, certificate_no, registered, education, contract_from, contract_until, insured, checked_on) values ($1, $2, $3, $4, $5, $6, $7, $8, true, $9)`,
      [who.account, cellOf(who.place), who.place, name === 'zhoumin' ? '演示2019000' : '', name === 'zhoumin' ? 'registered' : null, education, began, until, checked])
  }
}

const TARGETS: [string, string, string, number][] = [
  ['visits-all', '走访探访', '人次', 4200], ['visits-home', '其中：上门', '人次', 2800], ['files-new', '新增建档', '人', 320], ['needs-found', '需求收集', '件', 120], ['needs-met', '需求解决', '件', 90],
  ['consultations', '咨询', '人次', 160], ['activities', '社区活动', '场', 48], ['activity-attendance', '活动人次', '人次', 2000], ['publicity-events', '政策宣传', '场', 12],
  ['assistance-applications', '协助申请救助', '人次', 40], ['service-hours', '专业服务工时', '小时', 1800], ['people-served', '服务人数', '人', 600],
]

/** The agency changed seven months ago: one contract is over, the running one is at about 58 % of its time. */
async function signContracts(stage: Stage, bureauClerk: Speaker, org: { bureau: string; agency: string; earlierAgency: string }, stations: BuiltNetwork['stations']) {
  const { today } = stage.parts
  const from = addMonths(today, -7)
  const station = stations.get(STORY.town)!.id
  const indicators = () => TARGETS.map(([indicator, title, unit, target]) => ({ id: randomUUID(), indicator, title, unit, target }))
  const contracts = [
    { title: '撒莲镇社会工作服务项目（上期）', agency: org.earlierAgency, from: addMonths(from, -12), until: addDays(from, -1), amount: 18_000_000 },
    { title: '撒莲镇社会工作服务项目', agency: org.agency, from, until: addDays(addMonths(from, 12), -1), amount: 20_000_000 },
  ]
  for (const contract of contracts) {
    await stage.on(today, bureauClerk, (work) => saveContract(work, randomUUID(), { ...contract, purchaser: org.bureau, stations: [station], indicators: indicators() }))
  }
}
