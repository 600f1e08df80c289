import { afterAll, beforeAll, expect, test } from 'vitest'
import { followers } from '#server/app.ts'
import { addDays } from '#server/platform/days.ts'
import { openLog } from '#server/platform/log.ts'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { littleRain, offeredCase, protectedChild } from './case-stories.ts'
import { ditchMediation, phoneGroup, plannedActivity, runningComplaint } from './group-stories.ts'
import { Stage, type Speaker } from './stage.ts'

// The demo's stories of professional services, acted out in a small town.
let town: Town
beforeAll(async () => {
  town = await startTown()
  const { database, keys, owner } = town
  const today = town.clock.today()
  await owner.query('update post set from_on = $1', [addDays(today, -800)])
  const stage = new Stage({ owner, database, keys, log: openLog('silent'), followers, today })
  const speak = ({ account, post, place, station }: { account: string; post: string; place: number; station: string | null }): Speaker => ({ account, post, name: '某人', place, station })
  const actors = { head: speak(town.workers.head), worker: speak(town.workers.east), partTime: speak(town.workers.east), director: speak(town.workers.cadre), supervisor: speak(town.workers.supervisor) }
  const elders: { id: string }[] = []
  for (let n = 0; n < 12; n++) elders.push(await town.addFile(town.stations.east, PLACES.eastVillage, { name: `老人${n}`, birthOn: '1950-01-01' }))
  await littleRain(stage, actors, PLACES.eastVillage)
  await phoneGroup(stage, actors, elders.slice(0, 8))
  await protectedChild(stage, actors, PLACES.eastVillage)
  await plannedActivity(stage, actors, elders)
  await ditchMediation(stage, actors)
  await runningComplaint(stage, actors)
  await offeredCase(stage, speak(town.workers.west), actors.head, PLACES.westVillage)
}, 240_000)
afterAll(() => town.stop())

const list = async (who: { account: string; post: string }, method: string) => (await town.ask(who, 'POST', '/services/list', { method, limit: 200 })).body.rows
const only = async (who: { account: string; post: string }, method: string, title?: string) => {
  const row = (await list(who, method)).find((one: any) => title === undefined || one.title === title)
  return (await town.ask(who, 'GET', `/services/${row.id}`)).body
}

test('the child’s case lacks nothing but the head’s word: seven contacts, one written late, goals rated, her father agreed and she was asked', async () => {
  const view = await only(town.workers.head, 'casework', '小雨')
  const forms = view.stages.flatMap((stage: any) => stage.forms).flatMap((form: any) => form.filled)
  expect([view.stage, view.sessions, view.goals.map(({ attained }: any) => attained)]).toEqual(['closing', 7, [2, 2, 1]])
  expect(view.lastSessions.filter(({ late }: any) => late)).toHaveLength(1)
  expect(view.lastSessions.every(({ form }: any) => form !== null)).toBe(true)
  const consent = (await town.ask(town.workers.head, 'GET', `/service-forms/${forms.find(({ code }: any) => code === 'F02').id}`)).body
  expect(consent.answers).toMatchObject({ guardian_agrees: true, child_told: true, child_view: expect.stringContaining('不要告诉同学') })
  expect(view.stages.flatMap((stage: any) => stage.gaps).map(({ words }: any) => words.zh)).toEqual(['结案未批'])
  expect((await town.ask(town.workers.head, 'POST', '/services/due', {})).body.approvals).toMatchObject([{ name: '小雨', key: 'closing-approved' }])
})

test('who stayed away from the group twice left it, and his case leads back to it', async () => {
  const group = await only(town.workers.head, 'group-work')
  expect([group.state, group.sessions, group.toServices.map(({ title }: any) => title)]).toEqual(['closed', 6, ['老人7']])
  expect(group.people.find(({ state }: any) => state === 'left')).toMatchObject({ present: 2, absent: 2 })
  expect((await only(town.workers.head, 'casework', '老人7')).fromService).toMatchObject({ title: '爷爷奶奶会用手机' })
})

test('the report reached the police eleven minutes after the find; a colleague finds no trace of it, the county has a number', async () => {
  const report = await only(town.workers.supervisor, 'child-report')
  const [clock] = report.clocks
  expect((Date.parse(clock.doneAt) - Date.parse(clock.startedAt)) / 60_000).toBe(11)
  expect(report.circle).toHaveLength(3)
  expect(await list(town.workers.east, 'child-report')).toEqual([])
  expect((await town.ask(town.workers.east, 'POST', '/residents/list', { limit: 200 })).body.rows.map(({ name }: any) => name)).not.toContain('小林')
  const { rows } = await town.owner.query(`select place, station, sum(n)::int as n from tally_tail where measure = 'service' and mode = 'child-report' and tag = '' group by place, station`)
  expect(rows).toEqual([{ place: PLACES.county, station: null, n: 1 }])
})

test('ten go on the outing and two wait; a mediation is open, a complaint is handled against time, a neighbouring station offers a case', async () => {
  const { people } = await only(town.workers.head, 'activity-plan')
  expect([people.filter(({ state }: any) => state === 'signed-up').length, people.filter(({ state }: any) => state === 'waiting').length]).toEqual([10, 2])
  expect((await only(town.workers.head, 'mediation')).clocks.filter(({ doneAt }: any) => doneAt === null)).toHaveLength(1)
  expect((await only(town.workers.head, 'complaint')).clocks.filter(({ doneAt }: any) => doneAt === null).map(({ key }: any) => key)).toEqual(['resolve'])
  expect((await town.ask(town.workers.head, 'POST', '/services/due', {})).body.offered).toMatchObject([{ fromStationName: town.stations.west.name }])
})
