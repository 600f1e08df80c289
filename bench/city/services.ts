import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import type { FormToFill, ServiceView } from '#api/services.ts'
import { addDays } from '#server/platform/days.ts'
import { ask } from '../support/http.ts'
import { idIn, idOf } from './ids.ts'
import { filesOf, type Plan, type Speaker, type Town } from './plan.ts'

/** A case of the `n`th resident of a town, opened through the product as its worker does it. */
export async function openCase(origin: string, plan: Plan, town: Town, n: number, openedOn: string): Promise<string> {
  const files = filesOf(plan, town)
  const id = randomUUID()
  await ask(origin, town.workers[n % 2]!, 'PUT', `/services/${id}`, {
    method: 'casework', client: idOf('file', files.first + files.step * (n % files.count)), openedOn, source: 'self', words: '独自生活，最近睡不好，想有人常来看看。',
  })
  return id
}

/** A filled form of a service; gives its id. */
export async function fillForm(origin: string, who: Speaker, service: string, form: string, filledOn: string, answers: object, record?: string): Promise<string> {
  const { formVersion } = await ask(origin, who, 'GET', `/services/form/${form}?service=${service}`) as FormToFill
  const id = randomUUID()
  await ask(origin, who, 'PUT', `/service-forms/${id}`, { service, form, formVersion, filledOn, answers, ...(record && { record }) })
  return id
}

/** A case with so many contacts, each written up: one through the product, the others copied from it in the database, a day apart. */
export async function longCase(origin: string, owner: Client, plan: Plan, town: Town, n: number, contacts: number): Promise<{ service: string; file: string }> {
  const who = town.workers[n % 2]!
  const service = await openCase(origin, plan, town, n, plan.today)
  const record = randomUUID()
  await ask(origin, who, 'PUT', `/services/${service}/records/${record}`, { kind: 'session', occurredOn: plan.today, minutes: 45, mode: 'interview', words: '谈了睡眠和女儿的来电。' })
  const { sessionForm, client } = await ask(origin, who, 'GET', `/services/${service}`) as ServiceView
  if (sessionForm === null || client === null) throw new Error('a case writes its contacts up, and is about somebody')
  const form = await fillForm(origin, who, service, sessionForm, plan.today, {}, record)
  const copy = (kind: 'record' | 'form') => idIn(kind, `$2 || i`)
  const first = addDays(plan.today, -contacts)
  const changed = `jsonb_build_object('id', ${copy('record')}, 'occurred_on', $3::date + i, 'words_sealed', null)`
  // Words are sealed about their own record: the copies have none.
  await owner.query(`set session_replication_role = replica`)
  await owner.query(`insert into record select (jsonb_populate_record(r, ${changed})).* from record r, generate_series(1, $4::int4) i where r.id = $1::uuid`, [record, service, first, contacts - 1])
  await owner.query(`insert into record_person select (jsonb_populate_record(p, ${changed} - 'id' - 'words_sealed' || jsonb_build_object('record', ${copy('record')}))).*
    from record_person p, generate_series(1, $4::int4) i where p.record = $1::uuid`, [record, service, first, contacts - 1])
  await owner.query(`update service_form set number = $2 where id = $1`, [form, contacts])
  await owner.query(`insert into service_form select (jsonb_populate_record(f, jsonb_build_object('id', ${copy('form')}, 'number', i, 'record', ${copy('record')}, 'filled_on', $3::date + i))).*
    from service_form f, generate_series(1, $4::int4) i where f.id = $1::uuid`, [form, service, first, contacts - 1])
  await owner.query('update service set sessions = $2, written = $2 where id = $1', [service, contacts])
  await owner.query('set session_replication_role = origin')
  await owner.query('vacuum analyze record, record_person, service_form, service')
  return { service, file: client }
}
