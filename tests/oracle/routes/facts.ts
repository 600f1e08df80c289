import { randomUUID } from 'node:crypto'
import type { RoutePost, RouteRow, RouteWorld } from '../route-world.ts'
import { ranges, reaches, SEE, SERVE, some, STAFF, type Entries } from './entry.ts'

const HEADS = ['station_head', 'general_supervisor']
const why = '录入有误'
const visit = { kind: 'visit', occurredOn: '2026-05-19', minutes: 10, mode: 'home', result: 'normal', words: '都好' }
/** An evaluator opens what was drawn for his post, and nothing else of a dossier that a share let him into. */
const drawnFor = (w: RouteWorld, row: RouteRow) => (post: RoutePost) => post.role !== 'evaluator' || w.drawn.has(`${post.post} ${row.id}`)
const drawn = (w: RouteWorld, post: RoutePost, table: string) => (post.role === 'evaluator' ? some(w, table, 3, (row) => w.drawn.has(`${post.post} ${row.id}`)) : [])
const within = (from: number, to: number, column = 'place') => (row: RouteRow) => row.more[column] >= from && row.more[column] <= to

/** Records, kept writes, duties, covers, needs and the four lists. */
export const factEntries: Entries = {
  'GET /records/:id': { who: [...SEE, 'evaluator'], reads: (w, post) => [...some(w, 'record', 5), ...drawn(w, post, 'record')].map((row) => ({ url: `/records/${row.id}`, one: row, opens: true, seenBy: drawnFor(w, row) })) },
  // Nobody of this world agreed to publish: records.db.test.ts takes a copy.
  'POST /records/:id/photos/:blob/publish': { who: SERVE, write: { names: ['record', 'blob'], onlyRefused: true, ask: ({ record, blob }) => ({ url: `/records/${record.id}/photos/${blob.id}/publish`, body: { faces: [] } }) } },
  // As many as the list shows: records.db.test.ts counts both; of somebody out of sight there are none.
  'POST /records/years': { who: SEE, reads: (w, post) => some(w, 'resident_file', 3).map((row) => ({ url: '/records/years', body: { file: row.id }, check: (json: any) => json.years.length > 0 && !reaches(post, row.place) && !w.circle.some((one) => one.post === post.post && one.dossier === row.dossier) ? [`contacts of ${row.id}`] : [] })) },
  'POST /records/list': {
    who: SEE,
    reads: (w, post) => [
      ...ranges(post).map(({ place, from, to }) => ({ url: '/records/list', body: { limit: 200, place }, lists: { table: 'record', when: within(from, to) } })),
      ...some(w, 'record', 1, (row) => row.file !== null).map((r) => ({ url: '/records/list', body: { limit: 200, file: r.file }, circles: true, lists: { table: 'record', when: (row: RouteRow) => row.file === r.file } })),
      ...some(w, 'station', 1).map((s) => ({ url: '/records/list', body: { limit: 200, station: s.id, tag: 'dibao' }, lists: { table: 'record', when: (row: RouteRow) => row.station === s.id && row.file !== null } })),
    ],
  },
  'POST /records/unclassified': {
    who: SERVE,
    reads: (w) => some(w, 'station', 2).map((s) => ({ url: '/records/unclassified', body: { limit: 200, station: s.id }, lists: { table: 'record', when: (row: RouteRow) => row.station === s.id && row.more.item === '' && row.more.kind !== 'task' } })),
  },
  'PUT /records/:id': {
    who: SERVE, write: { names: ['file'], ask: ({ file }) => ({ url: `/records/${randomUUID()}`, body: { ...visit, files: [file.id] } }) },
  },
  'PUT /records/sheets/:id': {
    who: SERVE,
    write: { names: ['file', 'other'], ask: ({ file, other }) => ({ url: `/records/sheets/${randomUUID()}`, body: { kind: 'call', occurredOn: '2026-05-18', mode: 'phone', rows: [{ id: randomUUID(), file: file.id, result: 'normal' }, { id: randomUUID(), file: other.id, result: 'normal' }] } }) },
  },
  'POST /records/:id/amend': { who: SERVE, write: { names: ['record'], by: (post) => !['village_cadre', 'child_director'].includes(post.role), ask: ({ record }) => ({ url: `/records/${record.id}/amend`, body: { version: record.version, why, minutes: 11 } }) } },
  'POST /records/:id/void': { who: SERVE, write: { names: ['record'], by: (post) => HEADS.includes(post.role), ask: ({ record }) => ({ url: `/records/${record.id}/void`, body: { version: record.version, why } }) } },
  'POST /records/classify': {
    who: SERVE, write: { names: ['record'], onlyRefused: true, ask: ({ record }) => ({ url: '/records/classify', body: { rows: [{ id: record.id, version: record.version, item: 'none' }] } }) },
  },
  'GET /undelivered': { who: HEADS, reads: (_w, post) => [{ url: '/undelivered', lists: { table: 'undelivered', when: (row) => row.station === post.station } }] },
  'GET /undelivered/:id': { who: HEADS, reads: (w) => some(w, 'undelivered', 3).map((row) => ({ url: `/undelivered/${row.id}`, one: row, seenBy: (post) => row.station === post.station })) },
  'POST /undelivered/:id/settle': {
    who: HEADS, write: { names: ['undelivered'], ask: ({ undelivered }) => ({ url: `/undelivered/${undelivered.id}/settle`, body: { version: undelivered.version, how: 'not-needed' } }) },
  },

  'POST /today': {
    who: SERVE,
    // A duty names the contact it goes by, wherever that was written.
    reads: () => ['mine', 'station'].flatMap((scope) => [{ scope }, { scope, until: '2026-12-31' }]).map((body) => ({ url: '/today', body, circles: true, mayName: ['record'] })),
  },
  'POST /duties/month': {
    who: [...SEE, 'township_leader', 'city_bureau'],
    reads: (w, post) => [...ranges(post).map(({ place }) => ({ url: '/duties/month', body: { month: '2026-05', place } })), ...some(w, 'station', 1).map((s) => ({ url: '/duties/month', body: { month: '2026-05', station: s.id } }))],
  },
  'POST /duties/overdue': {
    who: [...STAFF, 'county_bureau', 'city_bureau', 'party_department'], reads: (w) => some(w, 'station', 2).map((s) => ({ url: '/duties/overdue', body: { station: s.id }, one: s })),
  },
  'POST /duties/:id/put-off': { who: SERVE, write: { names: ['duty'], ask: ({ duty }) => ({ url: `/duties/${duty.id}/put-off`, body: { version: duty.version, to: '2026-05-25', why: 'hospital' } }) } },
  'POST /duties/put-off-many': { who: SERVE, write: { names: ['duty'], ask: ({ duty }) => ({ url: '/duties/put-off-many', body: { rows: [{ id: duty.id, version: duty.version }], to: '2026-05-26', why: 'weather' } }) } },
  'POST /duties/:id/reassign': {
    who: STAFF, write: { names: ['duty', 'account'], ask: ({ duty, account }) => ({ url: `/duties/${duty.id}/reassign`, body: { version: duty.version, worker: account.id, why: 'area-change' } }) },
  },
  'POST /duties/reassign-many': {
    who: STAFF, write: { names: ['duty', 'account'], ask: ({ duty, account }) => ({ url: '/duties/reassign-many', body: { rows: [{ id: duty.id, version: duty.version }], worker: account.id, why: 'area-change' } }) },
  },
  'GET /covers': { who: STAFF, reads: (_w, post) => [{ url: '/covers', lists: { table: 'cover', when: (row) => row.station === post.station } }] },
  'PUT /covers/:id': {
    who: STAFF,
    write: { names: ['account'], by: (post) => post.role === 'station_head', ask: ({ account }, me) => ({ url: `/covers/${randomUUID()}`, body: { absent: account.id, covering: me.account, fromOn: '2026-05-20', untilOn: '2026-05-29', why: 'worker-leave' } }),
      fresh: ({ account }, me) => ({ url: `/covers/${randomUUID()}`, body: { absent: account.id, covering: me.account, fromOn: '2026-07-01', untilOn: '2026-07-02', why: 'worker-leave' } }) },
  },

  'GET /needs/:id': { who: [...SEE, 'evaluator'], reads: (w, post) => [...some(w, 'need', 5), ...drawn(w, post, 'need')].map((row) => ({ url: `/needs/${row.id}`, one: row, opens: true, seenBy: drawnFor(w, row) })) },
  'POST /needs/list': {
    who: SEE,
    reads: (w, post) => [
      ...ranges(post).map(({ place, from, to }) => ({ url: '/needs/list', body: { limit: 200, place }, lists: { table: 'need', when: within(from, to) } })),
      ...some(w, 'need', 1).map((n) => ({ url: '/needs/list', body: { limit: 200, file: n.file }, circles: true, lists: { table: 'need', when: (row: RouteRow) => row.file === n.file } })),
    ],
  },
  'POST /needs/suggest': { who: SERVE, reads: (w) => some(w, 'resident_file', 2).map((row) => ({ url: '/needs/suggest', body: { words: '想申请低保', file: row.id }, one: row, opens: true })) },
  'POST /lists/:kind': {
    who: SEE, reads: (w, post) => ['problem', 'service', 'resource', 'project'].map((kind) => ({ url: `/lists/${kind}`, body: { limit: 200, place: w.dice.pick(ranges(post)).place } })),
  },
  'PUT /needs/:id': {
    who: SERVE, write: { names: ['file', 'record'], ask: ({ file, record }) => ({ url: `/needs/${randomUUID()}`, body: { words: '想装扶手', file: file.id, record: record.id } }) },
  },
  ...act('change', STAFF, (v) => ({ version: v, measure: '上门评估' })),
  ...act('answer-on-the-spot', SERVE, (v) => ({ version: v, words: '已解释' })),
  'POST /needs/:id/hand-over': { who: STAFF, write: { names: ['need', 'account'], ask: ({ need, account }) => ({ url: `/needs/${need.id}/hand-over`, body: { version: need.version, owner: account.id } }) } },
  ...act('keep', STAFF, (v) => ({ version: v })),
  ...act('close', STAFF, (v) => ({ version: v, outcome: 'met' })),
  ...act('confirm', SERVE, (v) => ({ version: v, by: '本人', how: 'said' }), true),
  ...act('reopen', STAFF, (v) => ({ version: v, why }), true),
  ...act('void', STAFF, (v) => ({ version: v, why })),
}

function act(what: string, who: readonly string[], body: (version: number) => object, onlyRefused = false): Entries {
  return { [`POST /needs/:id/${what}`]: { who, write: { names: ['need'], onlyRefused, ask: ({ need }) => ({ url: `/needs/${need.id}/${what}`, body: body(need.version) }) } } }
}
