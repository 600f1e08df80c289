import { randomUUID } from 'node:crypto'
import { CASEWORKERS, type Role } from '#api/roles.ts'
import type { OpenService } from '#api/services.ts'
import { checkDay, checkItem, contractOn, digestOfInput, filesToServe, letInto } from '#server/modules/records/index.ts'
import { standardsOn, type Method } from '#server/modules/standards/index.ts'
import { admit, peopleInReach, seeOwn } from '#server/platform/database/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { judgeWith } from '../store/facts.ts'
import { addPerson } from '../store/people.ts'
import { aboutService, addService, beginCircle, findEarlierService, nextNumber, requireService } from '../store/services.ts'
import { tellService } from './tell-service.ts'

/** Opens a professional service, where the way is for this post to open. */
export async function openService(work: Work, id: string, input: OpenService): Promise<{ id: string; version: number }> {
  if (work.actor.station === null) throw new Refusal('post.may-not')
  checkDay(input.openedOn, work.today)
  requireOpener(judgeWith(await standardsOn(work, work.actor.place, input.openedOn), input.method, work.today).method, work.actor.role as Role)
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
  const { actor, tx, keys } = work
  if (actor.station === null) throw new Refusal('post.may-not')
  const standards = await standardsOn(work, actor.place, input.openedOn)
  const { method } = judgeWith(standards, input.method, work.today)
  checkItem(standards, input.item)
  const client = await clientOf(work, method, input)
  if (method.secret) {
    await beginCircle(work, id, actor.station, input.circle, method.title.zh)
    if (!(await admit(work, id))) throw new Refusal('circle.not-members')
  }
  await requireLinks(work, input)
  const home = { cell: actor.cell, place: actor.place, dossier: method.secret ? id : client?.protected ? client.id : id, protected: method.secret === true || client?.protected === true }
  await keys.make(tx, { id, kind: 'service', ...home })
  await seeOwn(work, home.dossier)
  const accepted = method.counts !== 'case'
  await addService(work, {
    ...home, id, station: actor.station, served_place: client?.place ?? actor.place, secret: method.secret ?? false, method: method.key, ...packOf(standards, method.key), counts: method.counts,
    title: input.title, client: client?.id ?? null, person: client?.person ?? null, household: client?.household ?? null, age: client?.age ?? null, sex: client?.sex ?? null,
    risk: client?.risk ?? null, tags: client?.tags ?? [], source: input.source, words_sealed: input.words === '' ? null : await keys.seal(tx, id, input.words, aboutService(id, 'words')),
    need: input.need ?? null, from_service: input.fromService ?? null, item: input.item, stage: method.stages[0]!.key, moved: JSON.stringify({ [method.stages[0]!.key]: work.now }),
    state: 'open', worker: owner.account, worker_name: owner.name, contract: await contractOn(work, actor.station, input.openedOn), opened_on: input.openedOn,
    accepted_on: accepted ? input.openedOn : null, number: accepted ? await nextNumber(work, actor.station, method.counts) : null, capacity: input.capacity ?? null,
    happens_at: input.happensAt ?? null, venue: input.venue, recorded_at: work.now, digest,
  })
  const row = await requireService(work, id, { forChange: true })
  if (client) await addPerson(work, row, { id: randomUUID(), file: client.id, role: method.roles[0]?.key ?? 'client', state: 'in' })
  await tellService(work, null, row)
  return { id, version: 1 }
}

function requireOpener({ opened_by: also }: Method, role: Role) {
  if (!(CASEWORKERS as readonly Role[]).includes(role) && !also?.includes(role)) throw new Refusal('post.may-not')
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
