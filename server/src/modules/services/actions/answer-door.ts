import { sql } from 'kysely'
import type { PublicAnswer, PublicForm, PublicStanding, PublicThanks } from '#api/doors.ts'
import { standardsOn, type Door, type Form, type Resolved, type Standards } from '#server/modules/standards/index.ts'
import { leaveView } from '#server/platform/audit.ts'
import { asGuest, type Tx } from '#server/platform/database/index.ts'
import { notify } from '#server/platform/notices/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Outside, Work } from '#server/platform/work.ts'
import { answersThrough, codeOf, doorOf, findDoor, hashOfCode, idOfAnswer, questionsOf } from '../rules/door.ts'
import { formVersionOf } from '../rules/form.ts'
import { judgeOf } from '../store/facts.ts'
import { findEarlierForm } from '../store/forms.ts'
import { findEarlierService, requireService } from '../store/services.ts'
import { questionView } from '../views/definitions.ts'
import { standingOutside } from '../views/outside.ts'
import { beginService } from './open-service.ts'
import { saveForm } from './save-form.ts'

interface Found {
  id: string; cell: number; place: number; station: string; station_name: string; service: string | null; dossier: string | null; method: string; door: string; title: string
  made_by: string; made_by_name: string; state: PublicForm['state']
}

/** Who comes through a door writes under this name. */
const PUBLIC = '公众'

async function requireLink(tx: Tx, { keys, now, today }: Outside, token: string): Promise<Found> {
  const id = doorOf(keys, token)
  const [found] = id === undefined ? [] : (await sql<Found>`select * from app.find_link(${id}::uuid, ${now}, ${today}::date)`.execute(tx)).rows
  if (!found) throw new Refusal('door.not-found')
  return found
}

interface Entrance { work: Work; link: Found; door: Door; form: Resolved<Form>; standards: Standards; begun: string }

/** Runs `work` as who came through this door, who reaches the service it leads to and nothing else. */
async function through<T>(outside: Outside, token: string, answer: string, work: (entrance: Entrance) => Promise<T>): Promise<T> {
  const { database, now, today, keys, log, tell } = outside
  let link: Found | undefined
  let begun = ''
  const find = async (tx: Tx) => {
    link = await requireLink(tx, outside, token)
    begun = link.service ?? idOfAnswer(keys, 'service', link.id, answer)
    return { id: link.id, name: PUBLIC, place: link.place, cell: link.cell, station: link.station, dossier: link.dossier ?? begun }
  }
  return asGuest(database, find, today, async (tx, actor) => {
    const inside: Work = { tx, actor, now, today, keys, log, tell }
    const here = link!
    const standards = here.service === null ? await standardsOn(inside, here.place, today) : (await judgeOf(inside, await requireService(inside, here.service))).standards
    const door = findDoor(standards.methods().find(({ key }) => key === here.method), here.door)
    const form = door && standards.form(door.form)
    if (!door || !form) throw new Refusal('door.not-found')
    return work({ work: inside, link: here, door, form, standards, begun })
  })
}

/** The questions behind a door, or that it is closed. Nothing about anybody. */
export const showDoor = (outside: Outside, token: string): Promise<PublicForm> => through(outside, token, '', async ({ link, door, form, standards }) => ({
  title: link.title, stationName: link.station_name, intro: door.intro ?? null, state: link.state, today: outside.today, formVersion: formVersionOf(form), tells: door.to === 'station',
  fields: questionsOf(form, door).map((field) => questionView(standards, field)),
}))

/** One answer through a door. Sent twice it is one; no door takes more than it was made for. */
export const answerDoor = (outside: Outside, token: string, answer: string, { formVersion, answers: given }: PublicAnswer): Promise<PublicThanks> =>
  through(outside, token, answer, async ({ work, link, door, form, begun }) => {
    const filled = idOfAnswer(work.keys, 'form', link.id, answer)
    const thanks = { thanks: door.thanks ?? null, code: link.service === null ? codeOf(work.keys, begun) : null }
    if (link.service === null ? await findEarlierService(work, begun) : await findEarlierForm(work, filled)) return thanks
    const { answers, strange } = answersThrough(form, door, given)
    if (strange !== undefined || Object.keys(given).length === 0) throw new Refusal(strange === undefined ? 'door.nothing-said' : 'form.answer-wrong', { field: strange ?? '', how: '' })
    await takeOne(work)
    if (link.service === null) await begin(work, link, begun)
    await saveForm(work, filled, { service: begun, form: form.key, formVersion, filledOn: work.today, answers, photos: [] })
    return thanks
  })

async function takeOne({ tx, now, today }: Work): Promise<void> {
  const taken = (await sql<{ answer: string }>`select app.use_link(${now}, ${today}::date) as answer`.execute(tx)).rows[0]!.answer
  if (taken === 'busy') throw new Refusal('request.too-many', { seconds: 3600 })
  if (taken !== 'taken') throw new Refusal(`door.${taken as 'ended' | 'past' | 'full'}`)
}

/** A service that begins outside belongs to whoever made the door, until it is given to somebody; the head is told. */
async function begin(work: Work, link: Found, id: string): Promise<void> {
  const { tx, keys, now } = work
  await beginService(work, id, { method: link.method, title: link.title, openedOn: work.today, source: '', words: '', item: '', venue: '' }, { account: link.made_by, name: link.made_by_name })
  const row = await requireService(work, id)
  await tx.insertInto('public_receipt').values({ id, cell: row.cell, place: row.place, dossier: row.dossier, protected: row.protected, door: link.door, code_hash: hashOfCode(keys, codeOf(keys, id)), made_at: now }).execute()
  await notify(work, { kind: 'from-outside', about: row, to: { station: row.station, roles: ['station_head'] } })
}

/** 查询: how what was begun with this code stands, and the answer given to it. */
export async function askStanding({ database, now, today, keys, log, tell }: Outside, code: string): Promise<PublicStanding> {
  let found: Omit<Found, 'title' | 'state' | 'made_by' | 'made_by_name'> | undefined
  const find = async (tx: Tx) => {
    found = (await sql<Found>`select * from app.find_receipt(${hashOfCode(keys, code)})`.execute(tx)).rows[0]
    if (!found) throw new Refusal('receipt.not-found')
    return { id: found.id, name: PUBLIC, place: found.place, cell: found.cell, station: found.station, dossier: found.dossier! }
  }
  return asGuest(database, find, today, async (tx, actor) => {
    const work: Work = { tx, actor, now, today, keys, log, tell }
    const row = await requireService(work, found!.service!)
    await leaveView(work, { subject: 'service', subjectId: row.id, cell: row.cell, place: row.place, rows: 1, digestOf: [row.id, row.version, 'outside'] })
    return standingOutside(work, row, found!.door, found!.station_name)
  })
}
