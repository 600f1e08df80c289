import { randomUUID } from 'node:crypto'
import type { SaveRecord } from '#api/records.ts'
import { changeNeed, closeNeed, confirmNeed, handOverNeed, saveNeed } from '#server/modules/needs/index.ts'
import { saveRecord } from '#server/modules/records/index.ts'
import { closeResident, saveResident } from '#server/modules/residents/index.ts'
import { addDays, addMonths } from '#server/platform/days.ts'
import { inventIdentityNumber } from '#server/platform/identity-number.ts'
import { littleRain, offeredCase, protectedChild } from './case-stories.ts'
import { ditchMediation, phoneGroup, plannedActivity, runningComplaint, trainings } from './group-stories.ts'
import type { BuiltNetwork } from './network.ts'
import type { Listed } from './people.ts'
import { STORY } from './plan.ts'
import type { Speaker, Stage } from './stage.ts'
import { enrol } from './story-people.ts'

interface Actors {
  head: Speaker
  worker: Speaker
  partTime: Speaker
  director: Speaker
  supervisor: Speaker
}

/** The people a presenter will open: every name invented, the sensitive one set in the invented community. */
export async function actStories(stage: Stage, network: BuiltNetwork, villages: readonly number[], around: { neighbour: number; elders: readonly Listed[] }): Promise<void> {
  const who = (name: string) => network.people.get(name)!
  const actors: Actors = { head: who('zhoumin'), worker: who('lisiyu'), partTime: who('tangwei'), director: who('wuzhuren'), supervisor: who('chendudao') }
  const near = villages.find((village) => village !== STORY.demoVillage)!
  // Elders long enough on the list to be met in a group of two months ago.
  const known = around.elders.filter(({ input }) => input.openedOn! < addDays(stage.parts.today, -80))
  await grandmotherWang(stage, actors, near)
  await brotherLiu(stage, actors, near)
  await theManWhoWouldNotOpen(stage, actors, villages[2]!)
  await theSameWomanTwice(stage, actors, villages[1]!, villages[4]!)
  await theElderWhoDied(stage, actors, near)
  await littleRain(stage, actors, villages[3]!)
  await phoneGroup(stage, actors, known.slice(0, 8))
  await protectedChild(stage, actors, STORY.demoVillage)
  await plannedActivity(stage, actors, known.slice(8, 20))
  await ditchMediation(stage, actors)
  await runningComplaint(stage, actors)
  await trainings(stage, actors)
  await offeredCase(stage, who('binggu'), actors.head, around.neighbour)
}

async function contact(stage: Stage, who: Speaker, day: string, file: string, change: { kind?: 'visit' | 'call'; result?: string; words: string; item?: string; withWhom?: string; nextOn?: string }): Promise<string> {
  const id = randomUUID()
  const kind = change.kind ?? 'visit'
  const record = {
    occurredOn: day, minutes: kind === 'call' ? 8 : 25, words: change.words, item: change.item ?? '', withWhom: change.withWhom ?? '', photos: [], files: [file],
    mode: kind === 'call' ? 'phone' : 'home', result: change.result ?? 'normal', signature: 'none' as const, unsignedWhy: '', ...(change.nextOn && { nextOn: change.nextOn }),
    ...(kind === 'call' ? { kind, formVersion: 'call.1' as const } : { kind, formVersion: 'visit.1' as const }),
  } satisfies SaveRecord
  await stage.on(day, who, (work) => saveRecord(work, id, record))
  return id
}

/** 1: fell in the bathroom; visit, need, handrail and wheelchair, confirmed with a thumbprint. Due again today. */
async function grandmotherWang(stage: Stage, { worker, partTime }: Actors, place: number) {
  const { today } = stage.parts
  const file = await enrol(stage, worker, { name: '王素芬', sex: 2, birthOn: '1944-03-08', place, risk: 'red', phone: '13800000001', address: '3组18号', tags: ['lives-alone', 'dibao'], openedOn: addDays(today, -380) })
  await contact(stage, worker, addDays(today, -28), file, { words: '在家，煮饭、洗衣都能自理，儿子在外省务工。', withWhom: '唐伟' })
  const visit = await contact(stage, worker, addDays(today, -21), file, { result: 'needs-attention', words: '前天在卫生间滑倒，右手擦伤，起身困难。想装扶手，出门想要轮椅。', withWhom: '唐伟', item: 'pzh.3.2.2.2' })
  const need = randomUUID()
  await stage.on(addDays(today, -21), worker, (work) => saveNeed(work, need, { words: '卫生间想装扶手，出门要轮椅，怕再摔倒。', file, record: visit, spokenBy: '', source: 'visit', item: 'pzh.3.2.2.2', urgency: 'urgent' }))
  await stage.on(addDays(today, -20), worker, (work) => handOverNeed(work, need, { version: 1, owner: partTime.account, measure: '安装扶手，借用轮椅；何师傅（志愿者）出工 2 小时，慈善资金 480 元' }))
  await stage.on(addDays(today, -14), partTime, (work) => changeNeed(work, need, { version: 2, answer: 'resource', actors: ['social-worker', 'volunteer', 'charity-resource'] }))
  await stage.on(addDays(today, -12), partTime, (work) => closeNeed(work, need, { version: 3, outcome: 'met', words: '扶手已装好，轮椅已送到，本人会用。' }))
  await stage.on(addDays(today, -11), partTime, (work) => confirmNeed(work, need, { version: 4, by: '王素芬', how: 'thumbprint' }))
  await contact(stage, worker, addDays(today, -13), file, { words: '扶手装得牢，自己洗澡不怕了。', withWhom: '唐伟' })
  await contact(stage, worker, addDays(today, -7), file, { words: '轮椅推着去赶场，心情好。', withWhom: '周敏' })
}

/** 3: on no list; a stroke, the wife cares for him. Asked at the desk. */
async function brotherLiu(stage: Stage, { worker, head }: Actors, place: number) {
  const { today } = stage.parts
  const file = await enrol(stage, worker, { name: '刘德忠', sex: 1, birthOn: '1972-05-19', place, risk: 'blue', phone: '13900000002', address: '6组2号', tags: ['serious-illness'], openedOn: addDays(today, -9) })
  await stage.on(addDays(today, -9), worker, (work) => saveRecord(work, randomUUID(), {
    kind: 'consultation', formVersion: 'consultation.1', occurredOn: addDays(today, -9), minutes: 25, words: '妻子来站里问：丈夫中风后不能干活，医药费花了很多，能不能申请救助。', item: 'pzh.3.2.1.3', withWhom: '', photos: [], mode: 'assistance-application', files: [file],
  }))
  const need = randomUUID()
  await stage.on(addDays(today, -9), worker, (work) => saveNeed(work, need, { words: '丈夫中风，妻子一人照顾，医药费重，想问能不能申请临时救助或低保边缘。', file, spokenBy: '', source: 'family', item: 'pzh.3.2.1.3', urgency: 'urgent' }))
  await stage.on(addDays(today, -8), worker, (work) => handOverNeed(work, need, { version: 1, owner: head.account, measure: '陪同到民政办咨询，补收入证明和医疗发票两样材料', dueOn: addDays(today, 3) }))
}

/** 7: refused the door three times; seen by a neighbour; the fourth time by phone. */
async function theManWhoWouldNotOpen(stage: Stage, { partTime }: Actors, place: number) {
  const { today } = stage.parts
  const file = await enrol(stage, partTime, { name: '冯永贵', sex: 1, birthOn: '1951-11-02', place, risk: 'orange', phone: '13700000003', tags: ['lives-alone'], openedOn: addDays(today, -200) })
  for (const ago of [62, 48, 33]) await contact(stage, partTime, addDays(today, -ago), file, { result: 'refused', words: ago === 33 ? '隔门说不用来。邻居说昨天还见他赶场。' : '不开门。' })
  await contact(stage, partTime, addDays(today, -6), file, { kind: 'call', words: '电话里愿意说话了：怕被人说闲话。约好下次在村办公室见。' })
}

/** 8: the same woman in the old ledgers of both merged townships, once with a number a spreadsheet ruined. */
async function theSameWomanTwice(stage: Stage, { worker, head }: Actors, here: number, there: number) {
  const openedOn = addDays(stage.parts.today, -390)
  const base = { sex: 2 as const, risk: 'yellow' as const, whyServed: '', openedOn, tags: [{ id: randomUUID(), tag: 'empty-nest', source: 'import', fromOn: openedOn }] }
  const first = randomUUID()
  await stage.on(openedOn, worker, (work) => saveResident(work, first, { ...base, place: here, name: '罗秀珍', birthOn: '1949-08-17', identity: inventIdentityNumber(510421, '1949-08-17'), phone: '13500000004', address: '2组7号', note: '原撒莲镇台账', worker: worker.account }))
  await contact(stage, worker, addDays(stage.parts.today, -24), first, { words: '在家剥花生，身体好。' })
  await stage.on(openedOn, head, (work) => saveResident(work, randomUUID(), {
    ...base, tags: [{ id: randomUUID(), tag: 'empty-nest', source: 'import', fromOn: openedOn }], place: there, name: '罗秀珍', birthOn: '1949-08-17', identity: '', phone: '', address: '', note: '原垭口镇台账；证件号在表格里成了 5.10421E+17，待核对', worker: head.account,
  }))
}

/** 9: died last month: out of the duty from that day, the history stays. */
async function theElderWhoDied(stage: Stage, { worker }: Actors, place: number) {
  const { today } = stage.parts
  const died = addDays(`${addMonths(today, -1).slice(0, 7)}-01`, 11)
  const file = await enrol(stage, worker, { name: '蒋启明', sex: 1, birthOn: '1938-01-27', place, risk: 'orange', tags: ['lives-alone'], openedOn: addDays(today, -395) })
  for (const ago of [100, 72, 58]) await contact(stage, worker, addDays(today, -ago), file, { words: '卧床多，女儿在身边照顾。' })
  await stage.on(addDays(died, 1), worker, (work) => closeResident(work, file, { version: 1, why: 'died', on: died }))
}
