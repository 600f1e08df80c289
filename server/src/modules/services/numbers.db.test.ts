import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'

// A number in place of a name: looked up within one's own sight, and saying nothing of what is out of it.
let town: Town
beforeAll(async () => { town = await startTown() })
afterAll(() => town.stop())

type Who = { account: string; post: string }
const must = async (who: Who, method: 'GET' | 'PUT' | 'POST', url: string, body?: object) => {
  const answer = await town.ask(who, method, url, body)
  expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
  return answer.body
}
const numbered = async (who: Who, body: object, to?: string) => {
  const id = randomUUID()
  await must(who, 'PUT', `/services/${id}`, { openedOn: town.clock.today(), ...body })
  if (to) await must(who, 'POST', `/services/${id}/move`, { version: (await must(who, 'GET', `/services/${id}`)).version, to })
  return (await must(who, 'GET', `/services/${id}`)).number as string
}
const check = async (who: Who, ...numbers: string[]) => (await must(who, 'POST', '/services/numbers', { numbers })).rows

test('a number is told by what one may see: a closed case and none at all are answered alike, to the byte', async () => {
  const { east, west, head, supervisor } = town.workers
  const client = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '何秀珍' })
  const child = await town.addFile(town.stations.east, PLACES.eastVillage, { name: '小雨', birthOn: '2016-05-01' })
  const open = await numbered(east, { method: 'casework', client: client.id }, 'assessment')
  const hidden = await numbered(east, { method: 'child-report', client: child.id })
  expect(hidden).toMatch(/^510421100-/)
  const never = hidden.replace(/\d{4}$/, '0999')
  const other = await town.addPost('worker', PLACES.east, town.stations.east.id)
  expect(await check(other, ` ${open.toLowerCase()} `)).toEqual([{ number: open, is: 'seen', station: '攀莲镇社会工作服务站' }])
  const [closed, none] = [await check(other, hidden), await check(other, never)]
  expect(JSON.stringify(closed).replace(hidden, '#')).toBe(JSON.stringify(none).replace(never, '#'))
  expect(closed).toEqual([{ number: hidden, is: 'unseen', station: '攀莲镇社会工作服务站' }])
  expect((await check(head, hidden))[0].is).toBe('seen')
  expect((await check(supervisor, open, '110101001-C2026-0001', '何秀珍的个案')).map(({ is }: any) => is)).toEqual(['seen', 'elsewhere', 'no-number'])
  // Another town's worker is not told of a neighbour's either.
  const [theirs, nobodys] = await check(west, open, never)
  expect({ ...theirs, number: '' }).toEqual({ ...nobodys, number: '' })
  expect((await town.ask(town.workers.township, 'POST', '/services/numbers', { numbers: [open] })).status).toBe(403)
})

test('a record of supervision takes numbers and no names; whatever a number is, seen or not, it is kept', async () => {
  const { supervisor } = town.workers
  const id = randomUUID()
  await must(supervisor, 'PUT', `/services/${id}`, { method: 'supervision', title: '个案督导', openedOn: town.clock.today() })
  const { formVersion } = await must(supervisor, 'GET', `/services/form/supervision-record?service=${id}`)
  const save = (number: string) => {
    const form = randomUUID()
    return town.ask(supervisor, 'PUT', `/service-forms/${form}`, { service: id, form: 'supervision-record', formVersion, filledOn: town.clock.today(), answers: { form: 'individual', cases: [{ number }] } }).then((answer) => ({ ...answer, form }))
  }
  const refused = await save('何秀珍')
  expect([refused.status, refused.body.code, refused.body.sentence]).toEqual([422, 'form.no-service-number', '“个案编号”只写系统给的编号，例如 510421100-C2026-0001；不写姓名和别的内容'])
  expect((await town.owner.query('select 1 from service_form where service = $1', [id])).rows).toEqual([])
  const kept = await save('510421100－c2026－0999')
  expect(kept.status).toBe(200)
  expect((await must(supervisor, 'GET', `/service-forms/${kept.form}`)).answers.cases).toEqual([{ number: '510421100-C2026-0999' }])
})
