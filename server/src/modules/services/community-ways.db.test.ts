import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// Wishes, projects, risks and hazards: ways of serving that a pack gave, walked as a worker walks them.
let town: Town
beforeAll(async () => {
  town = await startTown()
})
afterAll(() => town.stop())

const must = async (method: 'GET' | 'PUT' | 'POST', url: string, body?: object, who = town.workers.east) => {
  const answer = await town.ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
/** A service that is walked: forms filled, stages entered, its page read. */
async function walk(method: string, opening: object) {
  const id = randomUUID()
  await must('PUT', `/services/${id}`, { method, openedOn: town.clock.today(), ...opening })
  const page = () => must('GET', `/services/${id}`)
  return {
    page,
    fill: async (form: string, answers: object) => must('PUT', `/service-forms/${randomUUID()}`, { service: id, form, formVersion: (await must('GET', `/services/form/${form}?service=${id}`)).formVersion, filledOn: town.clock.today(), answers }),
    to: async (to: string) => must('POST', `/services/${id}/move`, { version: (await page()).version, to }),
    close: async (reason: string) => town.ask(town.workers.east, 'POST', `/services/${id}/close`, { version: (await page()).version, reason, on: town.clock.today(), words: '' }),
    gaps: async () => (await page()).stages.flatMap(({ gaps }: any) => gaps).map(({ words }: any) => words.zh),
    clocks: async () => Object.fromEntries((await page()).clocks.map(({ key, doneAt, dueAt }: any) => [key, [dueAt.slice(0, 10), doneAt !== null]])),
    approve: (key: string) => must('PUT', `/service-approvals/${randomUUID()}`, { service: id, key }),
  }
}
const figure = async (indicator: string) => (await must('POST', '/figures', { indicators: [indicator], scope: { by: 'station', station: town.stations.east.id }, period: { name: '2026-05' } })).figures[0].value

test('a small wish is told, shown without its person, taken up by a day, fulfilled and confirmed', async () => {
  const { id: client } = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '王桂英' })
  const wish = await walk('wish', { client })
  await wish.fill('wish-told', { kind: 'thing', shown_as: '独居老人想要一台收音机' })
  expect(await wish.gaps()).toContain('没有确认本人同意不具名公布')
  expect((await wish.clocks()).claim).toEqual(['2026-06-19', false])
  await wish.to('shown')
  await wish.fill('wish-claim', { kind: 'property', who: '安居物业', until_on: '2026-05-30' })
  expect(await wish.clocks()).toMatchObject({ claim: [expect.any(String), true], fulfil: ['2026-05-30', false] })
  await wish.to('fulfilled')
  await wish.fill('wish-delivery', { on: '2026-05-20', what: '收音机一台', worth: 12_000 })
  expect(await wish.clocks()).toMatchObject({ fulfil: [expect.any(String), true], ask: ['2026-05-27', false] })
  await wish.to('answered')
  await wish.fill('wish-feedback', { got_it: true, pleased: 5 })
  expect((await wish.close('fulfilled')).status).toBe(200)
  expect([await figure('wishes'), await figure('wishes-ended')]).toEqual([1, 1])
})

test('a project goes from needs to an account, and does not end without it', async () => {
  const project = await walk('project', { title: '银龄伙伴' })
  await project.fill('project-survey', { how: '入户问了 40 人', asked: 40, found: '白天没人说话' })
  await project.to('design')
  await project.fill('project-design', { topic: ['care'], for_whom: ['elders'], aims: '每周有两次来往', until_on: '2026-11-30' })
  await project.to('appraisal')
  await project.fill('project-appraisal', { on: '2026-05-20', result: 'revise' })
  expect(await project.gaps()).toEqual(expect.arrayContaining(['论证没有通过', '项目未批']))
  await project.fill('project-appraisal', { on: '2026-05-20', result: 'passed' })
  await project.approve('project-approved')
  expect(await project.gaps()).not.toContain('论证没有通过')
  expect(await project.clocks()).toMatchObject({ evaluate: ['2026-12-30', false] })
  for (const stage of ['implementation', 'monitoring', 'evaluation']) await project.to(stage)
  expect((await project.page()).closeGaps.map(({ words }: any) => words.zh)).toContain('没有绩效评估')
  await project.fill('project-evaluation', { on: '2026-05-20', aims_met: 'fully', effect: '十二对伙伴', brand: true })
  expect((await project.page()).closeGaps).toEqual([])
  expect((await project.close('finished')).status).toBe(200)
  expect([await figure('projects'), await figure('projects-ended')]).toEqual([1, 1])
})

test('a risk is weighed, handled by somebody and looked at again; a hazard is reported within a day and seen to be gone', async () => {
  const risk = await walk('risk', { title: '冬季用煤取暖' })
  await risk.fill('risk-found', { kind: 'safety', what: '老人家里烧煤', likely: 'high', grave: 'high' })
  const [weighed] = (await risk.page()).stages[0].forms[0].filled
  expect(weighed).toMatchObject({ score: 6, level: { key: 'high', alarm: true } })
  await risk.to('handled')
  await risk.fill('risk-measure', { measure: '装报警器' })
  expect(await risk.gaps()).toContain('没有写明谁负责')
  expect(await risk.clocks()).toMatchObject({ handle: [expect.any(String), true], review: ['2026-08-20', false] })
  const hazard = await walk('hazard', { title: '三单元楼道堆物' })
  await hazard.fill('hazard-seen', { kind: 'fire', where: '三单元二楼' })
  expect((await hazard.clocks()).report).toEqual(['2026-05-21', false])
  await hazard.to('reported')
  await hazard.fill('hazard-report', { on: '2026-05-20', to: '社区居委会' })
  await hazard.to('removed')
  await hazard.fill('hazard-removed', { on: '2026-05-20', gone: true })
  expect((await hazard.clocks()).look[1]).toBe(true)
  expect([await figure('risks'), await figure('hazards')]).toEqual([1, 1])
})
