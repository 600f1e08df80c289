import { randomUUID } from 'node:crypto'
import { protectResident, putConsent } from '#server/modules/residents/index.ts'
import { rateGoal, referService, saveGoal } from '#server/modules/services/index.ts'
import { addDays } from '#server/platform/days.ts'
import { ServiceScript, sessionOn } from './service-script.ts'
import type { Speaker, Stage } from './stage.ts'
import { birthdayOfLittleRain, enrol } from './story-people.ts'

const GOALS = [
  { words: '每晚按时做作业、十点前睡', indicator: '一周按时睡的天数', baseline: '1 天', target: '5 天' },
  { words: '每周和爸爸视频一次，能说说心里话', indicator: '一个月视频次数', baseline: '0 次', target: '4 次' },
  { words: '奶奶住院时有人照看', indicator: '有没有约定的人', baseline: '没有', target: '有，写在冰箱上' },
]

/** What was done at each contact, and how the child was that day. */
const CONTACTS: [ago: number, mode: string, words: string, next: string][] = [
  [54, 'home-visit', '第一次和小雨单独聊：想爸爸，晚上等奶奶睡着了才睡。', '和班主任联系，了解上课情况'],
  [47, 'phone', '班主任：上课打瞌睡，作业交不齐，和同学处得来。', '教小雨用作业表'],
  [41, 'home-visit', '一起画作息表，贴在床头；奶奶胸闷，陪着约了县医院。', '陪奶奶看病'],
  [34, 'escort', '陪奶奶到县医院，医生说要住院观察五天。小雨住到二婶家。', '联系爸爸'],
  [27, 'online', '三方视频：爸爸答应每周日晚上打给孩子，春节前回来。', '看看约定是否守住'],
  [18, 'home-visit', '小雨说这周按时睡了四天，爸爸连着两周打来。', '准备结案'],
  [8, 'interview', '把画给我看：屋里有四个人。奶奶能下地做饭了。', '告知结案，约回访'],
]

/** 2: a child whose father is away and whose grandmother fell ill; goals before and after, one record written late, near its closing. */
export async function littleRain(stage: Stage, { head, worker }: { head: Speaker; worker: Speaker }, place: number): Promise<void> {
  const { today } = stage.parts
  const on = (ago: number) => addDays(today, -ago)
  const file = await enrol(stage, worker, { name: '小雨', sex: 2, birthOn: birthdayOfLittleRain(today), place, risk: 'yellow', address: '4组11号', tags: ['left-behind-child'], openedOn: on(90) })
  const story = await new ServiceScript(stage).open(on(60), worker, { method: 'casework', client: file, source: 'community', words: '奶奶病了，爸爸在浙江打工，孩子晚上不睡、作业不做，想请社工帮帮。', item: 'pzh.3.2.1.2' })
  await story.fill(on(60), worker, 'case-intake', {
    received_on: on(60), origin: 'community', referrer: '村妇联主任', client_age: 10, problem: '奶奶：我病了管不动她，晚上不睡，老师说作业不交。', expectation: '有人陪孩子说说话，把作业做起来。', urgency: 'soon', risk_flags: ['no-carer'],
    decision: 'accept', next_contact_on: on(58),
  })
  await story.fill(on(59), worker, 'case-consent', {
    services: '每周一次谈话或陪伴，三个月左右，免费。', told: ['confidentiality', 'exceptions', 'data', 'withdraw', 'complain'], medium: 'oral-witness', witness: '村妇联主任', signed_on: on(59),
    guardian_agrees: true, guardian: '父亲（视频通话）', guardian_relation: 'parent', guardian_signature: 'oral', child_told: true, child_view: '“姐姐来可以，不要告诉同学。”', worker_signature: 'signed',
  })
  await story.move(on(58), worker, 'assessment')
  await story.fill(on(57), worker, 'case-assessment', {
    assessed_on: on(57), sources_used: ['client', 'family', 'home-visit', 'school'], client_age: 10, child_view: '想爸爸；怕奶奶死。', mental_state: '夜里惊醒，白天困。', schooling: '四年级，作业交不齐。', strengths: '爱画画，和奶奶亲。',
    family: [{ name: '奶奶', relation: 'grandparent', years: 67, can_care: 'partly', bond: 'close' }, { name: '父亲', relation: 'parent', years: 36, can_care: 'unable', bond: 'distant' }],
    network: [{ who: '班主任', gives: '了解学习', bond: 'strong' }, { who: '二婶', gives: '临时照看', bond: 'weak' }], main_problem: 'guardianship', approach: 'strengths', conclusion: '照料不足引起的作息和情绪问题，家里和学校都愿意一起做。',
  })
  await story.fill(on(57), worker, 'case-risk', { target: 'child', found: '奶奶患病，夜间无人照看。', protective: '奶孙亲近，学校关心。', risk: 'yellow', must_report: false, assessed_on: on(57) })
  const look = await new ServiceScript(stage).open(on(57), worker, { method: 'screening', client: file, words: '奶奶病了以后，看看照料情况。' })
  await look.fill(on(57), worker, 'child-situation', { registered: '本村', school: '镇中心小学四年级', parents: '父亲在浙江打工，每周视频一次；母亲离家多年', carer: '奶奶，67 岁', entrusted: false, allowances: '无', cares: '本村儿童主任' })
  await story.approve(on(57), worker, 'assessment-approved', head)
  await story.move(on(56), worker, 'plan')
  const goals = await setGoals(stage, story, worker, on(56), addDays(today, 14))
  await story.fill(on(56), worker, 'case-plan', { measures: GOALS.map(({ words }) => ({ measure: words, frequency: '每周一次', responsible: worker.name, until: addDays(today, 14) })), contacts_planned: 7, starts_on: on(56), ends_on: addDays(today, 14) })
  await story.fill(on(56), worker, 'case-agreement', { duties_station: '每周一次，免费。', free_of_charge: true, confidentiality: true, medium: 'oral-witness', signed_on: on(56), client_signature: 'oral', worker_signature: 'signed', copies: 2 })
  await story.approve(on(56), worker, 'plan-approved', head)
  await story.move(on(55), worker, 'intervention')
  await sevenContacts(story, worker, on)
  await story.move(on(6), worker, 'evaluation')
  await rateGoals(stage, worker, goals, on(6))
  await story.fill(on(6), worker, 'case-evaluation', { scales: [{ scale: '儿童情绪自评（0–10，越低越好）', before: 8, after: 3 }], change: '按时睡五天，作业交齐；爸爸每周来电。', client_view: '“现在不怕天黑了。”', others_view: '班主任：上课精神多了。' })
  await story.fill(on(5), head, 'case-satisfaction', { way: 'phone', asked_by: head.name, overall: 5, opinion: '奶奶：多亏你们。' })
  await story.move(on(3), worker, 'closing')
  await story.fill(on(3), worker, 'case-closure', { summary: '三项目标两项达到，一项部分达到。', remaining_risk: 'some', risk_words: '奶奶身体还弱，二婶可临时照看。', told_on: on(4), client_opinion: '愿意，想过年再来看我。', follow_up_on: addDays(today, 30), worker_signature: 'signed' })
  await story.approve(on(1), worker, 'closing-approved')
}

async function setGoals(stage: Stage, { id: service }: ServiceScript, who: Speaker, day: string, dueOn: string): Promise<string[]> {
  const ids = GOALS.map(() => randomUUID())
  await stage.on(day, who, async (work) => { for (const [n, goal] of GOALS.entries()) await saveGoal(work, ids[n]!, { service, number: n + 1, dueOn, ...goal }) })
  return ids
}

const rateGoals = (stage: Stage, who: Speaker, goals: readonly string[], day: string): Promise<void> => stage.on(day, who, async (work) => {
  for (const [n, goal] of goals.entries()) await rateGoal(work, goal, { version: 1, attained: [2, 2, 1][n]!, words: ['五天', '四次', '二婶答应，还没写下来'][n]! })
})

/** Each written down the same day, but for the fourth, three days later. */
async function sevenContacts(story: ServiceScript, worker: Speaker, on: (ago: number) => string): Promise<void> {
  for (const [n, [ago, mode, words, next]] of CONTACTS.entries()) {
    const written = on(n === 3 ? ago - 3 : ago)
    const record = await story.contact(written, worker, sessionOn(on(ago), mode, words))
    await story.fill(written, worker, 'case-record', { purpose: n === 0 ? '建立关系' : '跟进目标', process: words, skills: ['listening', 'encouraging'], next_step: next }, { record, filledOn: on(ago) })
  }
}

/** 6: in the invented community; found by its child director, reported to the police eleven minutes later. The bureau sees a number. */
export async function protectedChild(stage: Stage, { director, head, supervisor }: { director: Speaker; head: Speaker; supervisor: Speaker }, place: number): Promise<void> {
  const { today } = stage.parts
  const day = addDays(today, -16)
  const at = (time: string) => `${day}T${time}:00+08:00`
  const circle = [head.post, supervisor.post]
  const file = await enrol(stage, head, { name: '小林', sex: 1, birthOn: '2017-06-14', risk: 'red', place, tags: ['left-behind-child'], openedOn: addDays(today, -70) })
  const story = await new ServiceScript(stage).open(day, director, { method: 'child-report', client: file, words: '放学路上看到手臂有多处青紫，问起来不说话。', circle }, '16:05')
  await story.fill(day, director, 'child-report', {
    found_at: at('16:05'), found_by: `${director.name}，儿童主任`, situation: 'injuries', facts: '左前臂三处、右前臂两处青紫，新旧不一。孩子低头不说话。', childs_words: '“不是爸爸。”', first_help: '带到社区服务室，陪着，没有追问。',
    reported_at: at('16:16'), reported_how: 'phone-110', police_station: '演示派出所', officer: '接警员 0001', receipt_no: '演示-0001', evidence: '没有拍照，等公安处理。',
  }, { time: '16:40' })
  await story.move(day, head, 'reported')
  await story.fill(day, head, 'child-report-notices', { protection_station_at: at('16:50'), protection_station_by: '未保站值班员', child_supervisor_at: at('16:55'), child_supervisor_name: '儿童督导员', civil_affairs_at: at('17:05') }, { time: '17:30' })
  await story.move(day, head, 'follow-up')
  await story.fill(addDays(day, 1), head, 'child-report-follow-up', { on: addDays(day, 1), police_result: '已受理，正在调查。', child_safe: true, place_of_safety: '暂住姑姑家，派出所知情。', help: ['counselling', 'medical'], next: '两周后再看，公安有结果再定。' }, { time: '10:30' })
  for (const [ago, words] of [[15, '姑姑家，孩子肯说话了，作业带来了。'], [2, '在姑姑家，睡得好。公安还在调查。']] as const)
    await story.contact(addDays(today, -ago), head, { kind: 'visit', formVersion: 'visit.1', occurredOn: addDays(today, -ago), minutes: 40, words, item: '', withWhom: supervisor.name, photos: [], files: [file], mode: 'home', result: 'normal', signature: 'none', unsignedWhy: '未成年人' })
  await stage.on(day, head, (work) => protectResident(work, file, { members: circle, why: '疑似受伤害，已报告公安' }))
}

/** The neighbouring station offers a case that moved here with its person: a summary and the separate consent, nothing of the file. */
export async function offeredCase(stage: Stage, from: Speaker, to: Speaker, place: number): Promise<void> {
  const { today } = stage.parts
  const on = (ago: number) => addDays(today, -ago)
  const file = await enrol(stage, from, { name: '郭素琼', sex: 2, birthOn: '1953-04-21', place, risk: 'yellow', tags: ['lives-alone'], openedOn: on(120) })
  const story = await new ServiceScript(stage).open(on(40), from, { method: 'casework', client: file, source: 'family', words: '老伴走了以后不出门、不做饭。' })
  await story.fill(on(40), from, 'case-intake', { received_on: on(40), origin: 'family', client_age: 72, problem: '“一个人吃饭没意思。”', urgency: 'routine', risk_flags: ['none'], decision: 'accept' })
  await story.move(on(39), from, 'assessment')
  const consent = randomUUID()
  await stage.on(on(1), from, async (work) => {
    await putConsent(work, file, { id: consent, purpose: 'referral', scope: [], medium: 'thumbprint', givenOn: on(1), witness: '', guardianName: '', lacksCapacity: false, reason: '' })
    await referService(work, story.id, { id: randomUUID(), toStation: to.station!, reason: '搬到撒莲镇女儿家长住', summary: '72 岁，丧偶半年，少出门、吃得少，愿意有人来聊；女儿白天上班。', urgent: false, consent, basis: '' })
  })
}
