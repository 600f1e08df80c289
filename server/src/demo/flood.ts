import { randomUUID } from 'node:crypto'
import { markCheck, openEvent } from '#server/modules/emergency/index.ts'
import type { Listed } from './people.ts'
import { STORY } from './plan.ts'
import type { Speaker, Stage } from './stage.ts'

/** Who lives on low ground in the story's town. */
export const LOW_LYING = 41

/** Gives so many elders the group that the flood list asks after; before their files are opened. */
export function putOnLowGround(people: readonly Listed[]): void {
  for (const { input } of people.filter(({ elder }) => elder).slice(0, LOW_LYING)) input.tags.push({ id: randomUUID(), tag: 'low-lying', source: 'visit', fromOn: input.openedOn! })
}

/** 10: red warning of rain since this morning; the head opened the event, the first calls are done. */
export async function actFlood(stage: Stage, people: readonly Listed[], { head, workers }: { head: Speaker; workers: readonly Speaker[] }): Promise<void> {
  const { today } = stage.parts
  const event = randomUUID()
  await stage.on(today, head, (work) => openEvent(work, event, {
    kind: 'rainstorm', level: 'red', area: [STORY.town], groups: ['low-lying'], words: '县气象台今晨发布暴雨红色预警，低洼地带注意转移。', begunAt: `${today}T07:30:00+08:00`,
  }))
  const low = people.filter(({ elder }) => elder).slice(0, 9)
  for (const [n, { id: file }] of low.entries()) {
    const said = n === 3 ? { state: 'help' as const, words: '屋后积水快进门了，腿脚不便，要人帮忙转到安置点。', need: randomUUID() } : { state: n === 5 || n === 8 ? 'missed' as const : 'safe' as const, words: '' }
    await stage.on(today, workers[n % workers.length]!, (work) => markCheck(work, randomUUID(), { event, file, how: 'phone', minutes: 4, ...said }))
  }
}
