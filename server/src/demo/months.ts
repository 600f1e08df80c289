import { randomUUID } from 'node:crypto'
import { answerReport, saveReport, submitReport } from '#server/modules/indicators/index.ts'
import { closeNeed, confirmNeed, handOverNeed, saveNeed } from '#server/modules/needs/index.ts'
import { addDays, addMonths, monthRange } from '#server/platform/days.ts'
import type { Chance } from './chance.ts'
import { WANTED } from './names.ts'
import type { BuiltNetwork } from './network.ts'
import type { Listed } from './people.ts'
import type { Deed, Speaker, Stage } from './stage.ts'

/** Needs of the last months, most of them answered; some of this month still open. */
export function planNeeds(stage: Stage, dice: Chance, people: readonly Listed[], workers: readonly Speaker[], perMonth: number): Deed[] {
  const { today } = stage.parts
  const deeds: Deed[] = []
  for (let monthsAgo = 7; monthsAgo >= 0; monthsAgo--) {
    for (let n = 0; n < perMonth; n++) {
      const day = addDays(today, -(monthsAgo * 30 + 1 + dice.below(27)))
      const listed = dice.pick(people)
      if (listed.input.openedOn! > day) continue
      const [words, urgency] = dice.pick(WANTED)
      const [worker, owner, closes, met, wait] = [dice.pick(workers), dice.pick(workers), monthsAgo > 0 || dice.happens(0.35), dice.next(), dice.below(12) + 2]
      const closedOn = addDays(day, wait) < today ? addDays(day, wait) : addDays(today, -1)
      deeds.push(async () => {
        const id = randomUUID()
        await stage.on(day, worker, (work) => saveNeed(work, id, { words, file: listed.id, spokenBy: '', source: 'visit', item: 'pzh.3.2.1.3', urgency }))
        await stage.on(day, worker, (work) => handOverNeed(work, id, { version: 1, owner: owner.account, measure: '联系村（社区）和相关单位，一周内答复' }))
        if (!closes || closedOn < day) return
        const outcome = met < 0.72 ? 'met' : met < 0.86 ? 'partly' : 'unmet'
        await stage.on(closedOn, owner, (work) => closeNeed(work, id, { version: 2, outcome, words: '', ...(outcome === 'unmet' && { why: 'no-resource' }) }))
        if (outcome === 'met') await stage.on(closedOn, owner, (work) => confirmNeed(work, id, { version: 3, by: listed.input.name, how: 'said' }))
      })
    }
  }
  return deeds
}

const TEXTS = {
  highlights: '完成特殊困难老年人月探访；为三户独居老人安装扶手；联合卫生院开展义诊一场。',
  typicalCases: '王某某（82 岁，独居）卫生间滑倒：装扶手、借轮椅，志愿者出工两小时，本人确认。',
  problems: '两个村路远，电话多于上门；志愿者队伍人手不足。',
  nextMonth: '走完剩余独居老人；开展防诈骗宣讲；核对低保边缘家庭名单。',
}

/** Reports of the closed months: the last is still waiting at some stations, the red one is behind. */
export async function actReports(stage: Stage, network: BuiltNetwork, place: number, head: Speaker, reported: number): Promise<void> {
  const { today } = stage.parts
  const office = network.people.get('liuzhuren')!
  const station = network.stations.get(place)!.id
  for (let monthsAgo = 6; monthsAgo >= 1; monthsAgo--) {
    if (monthsAgo <= 6 - reported) break
    const month = addMonths(`${today.slice(0, 7)}-01`, -monthsAgo).slice(0, 7)
    const day = addDays(monthRange(month).to, 2)
    if (day >= today) break
    const id = randomUUID()
    await stage.on(day, head, async (work) => {
      await saveReport(work, station, month, { id, version: 0, ...TEXTS })
      await submitReport(work, station, month, 1)
    })
    if (office.place === place) await stage.on(addDays(day, 1), office, (work) => answerReport(work, station, month, { version: 2, why: null }))
  }
}
