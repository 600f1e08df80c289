import type { GivePost, NewPost } from '#api/accounts.ts'
import type { Saved } from '#api/common.ts'
import { cellOf, isDivisionCode, reachOf } from '#server/modules/places/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkMayGive, checkReach, checkUnit } from '../rules/giving.ts'
import { addPost, countPlaces, findPost, findStation, isContract, isOrganisation, lockAccount, setCertificate } from '../store/accounts.ts'

/** Gives somebody a post: role, unit and one to four places, none beyond the giver's own. Nobody gives himself one. */
export async function givePost(work: Work, id: string, input: GivePost): Promise<Saved> {
  if (input.account === work.actor.account) throw new Refusal('post.not-to-oneself')
  const account = await lockAccount(work, input.account)
  if (!account) throw new Refusal('account.not-found')
  const earlier = await findPost(work, id)
  if (earlier?.account === account.id) return { id, version: earlier.version }
  if (account.state !== 'active') throw new Refusal('account.closed')
  const post = await preparePost(work, input.post)
  if (cellOf(post.place) !== account.cell) throw new Refusal('post.other-county')
  await addPost(work, { ...post, id, account: account.id, cell: account.cell })
  if (input.post.certificateLevel) await setCertificate(work, account.id, input.post.certificateLevel)
  return { id, version: 1 }
}

/** The post as it would be kept, every rule checked but those that need its holder. */
export async function preparePost(work: Work, input: NewPost) {
  const { tx, actor, today } = work
  checkMayGive(actor.role, input.role)
  const station = input.station === null ? undefined : await findStation(work, input.station)
  if (input.station !== null && !station) throw new Refusal('station.not-found')
  checkUnit(actor, input.role, station)
  if (input.organisation !== null && !(await isOrganisation(tx, input.organisation))) throw new Refusal('organisation.not-found')
  if (input.contract !== null && !(await isContract(work, input.contract))) throw new Refusal('contract.not-found')
  const place = station?.place ?? input.place
  const reached = [...new Set(input.reach ?? (place === undefined ? [] : [place]))]
  if (place === undefined || ![place, ...reached].every(isDivisionCode)) throw new Refusal('place.not-a-code')
  if ((await countPlaces(tx, [place, ...reached])) < new Set([place, ...reached]).size) throw new Refusal('place.not-found')
  const own = reachOf(place)
  const reach = reached.flatMap((code) => [reachOf(code).from, reachOf(code).to])
  checkReach(actor.reach, [own.from, own.to, ...reach])
  const fromOn = input.fromOn ?? today
  if (input.staffingMode !== null && !(await standardsOn(work, place, fromOn)).code('staffing-mode', input.staffingMode)) {
    throw new Refusal('code.unknown', { field: 'staffing-mode', value: input.staffingMode })
  }
  if (input.untilOn !== null && input.untilOn < fromOn) throw new Refusal('post.dates-reversed')
  return {
    place, role: input.role, title: input.title, station: input.station, organisation: input.organisation, contract: input.contract, reach, fromOn, untilOn: input.untilOn,
    fullTime: input.fullTime, staffingMode: input.staffingMode,
  }
}
