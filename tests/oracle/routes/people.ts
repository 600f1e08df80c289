import { randomUUID } from 'node:crypto'
import type { RoutePost, RouteRow, RouteWorld } from '../route-world.ts'
import { MASKED, of, SEE, SERVE, some, STAFF, type Entries } from './entry.ts'

const HEADS = ['station_head', 'general_supervisor']
const why = '情况变化了'

/** Five questions an hour, whatever layers are on. */
const asked = new Map<string, number>()
const mayAskAgain = (post: string): boolean => {
  asked.set(post, (asked.get(post) ?? 0) + 1)
  return asked.get(post)! <= 5
}

/** What somebody hears who knows the number of a file: nothing of an open one, of another county's, or in conflict of interest. */
function hears(world: RouteWorld, post: RoutePost, file: RouteRow): string {
  const mine = world.circle.filter((member) => member.post === post.post && member.dossier === file.dossier)
  if (!file.protected || file.more.cell !== Math.floor(post.place / 1_000_000) || mine.some(({ conflict }) => conflict)) return 'none'
  return mine.some(({ inForce }) => inForce) ? 'open' : 'found'
}

/** Files of every circle, share or opening that names this post, whether it lets him in or not. */
const theirs = (world: RouteWorld, post: RoutePost): RouteRow[] => of(world, 'resident_file').filter((file) => world.circle.some((member) => member.post === post.post && member.dossier === file.dossier))

/** Residents and households. */
export const peopleEntries: Entries = {
  'GET /residents/:id': { who: SEE, reads: (w, post) => [...some(w, 'resident_file', 5), ...theirs(w, post)].map((row) => ({ url: `/residents/${row.id}`, one: row, opens: true })) },
  'POST /residents/list': {
    who: SEE,
    reads: (w) => [
      { url: '/residents/list', body: { limit: 200, state: 'all' }, lists: { table: 'resident_file', when: () => true } },
      ...some(w, 'station', 1).map((s) => ({ url: '/residents/list', body: { limit: 200, station: s.id, tags: ['lives-alone'] }, lists: { table: 'resident_file', when: (row: any) => row.station === s.id } })),
      ...some(w, 'resident_file', 1).map((f) => ({ url: '/residents/list', body: { limit: 200, place: f.place }, lists: { table: 'resident_file', when: (row: any) => row.place === f.place } })),
    ],
  },
  'POST /residents/search': {
    who: SERVE,
    reads: (w) => some(w, 'resident_file', 3).flatMap((f) => [
      { url: '/residents/search', body: { words: f.name }, lists: { table: 'resident_file', when: (row: any) => row === f } },
      { url: '/residents/search', body: { words: f.more.phone_mask.slice(-4), limit: 50 }, lists: { table: 'resident_file', when: (row: any) => row.more.phone_mask.slice(-4) === f.more.phone_mask.slice(-4) || row.more.identity_mask.slice(-4) === f.more.phone_mask.slice(-4) } },
    ]),
  },
  'POST /residents/similar': {
    who: STAFF,
    reads: (w) => some(w, 'resident_file', 3).map((f) => ({ url: '/residents/similar', body: { name: f.name, birthOn: f.more.birth_on, place: f.place } })),
  },
  'POST /residents/:id/reveal': {
    who: SERVE, reads: (w) => some(w, 'resident_file', 3).map((row) => ({ url: `/residents/${row.id}/reveal`, body: { field: w.dice.pick(['phone', 'address']), reason: 'contact' }, one: row, opens: true })),
  },
  'GET /residents/:id/circle-choices': { who: HEADS, reads: (w) => some(w, 'resident_file', 3).map((row) => ({ url: `/residents/${row.id}/circle-choices`, one: row, opens: true })) },
  'GET /households/:id': { who: SEE, reads: (w) => some(w, 'household', 3).map((row) => ({ url: `/households/${row.id}`, one: row })) },

  'PUT /residents/:id': {
    who: STAFF,
    write: { names: ['station', 'village'], ask: ({ station, village }) => ({ url: `/residents/${randomUUID()}`, body: { station: station.id, place: village.id, name: '李试' } }) },
  },
  'POST /residents/:id/change': { who: STAFF, write: { names: ['file', 'account'], ask: ({ file, account }) => ({ url: `/residents/${file.id}/change`, body: { version: file.version, name: '王试', worker: account.id } }) } },
  'POST /residents/:id/risk': { who: STAFF, write: { names: ['file'], ask: ({ file }) => ({ url: `/residents/${file.id}/risk`, body: { version: file.version, risk: 'blue', reason: why } }) } },
  'POST /residents/:id/tags': { who: STAFF, write: { names: ['file'], ask: ({ file }) => ({ url: `/residents/${file.id}/tags`, body: { id: randomUUID(), tag: 'unemployed' } }) } },
  'POST /residents/:id/tags/close': { who: STAFF, write: { names: ['file', 'tag'], ask: ({ file, tag }) => ({ url: `/residents/${file.id}/tags/close`, body: { tag: tag.id, version: tag.version } }) } },
  'POST /residents/:id/consents': { who: STAFF, write: { names: ['file'], ask: ({ file }) => ({ url: `/residents/${file.id}/consents`, body: { id: randomUUID(), purpose: 'file', medium: 'oral', witness: '站长' } }) } },
  'POST /residents/:id/consents/withdraw': {
    who: STAFF, write: { names: ['file', 'consent'], ask: ({ file, consent }) => ({ url: `/residents/${file.id}/consents/withdraw`, body: { consent: consent.id, version: consent.version } }) },
  },
  'POST /residents/:id/close': { who: STAFF, write: { names: ['file'], ask: ({ file }) => ({ url: `/residents/${file.id}/close`, body: { version: file.version, why: 'moved-away', on: '2026-05-19' } }) } },
  'POST /residents/:id/reopen': { who: STAFF, write: { names: ['file'], onlyRefused: true, ask: ({ file }) => ({ url: `/residents/${file.id}/reopen`, body: { version: file.version } }) } },
  'POST /residents/:id/move': {
    who: STAFF,
    // Who moves away is handed to whoever answers there.
    write: { names: ['file', 'station'], anywhere: ['station'], ask: ({ file, station }) => ({ url: `/residents/${file.id}/move`, body: { version: file.version, place: file.place, station: station.id } }) },
  },
  'POST /residents/:id/merge': { who: STAFF, write: { names: ['file', 'other'], onlyRefused: true, ask: ({ file, other }) => ({ url: `/residents/${file.id}/merge`, body: { version: file.version, into: other.id } }) } },
  'POST /residents/:id/unmerge': { who: STAFF, write: { names: ['file'], onlyRefused: true, ask: ({ file }) => ({ url: `/residents/${file.id}/unmerge`, body: { version: file.version } }) } },
  'POST /residents/:id/protect': {
    who: HEADS,
    // A circle may take in posts of the whole county.
    write: { names: ['file', 'post'], anywhere: ['post'], ask: ({ file, post }, me) => ({ url: `/residents/${file.id}/protect`, body: { members: [me.id, post.id], why } }), onlyRefused: true },
  },
  'POST /residents/:id/unprotect': { who: HEADS, write: { names: ['file'], ask: ({ file }) => ({ url: `/residents/${file.id}/unprotect`, body: {} }) } },
  'GET /glass': { who: STAFF, reads: () => [{ url: '/glass' }] },
  'POST /glass/ask': { who: STAFF, reads: (w, post) => some(w, 'resident_file', 1, () => mayAskAgain(post.id)).map((f) => ({
    url: '/glass/ask', body: { id: randomUUID(), kind: 'file-no', number: f.more.file_no }, circles: true, check: (json: any) => (json.answer === hears(w, post, f) ? [] : [`heard ${json.answer} instead of ${hears(w, post, f)}`]),
  })) },
  'POST /glass/open': { who: STAFF, write: { names: ['file'], onlyRefused: true, ask: ({ file }) => ({ url: '/glass/open', body: { id: randomUUID(), ask: file.id, category: 'danger-to-life', reason: '有人要伤害他' } }) } },
  'POST /glass/:id/review': { who: STAFF, write: { names: ['file'], onlyRefused: true, ask: ({ file }) => ({ url: `/glass/${file.id}/review`, body: { outcome: 'justified', words: '应当调阅' } }) } },
  'PUT /households/:id': { who: STAFF, write: { names: ['file'], ask: ({ file }) => ({ url: `/households/${randomUUID()}`, body: { file: file.id } }) } },
  'POST /households/:id/join': {
    who: STAFF, write: { names: ['household', 'other'], ask: ({ household, other }) => ({ url: `/households/${household.id}/join`, body: { file: other.id, relation: 'other' } }) },
  },
  'POST /households/:id/change': {
    who: STAFF, write: { names: ['household', 'file'], ask: ({ household, file }) => ({ url: `/households/${household.id}/change`, body: { version: household.version, head: file.id } }) },
  },
  // After the change, which needs somebody who lives there.
  'POST /households/:id/leave': { who: STAFF, write: { names: ['household', 'file'], ask: ({ household, file }) => ({ url: `/households/${household.id}/leave`, body: { file: file.id } }) } },
  'GET /files/:id': {
    who: 'signed-in',
    // A file is shown in full or not at all: a masked post gets none but its own.
    reads: (w) => some(w, 'blob', 3).map((row) => ({ url: `/files/${row.id}`, one: row, opens: true, seenBy: (post) => SERVE.includes(post.role) })),
  },
  'GET /imports': { who: STAFF, reads: () => [{ url: '/imports' }] },
  'GET /imports/:id': { who: STAFF, reads: (w) => some(w, 'import_batch', 2).map((row) => ({ url: `/imports/${row.id}`, one: row })) },
  'POST /imports': { who: STAFF, write: { names: ['station'], onlyRefused: true, ask: () => ({ ...filesForm(randomUUID()), url: '/imports' }) } },
  'POST /imports/:id/mapping': { who: STAFF, write: { names: ['batch'], onlyRefused: true, ask: ({ batch }) => ({ url: `/imports/${batch.id}/mapping`, body: { version: batch.version, mapping: batch.more.mapping ?? {} } }) } },
  'POST /imports/:id/apply': { who: STAFF, write: { names: ['batch'], onlyRefused: true, ask: ({ batch }) => ({ url: `/imports/${batch.id}/apply`, body: { version: batch.version, badRows: 'leave-out' } }) } },
  'POST /imports/:id/undo': { who: STAFF, write: { names: ['batch'], onlyRefused: true, ask: ({ batch }) => ({ url: `/imports/${batch.id}/undo`, body: { version: batch.version } }) } },
  // What stands in the file is looked at where the job has made it: exports.ts.
  'POST /residents/export': { who: [...STAFF, ...MASKED], write: { names: [], onlyRefused: true, ask: () => ({ url: '/residents/export', body: { id: randomUUID(), filter: {}, columns: ['name'] } }) } },
  'GET /made-files': { who: 'signed-in', reads: () => [{ url: '/made-files' }] },
  'GET /made-files/:id': { who: 'signed-in', reads: (w) => some(w, 'made_file', 2).map((row) => ({ url: `/made-files/${row.id}`, one: row, seenBy: (post) => row.more.account === post.account })) },
  'POST /files': { who: 'signed-in', write: { names: ['file'], onlyRefused: true, ask: ({ file }) => filesForm(file.id) } },
}

function filesForm(home: string) {
  const boundary = `----${randomUUID()}`
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
  const field = (name: string, value: string) => Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  const payload = Buffer.concat([field('id', randomUUID()), field('home', home), Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n`), png, Buffer.from(`\r\n--${boundary}--\r\n`)])
  return { url: '/files', payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

