/** The demo network: real division codes and names, invented people. Build years follow the city's plan of 2021 (Annex 1) and what came after. */
export interface StationPlan {
  place: number
  tier: 'general' | 'township' | 'room'
  opened: string
  redistricted?: boolean
  pilots?: string[]
}

const COUNTY_PLAN: { county: number; townships: number[]; roomsIn2021: number; roomsLater: number; pilots: string[] }[] = [
  { county: 510402, townships: [1, 2, 3, 4], roomsIn2021: 7, roomsLater: 2, pilots: ['provincial-social-work'] },
  { county: 510403, townships: [1], roomsIn2021: 4, roomsLater: 2, pilots: ['provincial-governance'] },
  { county: 510411, townships: [1, 2, 3], roomsIn2021: 8, roomsLater: 1, pilots: [] },
  { county: 510422, townships: [1], roomsIn2021: 3, roomsLater: 1, pilots: [] },
]

/** 撒莲镇, where the story is set: Yakou was merged into it, so two stations and two ledgers became one. */
export const STORY = { county: 510421000000, town: 510421103000, demoVillage: 510421103998, demoVillageName: '演示社区' } as const
/** Neighbours: behind with its round, excellent, one worker short. */
export const RED = 510421101000
export const EXCELLENT = 510421105000
export const SHORT = 510421106000

export interface Division {
  code: number
  name: string
  level: string
  parent: number | null
}

/** Which stations exist, from the divisions that are loaded. */
export function planStations(divisions: readonly Division[]): StationPlan[] {
  const under = (parent: number, level: string) => divisions.filter((division) => division.parent === parent && division.level === level)
  const plans: StationPlan[] = [
    { place: STORY.county, tier: 'general', opened: '2021-06-18', pilots: ['provincial-social-work'] },
    { place: STORY.town, tier: 'township', opened: '2021-07-01', redistricted: true, pilots: ['provincial-social-work'] },
    { place: RED, tier: 'township', opened: '2021-07-08' },
    { place: EXCELLENT, tier: 'township', opened: '2021-07-12', redistricted: true },
    { place: SHORT, tier: 'township', opened: '2023-03-20' },
    ...[STORY.town, RED, EXCELLENT].flatMap((town) => under(town, 'village').filter((village) => village.code !== STORY.demoVillage).slice(0, 3)
      .map((village): StationPlan => ({ place: village.code, tier: 'room', opened: '2021-10-11' }))),
    { place: STORY.demoVillage, tier: 'room', opened: '2022-05-10' },
  ]
  for (const { county, townships, roomsIn2021, roomsLater, pilots } of COUNTY_PLAN) {
    const towns = under(county * 1_000_000, 'township')
    plans.push({ place: county * 1_000_000, tier: 'general', opened: '2021-06-25', pilots })
    const chosen = townships.flatMap((n) => (towns[n - 1] ? [towns[n - 1]!] : []))
    for (const [index, town] of chosen.entries()) plans.push({ place: town.code, tier: 'township', opened: '2021-08-02', redistricted: index % 2 === 0, pilots })
    const villages = chosen.flatMap((town) => under(town.code, 'village'))
    for (const [index, village] of villages.slice(0, roomsIn2021 + roomsLater).entries()) {
      plans.push({ place: village.code, tier: 'room', opened: index < roomsIn2021 ? '2021-11-05' : '2023-04-06' })
    }
  }
  return plans
}

/** Who signs in to the demo. Passwords and rolling codes are shown only on loopback with demo data. */
export const ACCOUNTS = [
  { signInName: 'zhoumin', name: '周敏', role: 'station_head', at: STORY.town, title: '撒莲镇社工站站长' },
  { signInName: 'lisiyu', name: '李思雨', role: 'worker', at: STORY.town, title: '撒莲镇社工站社工' },
  { signInName: 'tangwei', name: '唐伟', role: 'worker', at: STORY.town, title: '撒莲镇社工站社工（兼职）' },
  { signInName: 'chendudao', name: '陈静', role: 'general_supervisor', at: STORY.county, title: '米易县总站督导' },
  { signInName: 'zhaoguzhang', name: '赵明', role: 'county_bureau', at: STORY.county, title: '米易县民政局股长' },
  { signInName: 'liuzhuren', name: '刘国平', role: 'township_office', at: STORY.town, title: '撒莲镇民政办主任' },
  { signInName: 'wuzhuren', name: '吴桂芳', role: 'child_director', at: STORY.demoVillage, title: '演示社区儿童主任' },
  { signInName: 'sunjingli', name: '孙丽', role: 'agency_manager', at: STORY.town, title: '机构项目主管' },
  { signInName: 'shiju', name: '高峰', role: 'city_bureau', at: 510400000000, title: '攀枝花市民政局' },
  { signInName: 'shenji', name: '田文', role: 'auditor', at: STORY.county, title: '审计员' },
  { signInName: 'guanli', name: '管理员', role: 'administrator', at: 510400000000, title: '系统管理员' },
  { signInName: 'binggu', name: '罗玲', role: 'station_head', at: RED, title: '丙谷镇社工站站长' },
  { signInName: 'baima', name: '沈芳', role: 'station_head', at: EXCELLENT, title: '白马镇社工站站长' },
  { signInName: 'puwei', name: '范勇', role: 'station_head', at: SHORT, title: '普威镇社工站站长' },
] as const

export const DEMO_PASSWORD = 'wulian-demo-2026'
export const DEMO_PIN = '2580'

/** What a presenter needs to know, as the start prints it. */
export const demoAccounts = (): string => [
  '', `演示数据 Demo data. 密码 password: ${DEMO_PASSWORD}   PIN: ${DEMO_PIN}   动态码在登录页点“演示：填入当前验证码” the rolling code is shown on the sign-in page`,
  ...ACCOUNTS.map(({ signInName, name, title }) => `  ${signInName.padEnd(14)}${name}  ${title}`), '',
].join('\n')

/** How many people of which groups the story's station has on its list. */
export const LISTED = { elders: 312, children: 64, disabled: 186, dibao: 180, dibaoEdge: 60, tekun: 28, others: 320 } as const
