import { randomUUID } from 'node:crypto'
import { found, send, sees } from './judge.ts'
import type { Service } from './layers.ts'
import { digestOfAll } from './route-rows.ts'
import type { RoutePost, RouteRow, RouteWorld } from './route-world.ts'
import { ROUTES } from './routes.ts'
import { of, reaches, type Entry, type Ids } from './routes/entry.ts'

const nobody = (): RouteRow => ({
  table: '', kind: 'people', id: randomUUID(), place: 0, dossier: randomUUID(), protected: false, station: randomUUID(), file: null, name: null, version: 1, places: [], closed: false, more: { purchaser: randomUUID(), agency: randomUUID() },
})

/** Ids of one resident and all that hangs on him, with a station, a colleague and a contract. */
export async function idsAround(world: RouteWorld, file: RouteRow | undefined, station: RouteRow | undefined, colleague: RoutePost | undefined, village: number, nth = 0): Promise<Ids> {
  const about = (table: string) => of(world, table).find((row) => row.file === file?.id) ?? nobody()
  const house = of(world, 'household').find((row) => row.id === file?.more.household) ?? nobody()
  const at = (table: string) => of(world, table).find((row) => row.station === station?.id) ?? nobody()
  const session = colleague && (await world.town.owner.query('select id from session where account = $1 limit 1', [colleague.account])).rows[0]?.id
  const place = station?.place ?? 0
  const service = of(world, 'service').find((row) => row.file === file?.id && row.more.method === 'casework') ?? nobody()
  const inService = (table: string) => of(world, table).find((row) => row.more.service === service.id) ?? nobody()
  const others = of(world, 'resident_file').filter((row) => row.station === file?.station && row !== file && !row.closed && row.protected === file?.protected && row.more.household === null)
  const event = of(world, 'emergency_event').find((row) => row.station === station?.id) ?? nobody()
  const check = of(world, 'event_check').find((row) => row.file === file?.id && row.more.event === event.id) ?? about('event_check')
  return {
    event, check, file: file ?? nobody(), other: others[nth % Math.max(others.length, 1)] ?? nobody(), household: house, tag: about('resident_tag'), consent: about('consent'), record: about('record'), need: about('need'), duty: about('duty'),
    service, filled: inService('service_form'), member: inService('service_person'), goal: inService('service_goal'), approval: inService('approval'), blob: nobody(), undelivered: at('undelivered'), batch: at('import_batch'), station: station ?? nobody(), report: at('report'), cover: at('cover'), organisation: of(world, 'organisation')[0] ?? nobody(),
    contract: of(world, 'contract').find((row) => row.places.includes(place)) ?? nobody(), post: { id: colleague?.id ?? randomUUID(), version: 1 }, account: { id: colleague?.account ?? randomUUID(), version: 1 },
    village: { id: village }, town: { id: Math.floor(village / 1000) * 1000 }, parameter: { id: randomUUID() }, evaluator: { id: world.posts.find((one) => one.role === 'evaluator' && one.inForce && Math.floor(one.place / 1e6) === Math.floor(village / 1e6))?.id ?? randomUUID() }, session: { id: session ?? randomUUID() },
  }
}

const VILLAGES = [510421100201, 510421101201, 510422100201, 510422101201]

/** What this post may rightly name, one resident after the other. */
export async function ownIds(world: RouteWorld, post: RoutePost, nth = 0): Promise<Ids> {
  const stations = of(world, 'station').filter((row) => sees(world, post, row))
  const files = of(world, 'resident_file').filter((row) => !row.protected && !row.closed && sees(world, post, row) && (post.station === null || row.station === post.station || !stations.some(({ id }) => id === post.station)))
  const mine = files[nth % Math.max(files.length, 1)] ?? of(world, 'resident_file').find((row) => !row.protected && sees(world, post, row))
  const station = stations.find(({ id }) => id === (mine?.station ?? post.station)) ?? stations[0]
  const colleague = world.posts.find((one) => one.station === station?.id && one.inForce && one.role === 'worker' && one !== post && reaches(post, one.place))
  return idsAround(world, mine, station, colleague, mine?.place ?? VILLAGES.find((place) => reaches(post, place)) ?? 0, nth)
}

/** Somebody beyond reach, or hidden within it; else nobody. */
export async function strangerIds(world: RouteWorld, post: RoutePost, which: 'far' | 'hidden' | 'absent'): Promise<Ids> {
  const unseen = of(world, 'resident_file').filter((row) => !sees(world, post, row, [row.dossier]) && row.protected === (which === 'hidden'))
  const file = which === 'absent' ? undefined : unseen.find((row) => which === 'hidden' || !reaches(post, row.place))
  const station = which === 'absent' ? undefined : of(world, 'station').find((row) => !sees(world, post, row))
  const colleague = which === 'absent' ? undefined : world.posts.find((one) => !reaches(post, one.place) && one.inForce && one.account !== post.account && one.role === 'worker')
  return idsAround(world, file, station, colleague, VILLAGES.find((place) => !reaches(post, place)) ?? 999999999999)
}

export const writers = (world: RouteWorld, { who }: Entry) => world.posts.filter((post) => post.inForce && (!Array.isArray(who) || who.includes(post.role)))

/** Tries every write with one foreign id after the other. Nothing may be written, and nothing foreign may be told. */
export async function forgeWrites(world: RouteWorld, service: Service, each: number): Promise<{ tried: number; wrong: string[] }> {
  const wrong: string[] = []
  let tried = 0
  let before = await digestOfAll(world.town)
  for (const [key, entry] of Object.entries(ROUTES)) {
    if (!entry.write || entry.write.names.length === 0) continue
    // A post that reaches everything has no strangers.
    const posts = writers(world, entry).filter((post) => post.reach[1]! - post.reach[0]! < 9_999_999)
    for (let n = 0; n < each && posts.length > 0; n++) {
      const post = world.dice.pick(posts)
      const own = await ownIds(world, post, n)
      const answers: string[] = []
      for (const which of ['far', 'hidden', 'absent'] as const) {
        const strange = await strangerIds(world, post, which)
        for (const kind of entry.write.names) {
          if ((which === 'absent' && (kind === 'village' || kind === 'town')) || entry.write.anywhere?.includes(kind)) continue
          // What hangs on somebody hidden may itself be open: the household of others, a neighbour in whose circle this post is.
          const foreign = strange[kind] as RouteRow
          if (foreign.table && sees(world, post, foreign, [foreign.dossier])) continue
          const asked = entry.write.ask({ ...own, [kind]: strange[kind] }, post)
          const answer = await send(service.app, post, key.split(' ')[0]!, asked)
          tried++
          const told = `${key} as ${post.role} ${post.reach} with a ${which} ${kind}: ${answer.status} ${answer.text.slice(0, 140)}`
          answers.push(told)
          if (answer.status < 400 && answer.status !== 202) wrong.push(`not refused: ${told}`)
          if (answer.status >= 500) wrong.push(`broken: ${told}`)
          for (const { token, row } of found(world, answer)) if (!sees(world, post, row) && !asked.url.includes(token)) wrong.push(`tells of ${row.table} ${token}: ${told}`)
        }
      }
      const after = await digestOfAll(world.town)
      if (after !== before) wrong.push(`something was written: ${answers.join('\n  ')}`)
      before = after
    }
  }
  return { tried, wrong }
}

/** Every write succeeds for a rightful hand: a refusal above is the foreign id's, and no slip in the body. */
export async function rightfulWrites(world: RouteWorld, service: Service): Promise<{ done: number; wrong: string[] }> {
  const wrong: string[] = []
  let done = 0
  let nth = 0
  for (const [key, entry] of Object.entries(ROUTES)) {
    const { write } = entry
    if (!write || write.onlyRefused) continue
    const posts = writers(world, entry).filter((post) => post.place === 510421100000 || post.role === 'county_bureau' || post.role === 'administrator').filter((post) => write.by?.(post) ?? true)
    const answers = new Set<string>()
    let succeeded = false
    // Not every resident has all that a write is about: every post tries one after the other, each route beginning with another.
    nth++
    for (const [post, round] of Array.from({ length: 24 }, (_, round) => posts.slice(0, 4).map((post) => [post, round] as const)).flat()) {
      const ids = await ownIds(world, post, nth + round)
      for (const one of Object.values(ids) as RouteRow[]) if (one.table) one.version = (await world.town.owner.query(`select version from ${one.table} where id = $1`, [one.id])).rows[0]?.version ?? one.version
      const answer = await send(service.app, post, key.split(' ')[0]!, write.ask(ids, post))
      succeeded = answer.status === 200 || answer.status === 204
      if (succeeded) break
      answers.add(`${answer.status} ${answer.text.slice(0, 100)}`)
    }
    if (succeeded) done++
    else wrong.push(`${key}: ${[...answers].join('; ') || 'nobody may'}`)
  }
  return { done, wrong }
}
