import { randomUUID } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import type { Http } from '#server/platform/http/index.ts'
import { peopleOf, seesPerson } from './model.ts'
import { BIRD, type RoutePost, type RouteRow, type RouteWorld } from './route-world.ts'
import { reaches, type Entry, type Read } from './routes/entry.ts'

/** Which layers are on: both, the service alone, the database alone. */
export type Mode = 'both' | 'service' | 'database'
export interface Verdict { decisions: number; wrong: string[] }

/** Who sees a row through a request: by reach, or by the circle when the request opens its dossier. */
export function sees(world: RouteWorld, post: RoutePost, row: RouteRow, opened: readonly string[] = []): boolean {
  if (!post.inForce) return false
  if (row.table === 'organisation') return true
  // An event is a bulletin for everybody its area touches, from above or below.
  if (row.table === 'emergency_event') return post.reach.some((from, i) => i % 2 === 0 && from <= row.more.place_to && post.reach[i + 1]! >= row.place)
  if (row.kind === 'people') return seesPerson(post, row, world.circle, opened)
  return row.places.some((place) => reaches(post, place))
}

export async function send(app: Http, post: RoutePost, method: string, read: Pick<Read, 'url' | 'body' | 'headers' | 'payload'>) {
  const answer = await app.inject({
    method: method as 'GET', url: `/api/v1${read.url}`, headers: { ...post.headers, ...read.headers }, ...(read.payload ? { payload: read.payload } : read.body && { payload: read.body }),
  })
  const type = String(answer.headers['content-type'] ?? '')
  return { status: answer.statusCode, type, text: /spreadsheetml/.test(type) ? textOfZip(answer.rawPayload) : answer.body, headers: decodeURIComponent(String(answer.headers['content-disposition'] ?? '')) }
}
export type Answer = Awaited<ReturnType<typeof send>>

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Everything of the world that an answer betrays. */
export function found(world: RouteWorld, { text, headers }: Pick<Answer, 'text' | 'headers'>): { token: string; row: RouteRow; secret: string }[] {
  const tokens = new Set([...(text.match(UUID) ?? []), ...(`${text}${headers}`.match(BIRD) ?? [])])
  return [...tokens].flatMap((token) => { const known = world.betrays.get(token); return known ? [{ token, ...known }] : [] })
}

const openedBy = (world: RouteWorld, post: RoutePost) => world.circle.filter((member) => member.post === post.post).map((member) => member.dossier)

/** What is in this answer that this post may not see. Ids of the network betray nothing; its names and titles do. */
export function leaks(world: RouteWorld, mode: Mode, post: RoutePost, read: Read, answer: Answer): string[] {
  const opened = read.circles ? openedBy(world, post) : read.opens && read.one ? [read.one.dossier] : []
  return found(world, answer).flatMap(({ token, row, secret }) => {
    if (secret === 'id' && (row.kind !== 'people' || read.mayName?.includes(row.table) || read.url.includes(token) || JSON.stringify(read.body ?? {}).includes(token))) return []
    if (row.kind === 'network' && read.mayTell?.includes(row.table)) return []
    // The database decides about rows; what of a row an office reads is the service's to say.
    const ok = sees(world, post, row, opened) && (secret === 'id' || mode === 'database' || row.kind === 'network' || peopleOf(post) === 'full')
    return ok ? [] : [`${secret} of ${row.table} at ${row.place}${row.protected ? ' (protected)' : ''} shown (${token})`]
  })
}

const mayCall = (entry: Entry, post: RoutePost) => !Array.isArray(entry.who) || entry.who.includes(post.role)

/** Asks one read as one post and compares with the model. */
export async function judgeRead(app: Http, world: RouteWorld, mode: Mode, method: string, entry: Entry, post: RoutePost, read: Read): Promise<Verdict> {
  const answer = await send(app, post, method, read)
  const wrong = leaks(world, mode, post, read, answer)
  let decisions = 1 + found(world, answer).length
  const say = (what: string) => wrong.push(what)
  if (answer.status >= 500) say(`answered ${answer.status} ${answer.text.slice(0, 200)}`)
  if (mode !== 'database' && Array.isArray(entry.who) && !(post.inForce && mayCall(entry, post))) {
    const code = post.inForce ? 'post.may-not' : 'post.not-held'
    if (answer.status !== 403 || JSON.parse(answer.text).code !== code) say(`not for this post, but answered ${answer.status} ${answer.text.slice(0, 120)}`)
  } else if (!post.inForce && entry.who !== 'session' && entry.who !== 'anyone') {
    if (answer.status !== 403) say(`an ended post was answered ${answer.status}`)
  } else if (mode !== 'database' || mayCall(entry, post)) {
    if (read.lists && answer.status === 200) decisions += judgeList(world, mode, post, read, answer, say)
    else if (read.lists || (!read.one && answer.status !== 200 && answer.status !== 422)) say(`answered ${answer.status} ${answer.text.slice(0, 160)}`)
    if (read.one) await judgeOne(app, world, mode, method, post, read, answer, say)
    if (read.check && answer.status === 200) wrong.push(...read.check(JSON.parse(answer.text), post))
  }
  return { decisions, wrong: wrong.map((one) => `[${mode}] ${method} ${read.url} ${read.body ? JSON.stringify(read.body) : ''} as ${post.role} ${post.reach}${post.inForce ? '' : ' (ended)'}: ${one}`) }
}

function judgeList(world: RouteWorld, mode: Mode, post: RoutePost, { lists, body, circles }: Read, answer: Answer, say: (what: string) => void): number {
  const rows = world.rows.filter((row) => row.table === lists!.table)
  const asked = JSON.stringify(body ?? {})
  const opened = circles ? openedBy(world, post) : []
  for (const row of rows) {
    if (asked.includes(row.id)) continue
    const may = lists!.when(row) && sees(world, post, row, opened)
    // With one layer off only what is too much counts: the other decides alone.
    if (may ? mode === 'both' && !answer.text.includes(row.id) : listed(answer.text, row.id)) say(`${row.table} ${row.id} at ${row.place}${row.protected ? ' (protected)' : ''} should ${may ? '' : 'not '}be listed`)
  }
  return rows.length
}

/** As a row of its own, not as something another row names. */
const listed = (text: string, id: string) => text.includes(`"id":"${id}"`)

async function judgeOne(app: Http, world: RouteWorld, mode: Mode, method: string, post: RoutePost, read: Read, answer: Answer, say: (what: string) => void) {
  const row = read.one!
  const may = sees(world, post, row, read.opens ? [row.dossier] : []) && (read.seenBy?.(post) ?? true)
  if (may && mode === 'both' && answer.status !== 200) return say(`should be opened, but answered ${answer.status} ${answer.text.slice(0, 160)}`)
  if (may) return
  const id = row.table === 'report' ? row.station! : row.id
  const nowhere = randomUUID()
  const absent = await send(app, post, method, { ...read, url: read.url.replace(id, nowhere), ...(read.body && { body: JSON.parse(JSON.stringify(read.body).replace(id, nowhere)) }) })
  if (answer.status !== absent.status || answer.text !== absent.text || absent.status !== 404) say(`unseen answers ${answer.status} ${answer.text.slice(0, 120)}, absent ${absent.status} ${absent.text.slice(0, 120)}`)
}

/** All texts inside a zip, by its directory. */
export function textOfZip(bytes: Buffer): string {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'))
  let at = end < 0 ? bytes.length : bytes.readUInt32LE(end + 16)
  let text = ''
  while (at + 46 < bytes.length && bytes.readUInt32LE(at) === 0x02014b50) {
    const [method, size, name, extra, comment, start] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)]
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
    const content = bytes.subarray(from, from + size)
    text += (method === 8 ? inflateRawSync(content) : content).toString('utf8')
    at += 46 + name + extra + comment
  }
  return text
}
