import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Town } from './town.ts'

type Who = { account: string; post: string }
type Method = 'GET' | 'PUT' | 'POST'
/** The day in Shanghai of a moment. */
const dayOf = (moment: string): string => new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 10)

/** Services of a town walked through their stages over HTTP, by its worker unless somebody else is named. */
export function walker(town: Town) {
  const ask = (method: Method, url: string, body?: object, who: Who = town.workers.east) => town.ask(who, method, url, body)
  const must = async (method: Method, url: string, body?: object, who?: Who) => {
    const answer = await ask(method, url, body, who)
    expect([answer.status, answer.body], `${method} ${url}`).toEqual([200, answer.body])
    return answer.body
  }
  const today = () => town.clock.today()
  const scope = { by: 'station', station: town.stations.east.id }
  const period = () => ({ name: today().slice(0, 7) })

  function over(id: string, who?: Who) {
    const see = () => must('GET', `/services/${id}`, undefined, who)
    const act = async (what: string, body: object) => ask('POST', `/services/${id}/${what}`, { version: (await see()).version, ...body }, who)
    const filled = async (form: string) => (await see()).stages.flatMap(({ forms }: any) => forms).find(({ key }: any) => key === form).filled.at(-1)
    return {
      id, see, act,
      /** The same service in the hands of somebody else. */
      by: (other: Who) => over(id, other),
      fill: async (form: string, answers: object) => {
        const { formVersion } = await must('GET', `/services/form/${form}?service=${id}`, undefined, who)
        await must('PUT', `/service-forms/${randomUUID()}`, { service: id, form, formVersion, filledOn: today(), answers }, who)
      },
      /** The same sheet again, with more of it answered. */
      amend: async (form: string, answers: object) => {
        const { id: one } = await filled(form)
        const { version, answers: before } = await must('GET', `/service-forms/${one}`, undefined, who)
        await must('POST', `/service-forms/${one}/amend`, { version, why: '补填', answers: { ...before, ...answers } }, who)
      },
      move: async (...stages: string[]) => { for (const to of stages) expect((await act('move', { to })).status, to).toBe(200) },
      close: async (reason: string) => expect((await act('close', { reason, on: today() })).status, reason).toBe(200),
      /** What is 待补, in words. */
      gaps: async (): Promise<string[]> => (await see()).stages.flatMap((stage: any) => stage.gaps.map(({ words }: any) => words.zh)),
      /** Clocks that run, and the day each is due. */
      due: async (): Promise<Record<string, string>> => Object.fromEntries((await see()).clocks.filter(({ doneAt }: any) => doneAt === null).map(({ key, dueAt }: any) => [key, dayOf(dueAt)])),
    }
  }
  return {
    ask, must, over,
    begin: async (method: string, more: object = {}, who?: Who) => {
      const id = randomUUID()
      await must('PUT', `/services/${id}`, { method, openedOn: today(), ...more }, who)
      return over(id, who)
    },
    figures: async (...indicators: string[]) => Object.fromEntries((await must('POST', '/figures', { scope, period: period(), indicators })).figures.map(({ key, value }: any) => [key, value])),
    /** Each line by the titles of its columns. */
    ledger: async (key: string, more: object = {}, who?: Who): Promise<Record<string, unknown>[]> => {
      const { rows, columns } = await must('POST', `/tables/${key}`, { limit: 200, scope, period: period(), ...more }, who)
      return rows.map((row: any) => Object.fromEntries(columns.map(({ title }: any, at: number) => [title, row.cells[at]])))
    },
  }
}
