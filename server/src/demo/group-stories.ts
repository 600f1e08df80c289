import { randomUUID } from 'node:crypto'
import { markAttendance, movePerson, rateGoal, saveGoal } from '#server/modules/services/index.ts'
import { addDays } from '#server/platform/days.ts'
import { ServiceScript, sessionOn } from './service-script.ts'
import type { Speaker, Stage } from './stage.ts'

/** Somebody who has a file. */
type Known = { id: string }
interface Actors { head: Speaker; worker: Speaker; partTime: Speaker }

/** Days ago, theme, and who of the eight was absent. The last of them comes twice and no more. */
const SESSIONS: [ago: number, theme: string, absent: number[]][] = [
  [58, '认识手机和大家', []], [51, '打电话、存号码', [2]], [44, '微信语音和视频', [7]], [37, '交医保、查养老金', [5, 7]], [30, '认得诈骗电话', []], [23, '教会一位邻居', [4]],
]
const LAST = 7
const LEFT_AGO = 34

/** 5: "Grandparents can use a phone". Six sessions, eight members; one stayed away twice, was visited, and became a case with the way back. */
export async function phoneGroup(stage: Stage, { head, worker, partTime }: Actors, elders: readonly Known[]): Promise<void> {
  const { today } = stage.parts
  const on = (ago: number) => addDays(today, -ago)
  const group = await new ServiceScript(stage).open(on(72), worker, { method: 'group-work', title: '爷爷奶奶会用手机', item: 'pzh.3.1.3', capacity: 10, venue: '撒莲镇社工站活动室' })
  await group.fill(on(72), worker, 'group-plan', {
    kind: 'education', model: 'development', background: '探访中二十多位老人说不会交医保、怕被骗。', audience: '会接电话、想学的老人', places: 8, recruit_until: on(58), openness: 'closed', from_on: on(58), until_on: on(23), length: 90,
    sessions: SESSIONS.map(([ago, theme], n) => ({ number: n + 1, on_day: on(ago), theme })), risk_plan: '有老人突发不适：拨打120，联系家属。',
  })
  await group.approve(on(71), worker, 'plan-approved', head)
  const members: string[] = []
  for (const elder of elders) members.push(await group.put(on(64), worker, { file: elder.id, role: 'member' }))
  for (const [n, person] of members.entries()) await group.fill(on(63), worker, 'group-screening', { need: '不会用智能手机', screened: 'fits', agrees: 'oral-witness', scale: '手机使用自评（0–10）', before: 2 + (n % 3) }, { person })
  await group.move(on(58), worker, 'formation')
  const goal = randomUUID()
  await stage.on(on(58), worker, (work) => saveGoal(work, goal, { service: group.id, number: 1, words: '会打视频、会交医保、会挂断诈骗电话', indicator: '三样都会的人数', baseline: '0 人', target: '6 人', dueOn: on(23) }))
  await group.fill(on(58), worker, 'group-contract', { rules: [{ rule: '手机静音，一人说大家听' }, { rule: '组里的话不外传' }], confidential: true, agreed_on: on(58), signed: members.map((member) => ({ member, signature: 'thumbprint' })) })
  await sixSessions(stage, group, worker, members, on)
  await endGroup(stage, group, { head, worker, partTime }, members, goal, on)
  await becomesCase(stage, group, partTime, elders[LAST]!, on(LEFT_AGO - 1))
}

async function sixSessions(stage: Stage, group: ServiceScript, worker: Speaker, members: readonly string[], on: (ago: number) => string): Promise<void> {
  for (const [n, [ago, theme, absent]] of SESSIONS.entries()) {
    const day = on(ago)
    if (n === 2) await group.move(day, worker, 'transition', 'maturity')
    const record = await group.contact(day, worker, { ...sessionOn(day, 'on-site', `${theme}。跟得上的教跟不上的。`, 90), title: theme })
    const there = ago > LEFT_AGO ? members : members.slice(0, LAST)
    const rows = there.map((person, m) => ({ person, state: absent.includes(m) ? ('absent' as const) : ('present' as const), reason: absent.includes(m) ? (m === LAST ? '没有说原因' : '看病') : '' }))
    await stage.on(day, worker, (work) => markAttendance(work, group.id, { record, rows }))
    await group.fill(day, worker, 'group-session-record', { number: n + 1, goal: theme, process: `${theme}，分两桌练习，互相教。`, reached: absent.length > 1 ? 'partly' : 'fully' }, { record })
    if (n === 3) await stage.on(on(LEFT_AGO), worker, (work) => movePerson(work, members[LAST]!, { version: 1, state: 'left', why: '连续两次没来；上门了解：老伴刚去世，没有心思，转个案跟进' }))
  }
}

async function endGroup(stage: Stage, group: ServiceScript, { head, worker }: Actors, members: readonly string[], goal: string, on: (ago: number) => string): Promise<void> {
  await group.move(on(22), worker, 'ending')
  for (const [n, person] of members.slice(0, LAST).entries()) await group.fill(on(22), worker, 'group-member-outcome', { scale: '手机使用自评（0–10）', after: 6 + (n % 3), change: '会打视频，会看诈骗提醒。', satisfied: n === 3 ? 4 : 5, needs_case: false }, { person })
  await stage.on(on(21), worker, (work) => rateGoal(work, goal, { version: 1, attained: 2, words: '七人中六人三样都会' }))
  await group.fill(on(20), worker, 'group-summary', { outcome: '七位组员六位三样都会，出席率近九成。', before_after: '自评平均从 3 分到 7 分。', cases_found: 1, suggestions: '下期教挂号和看公交。' })
  await group.approve(on(20), worker, 'summary-approved', head)
  await group.close(on(19), worker, 'completed', '')
}

async function becomesCase(stage: Stage, group: ServiceScript, worker: Speaker, elder: Known, day: string): Promise<void> {
  const story = await new ServiceScript(stage).open(day, worker, { method: 'casework', client: elder.id, source: 'group', words: '老伴刚走，手机里都是以前的照片，不想见人。', fromService: group.id })
  await story.fill(day, worker, 'case-intake', { received_on: day, origin: 'group', problem: '“一开手机就想起从前。”', urgency: 'soon', risk_flags: ['none'], decision: 'accept', next_contact_on: addDays(day, 3) })
  await story.fill(day, worker, 'case-consent', { medium: 'thumbprint', signed_on: day, told: ['confidentiality', 'exceptions', 'withdraw'], client_signature: 'thumbprint' })
  await story.move(addDays(day, 1), worker, 'assessment')
  const second = addDays(day, 4)
  await story.contact(second, worker, sessionOn(second, 'home-visit', '一起看照片，说了一个下午。愿意下周再来。', 80))
}

/** Next week's outing: twelve put their names down for ten places, two wait. */
export async function plannedActivity(stage: Stage, { head, worker }: Actors, elders: readonly Known[]): Promise<void> {
  const { today } = stage.parts
  const [begun, held] = [addDays(today, -6), addDays(today, 6)]
  const story = await new ServiceScript(stage).open(begun, worker, { method: 'activity-plan', title: '银龄秋游：米易花海半日行', capacity: 10, happensAt: `${held}T09:00:00+08:00`, venue: '镇政府门口集合', item: 'pzh.3.1.3' })
  await story.fill(begun, worker, 'activity-plan', { kind: 'culture', basis: '独居老人说一年没出过镇。', goals: '十位独居老人出行一次，互相认识。', audience: '独居老人', expected: 10, held_on: held, begins: '09:00', length: 240, volunteers_needed: 3 })
  await story.fill(begun, worker, 'activity-risk', { risks: ['medical', 'traffic'], measures: '两名志愿者跟车，带急救包。', safety_lead: worker.name, nearest_help: '米易县人民医院', insured: true })
  await story.approve(begun, worker, 'plan-approved', head)
  await story.move(addDays(today, -5), worker, 'sign-up')
  for (const [n, elder] of elders.entries()) await story.put(addDays(today, -4 + Math.floor(n / 4)), worker, { file: elder.id, role: 'participant', state: 'signed-up' })
}

/** Two neighbours and the water of one ditch: half-way through. */
export async function ditchMediation(stage: Stage, { head, partTime }: Actors): Promise<void> {
  const on = (ago: number) => addDays(stage.parts.today, -ago)
  const story = await new ServiceScript(stage).open(on(9), partTime, { method: 'mediation', title: '两家争出水沟' })
  for (const name of ['赵家明', '钱家富']) await story.put(on(9), partTime, { name, role: 'party' })
  await story.fill(on(9), partTime, 'mediation-request', { begun: 'asked', kind: 'neighbours', facts: '一家砌墙占了半条沟，下雨水倒灌进另一家灶房。', will: 'both', violence_danger: false, may_escalate: false, mediators: `${head.name}、村调解员` })
  await story.move(on(7), partTime, 'mediating')
  await story.fill(on(7), partTime, 'mediation-inquiry', { on: on(7), whom: '村民小组长', found: '沟是老沟，两家都没有证。' })
  await story.fill(on(4), partTime, 'mediation-record', { on: on(4), present: '双方、组长、调解员', views: '一家愿退半尺，另一家要退一尺。', outcome: '各自回去商量，下次带尺子到现场。' })
}

/** A complaint about a missed appointment. Whoever handles it is not the one complained of; the clock runs. */
export async function runningComplaint(stage: Stage, { head, partTime }: Actors): Promise<void> {
  const on = (ago: number) => addDays(stage.parts.today, -ago)
  const story = await new ServiceScript(stage).open(on(12), head, { method: 'complaint', title: '约好上门没有来' })
  await story.fill(on(12), head, 'complaint-received', { channel: 'phone', kind: 'quality', facts: '“说好上午来，等到中午也没有人来，电话也没有。”', about_whom: partTime.name, anonymous: false, name: '蔡女士', phone: '13600000005', severity: 'light' })
  await story.move(on(11), head, 'accepted')
  await story.fill(on(11), head, 'complaint-acceptance', { decision: 'accept', told_how: '电话告知，十个工作日内答复' })
  await story.move(on(10), head, 'handled')
}

/** Two trainings of the year: one of the agency for all three, one online for the head. */
export async function trainings(stage: Stage, { head, worker, partTime }: { head: Speaker; worker: Speaker; partTime: Speaker }): Promise<void> {
  const { today } = stage.parts
  for (const [ago, title, form, minutes, attended] of [[95, '老年人抑郁的识别与转介', 'agency', 360, [head, worker, partTime]], [30, '未成年人保护政策', 'online', 180, [head, worker]]] as const) {
    const [day, training] = [addDays(today, -ago), new ServiceScript(stage)]
    await training.open(day, head, { method: 'training', title })
    await training.fill(day, head, 'training-record', { on: day, form, topic: title, trainer: '攀西同行社会工作服务中心', minutes, attended: attended.map(({ account }) => account) })
    await training.close(day, head, 'held', '')
  }
}
