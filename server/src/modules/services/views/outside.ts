import type { PublicStanding } from '#api/doors.ts'
import type { Field, Standards } from '#server/modules/standards/index.ts'
import { sql } from 'kysely'
import type { Work } from '#server/platform/work.ts'
import { findDoor } from '../rules/door.ts'
import type { Answers } from '../rules/answers.ts'
import { judgeOf } from '../store/facts.ts'
import { aboutAnswers, latestForms } from '../store/forms.ts'
import type { ServiceRowOfTable } from '../store/services.ts'

/** A service as who began it from outside may read it: how far it has come, and the questions its door says. */
export async function standingOutside(work: Work, row: ServiceRowOfTable, door: string, stationName: string): Promise<PublicStanding> {
  const { method, standards } = await judgeOf(work, row)
  const at = method.stages.findIndex(({ key }) => key === row.stage)
  const closed = row.state === 'closed'
  return {
    methodTitle: method.title, stationName, openedOn: row.opened_on, stageTitle: method.stages[at]?.title ?? { zh: row.stage }, state: closed ? 'closed' : 'open',
    stages: method.stages.map(({ title }, n) => ({ title, state: n < at || closed ? 'done' : n === at ? 'now' : 'ahead' })),
    answers: await readAnswers(work, row, standards, findDoor(method, door)?.shows),
  }
}

async function readAnswers({ tx, actor, keys }: Work, row: ServiceRowOfTable, standards: Standards, shows: { readonly form: string; readonly fields: readonly string[] } | undefined): Promise<PublicStanding['answers']> {
  const form = shows && standards.form(shows.form)
  if (!form) return []
  const [filled] = (await sql<{ id: string; sealed: Buffer }>`select f.id, f.answers_sealed as sealed from ${latestForms(actor, [row.id], sql`1`)} where f.form = ${form.key}`.execute(tx)).rows
  if (!filled) return []
  await keys.ready(tx, [row.id])
  const answers = JSON.parse(await keys.open(tx, row.id, filled.sealed, aboutAnswers(filled.id))) as Answers
  return form.fields.filter(({ key }) => shows.fields.includes(key) && answers[key] !== undefined).map((field) => ({ title: field.title, value: inWords(standards, field, answers[field.key]) }))
}

function inWords(standards: Standards, field: Field, value: unknown): string {
  const options = field.options ?? (field.list ? standards.codes(field.list) : [])
  return [value].flat().map((one) => options.find(({ key }) => key === one)?.title.zh ?? String(one)).join('、')
}
