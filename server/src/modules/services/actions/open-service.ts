import { randomUUID } from 'node:crypto'
import type { OpenService } from '#api/services.ts'
import { checkDay, checkItem, contractOn, digestOfInput, filesToServe, letInto } from '#server/modules/records/index.ts'
import { standardsOn, type Method } from '#server/modules/standards/index.ts'
import { admit, networkInReach, peopleInReach, seeOwn } from '#server/platform/database/index.ts'
import { dayInShanghai } from '#server/platform/clock.ts'
import { addDays } from '#server/platform/days.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { mayOpen } from '../rules/openers.ts'
import { judgeWith } from '../store/facts.ts'
import { addPerson } from '../store/people.ts'
import { aboutService, addService, beginCircle, findEarlierService, nextNumber, requireService } from '../store/services.ts'
import { circleOf } from '../views/circle.ts'
import { tellCircle } from './set-circle.ts'
import { tellService } from './tell-service.ts'

/** Opens a professional service, where the way is for this post to open. */
export async function openService(work: Work, id: string, input: OpenService): Promise<{ id: string; version: number }> {
  checkDay(input.openedOn, work.today)
  if (!mayOpen(judgeWith(await standardsOn(work, work.actor.place, input.openedOn), input.method, work.today).method, work.actor.role)) throw new Refusal('post.may-not')
  return beginService(work, id, input, { account: work.actor.account, name: work.actor.accountName })
}

/** A service begins. A secret one has its circle before its first word is written. Sending it twice opens one. */
export async function beginService(work: Work, id: string, input: OpenService, owner: { account: string; name: string }): Promise<{ id: string; version: number }> {
  const digest = digestOfInput(input)
  const earlier = await findEarlierService(work, id)
  if (earlier) {
    if (!earlier.digest.equals(digest)) throw new Refusal('service.changed-since', { fields: [], now: { version: earlier.version } })
    return { id, version: earlier.version }
  }
  checkHappens(input.happensAt, input.openedOn)
  const { tx, keys } = work
  const at = await stationOf(work, input)
  const standards = await standardsOn(work, at.place, input.openedOn)
  const { method } = judgeWith(standards, input.method, work.today)
  checkItem(standards, input.item)
  const client = await clientOf(work, method, input)
  if (method.secret) {
    await beginCircle(work, id, at.station, chosenCircle(input), method.title.zh)
    if (!(await admit(work, id))) throw new Refusal('circle.not-members')
  }
  await requireLinks(work, input)
  const home = { cell: at.cell, place: at.place, dossier: method.secret ? id : client?.protected ? client.id : id, protected: method.secret === true || client?.protected === true }
  await keys.make(tx, { id, kind: 'service', ...home })
  await seeOwn(work, home.dossier)
  const accepted = method.counts !== 'case'
  await addService(work, {
    ...home, id, station: at.station, served_place: client?.place ?? at.place, secret: method.secret ?? false, method: method.key, ...packOf(standards, method.key), counts: method.counts,
    title: input.title, client: client?.id ?? null, person: client?.person ?? null, household: client?.household ?? null, age: client?.age ?? null, sex: client?.sex ?? null,
    risk: client?.risk ?? null, tags: client?.tags ?? [], source: input.source, words_sealed: input.words === '' ? null : await keys.seal(tx, id, input.words, aboutService(id, 'words')),
    need: input.need ?? null, from_service: input.fromService ?? null, item: input.item, stage: method.stages[0]!.key, moved: JSON.stringify({ [method.stages[0]!.key]: work.now }),
    state: 'open', worker: owner.account, worker_name: owner.name, contract: await contractOn(work, at.station, input.openedOn), opened_on: input.openedOn,
    accepted_on: accepted ? input.openedOn : null, number: accepted ? await nextNumber(work, at.station, method.counts) : null, capacity: input.capacity ?? null,
    happens_at: input.happensAt ?? null, venue: input.venue, recorded_at: work.now, digest,
  })
  const row = await requireService(work, id, { forChange: true })
  if (client) await addPerson(work, row, { id: randomUUID(), file: client.id, role: method.roles[0]?.key ?? 'client', state: 'in' })
  if (method.secret) await tellCircle(work, row, (await circleOf(work, row)).map(({ post }) => post))
  await tellService(work, null, row)
  return { id, version: 1 }
}

/** When it takes place, as far as anybody plans or writes up. */
export function checkHappens(at: string | null | undefined, openedOn: string): void {
  if (!at) return
  const day = dayInShanghai(new Date(at))
  if (day < addDays(openedOn, -366) || day > addDays(openedOn, 731)) throw new Refusal('service.happens-when')
}

/** Nobody named are the usual posts; that nobody else shall know has to be said. */
const chosenCircle = ({ circle, alone }: OpenService): readonly string[] | undefined => (alone ? [] : circle?.length ? circle : undefined)

/** Where it belongs: to the station of whoever opens it; an office says which of its stations it is about. */
async function stationOf({ actor, tx, today }: Work, { station }: OpenService): Promise<{ station: string; place: number; cell: number }> {
  if (actor.station !== null) {
    if (station !== undefined && station !== actor.station) throw new Refusal('post.may-not')
    return { station: actor.station, place: actor.place, cell: actor.cell }
  }
  if (station === undefined) throw new Refusal('service.needs-station')
  const found = await tx.selectFrom('station as t').select(['t.id', 't.place', 't.cell']).where('t.id', '=', station).where(networkInReach(actor, 't')).where('t.opened_on', '<=', today)
    .where((where) => where.or([where('t.closed_on', 'is', null), where('t.closed_on', '>', today)])).executeTakeFirst()
  if (!found) throw new Refusal('station.not-found')
  return { station: found.id, place: found.place, cell: found.cell }
}

async function clientOf(work: Work, method: Method, { client, title, openedOn }: OpenService) {
  if (method.subject === 'person' || method.subject === 'household') {
    if (client === undefined) throw new Refusal('service.needs-client')
    return (await filesToServe(work, [client], openedOn))[0]
  }
  if (title === '') throw new Refusal('service.needs-title')
  return undefined
}

/** The need and the service it came from are there for whoever opens it. */
export async function requireLinks(work: Work, { need, fromService }: Pick<OpenService, 'need' | 'fromService'>) {
  if (need !== undefined) {
    const find = () => work.tx.selectFrom('need as n').select('n.id').where('n.id', '=', need).where(peopleInReach(work.actor, 'n')).executeTakeFirst()
    if (!((await find()) ?? ((await letInto(work, 'need', need)) ? await find() : undefined))) throw new Refusal('need.not-found')
  }
  if (fromService !== undefined) await requireService(work, fromService)
}

const packOf = (standards: Awaited<ReturnType<typeof standardsOn>>, method: string) => {
  const { pack, version } = standards.methods().find(({ key }) => key === method)!
  return { pack, pack_version: version }
}
