import { randomUUID } from 'node:crypto'
import { STAFF_READERS } from '#api/staff.ts'
import { seesPerson } from '../model.ts'
import type { RoutePost, RouteRow, RouteWorld } from '../route-world.ts'
import { GIVE, of, reaches, SERVE, some, type Entries, type Entry } from './entry.ts'

const newPost = (station: string) => ({ role: 'worker', title: '社工', station })
const standards = (url: string): Entry => ({ who: 'signed-in', reads: () => [{ url }] })
const own = (url: string): Entry => ({ who: 'session', reads: () => [{ url }] })
/** A step of one's own sign-in, which names nobody else: refused without the right secret. */
const step = (url: string, body?: object): Entry => ({ who: 'session', write: { names: [], onlyRefused: true, ask: () => ({ url, ...(body && { body }) }) } })

/** Accounts, one's own sign-in, places, standards, audit, platform. */
export const restEntries: Entries = {
  'POST /accounts/list': {
    who: [...GIVE, 'auditor'],
    reads: (w, post) => [{ url: '/accounts/list', body: { limit: 200 }, check: (json) => {
      const seen = new Set(json.rows.map((row: any) => row.id))
      return of(w, 'account').filter((row) => seen.has(row.id) !== (reaches(post, row.place) || row.id === post.account)).map((row) => `account ${row.id} at ${row.place}: shown ${seen.has(row.id)}`)
    } }],
  },
  'GET /accounts/giving': { who: GIVE, reads: () => [{ url: '/accounts/giving' }] },
  'PUT /accounts/:id': {
    who: GIVE,
    write: { names: ['station'], by: (post) => post.role !== 'station_head', ask: ({ station }) => ({ url: `/accounts/${randomUUID()}`, body: { name: '新人', signInName: `n${randomUUID().slice(0, 12)}`, postId: randomUUID(), post: newPost(station.id) } }) },
  },
  'POST /accounts/:id/reset': { who: GIVE, write: { names: ['account'], by: (post) => post.role === 'administrator', ask: ({ account }) => ({ url: `/accounts/${account.id}/reset`, body: { id: randomUUID(), reason: 'lost-phone', words: '手机丢了' } }) } },
  'GET /accounts/:id/staff': { who: [...STAFF_READERS], reads: (w) => some(w, 'account', 3).map((row) => ({ url: `/accounts/${row.id}/staff`, one: row })) },
  'POST /accounts/:id/staff': {
    who: GIVE, write: { names: ['account'], by: (post) => post.role === 'administrator', ask: ({ account }) => ({ url: `/accounts/${account.id}/staff`, body: { version: 0, certificateLevel: null, certificateNo: '', registered: null, education: '专科', contractFrom: null, contractUntil: null, insured: true, checkedOn: '2026-05-01' } }) },
  },
  'POST /accounts/:id/close': { who: GIVE, write: { names: ['account'], by: (post) => post.role === 'administrator', ask: ({ account }) => ({ url: `/accounts/${account.id}/close`, body: { version: account.version, why: '离职了' } }) } },
  'PUT /posts/:id': {
    who: GIVE, write: { names: ['account', 'station'], by: (post) => post.role === 'administrator', ask: ({ account, station }) => ({ url: `/posts/${randomUUID()}`, body: { account: account.id, post: newPost(station.id) } }) },
  },
  'POST /posts/:id/end': { who: GIVE, write: { names: ['post'], by: (post) => post.role === 'administrator', ask: ({ post }) => ({ url: `/posts/${post.id}/end`, body: { version: post.version } }) } },

  'POST /session': { who: 'anyone', write: { names: [], onlyRefused: true, ask: () => ({ url: '/session', body: { signInName: 'nobody', password: 'nothing' } }) } },
  'POST /session/second-factor': step('/session/second-factor', { code: '000000' }),
  'GET /session': own('/session'),
  'POST /session/post': { who: 'session', write: { names: ['post'], onlyRefused: true, ask: ({ post }) => ({ url: '/session/post', body: { post: post.id } }) } },
  'POST /session/lock': { who: 'session' },
  'POST /session/unlock': step('/session/unlock', { pin: '9753' }),
  'POST /session/step-up': step('/session/step-up', { code: '000000' }),
  'POST /session/device-key': { who: 'session', reads: () => [{ url: '/session/device-key', body: { device: randomUUID() } }] },
  'POST /session/left-writes': { who: 'anyone', reads: () => [{ url: '/session/left-writes', body: { account: randomUUID(), device: randomUUID(), id: randomUUID(), sealed: 'AAAA' } }] },
  'DELETE /session': { who: 'session' },
  'GET /me/security': own('/me/security'),
  'GET /me/sessions': own('/me/sessions'),
  'GET /me/devices': own('/me/devices'),
  'DELETE /me/sessions/:id': { who: 'session', write: { names: ['session'], onlyRefused: true, ask: ({ session }) => ({ url: `/me/sessions/${session.id}` }) } },
  'DELETE /me/devices/:id': { who: 'session', write: { names: ['session'], onlyRefused: true, ask: ({ session }) => ({ url: `/me/devices/${session.id}` }) } },
  'PUT /me/password': step('/me/password', { old: 'wrong', new: 'kelp ridge 竹杖 3' }),
  'PUT /me/pin': step('/me/pin', { password: 'wrong', pin: '318405' }),
  'POST /me/totp': { who: 'session' },
  'PUT /me/totp': step('/me/totp', { code: '000000' }),
  'POST /me/code-card': { who: 'session' },

  'GET /places': standards('/places?parent=510421000000'),
  'GET /places/:code': standards('/places/510422100000'),
  'POST /places/corrections': {
    who: ['administrator'], write: { names: ['town'], onlyRefused: true, ask: ({ town }) => ({ url: '/places/corrections', body: { within: town.id, effectiveOn: '2026-05-20', preview: false, rows: [{ code: town.id, name: '改名镇' }] } }) },
  },
  'GET /standards/catalogues': standards('/standards/catalogues'),
  'GET /standards/items': standards('/standards/items'),
  'GET /standards/codes/:list': standards('/standards/codes/visit-mode'),
  'GET /standards/tags': standards('/standards/tags'),
  'GET /standards/readiness': standards('/standards/readiness'),
  'GET /standards/choices': standards('/standards/choices'),
  'GET /standards/parameters': standards('/standards/parameters'),
  'GET /parameters': { who: ['county_bureau', 'city_bureau', 'administrator'], reads: () => [{ url: '/parameters' }] },
  'PUT /parameters/:id': {
    who: ['county_bureau', 'city_bureau', 'administrator'],
    write: { names: ['village'], onlyRefused: true, ask: ({ village }) => ({ url: `/parameters/${randomUUID()}`, body: { place: village.id, key: 'report.month_due_day', value: 5, fromOn: '2026-06-01', why: '本地做法' } }) },
  },

  // Each post its own: notices.db.test.ts gives them and looks.
  'GET /notices': { who: 'signed-in', reads: () => [{ url: '/notices' }] },
  'GET /notices/push': { who: 'signed-in', reads: () => [{ url: '/notices/push' }] },
  // Each speaks of the session that asks, and names nobody.
  'PUT /notices/push': { who: 'signed-in' },
  'DELETE /notices/push': { who: 'signed-in' },
  'POST /notices/read': { who: 'signed-in', reads: () => [{ url: '/notices/read', body: { kinds: ['undelivered'], until: '2026-05-20T00:00:00Z' } }] },
  'POST /calendar': {
    who: SERVE,
    reads: (w, post) => (['mine', 'station'] as const).map((scope) => ({ url: '/calendar', body: { from: '2026-05-01', to: '2026-06-30', scope }, check: (json: any) => dueHere(w, post, scope, json) })),
  },
  'GET /calendar/feed': { who: SERVE, reads: () => [{ url: '/calendar/feed' }] },
  'POST /calendar/feed': { who: SERVE, reads: () => [{ url: '/calendar/feed', body: {} }] },
  'DELETE /calendar/feed': { who: SERVE, reads: () => [{ url: '/calendar/feed' }] },
  // Its address is the credential; calendar.db.test.ts asks it with none, a revoked and an ended one.
  'GET /calendar/feeds/:token': { who: 'anyone' },

  // Numbers a pack calls public, by month of a county; indicators/open-figures.db.test.ts looks at what is hidden.
  'GET /public/figures': { who: 'anyone' },

  'GET /audit/leaves': {
    who: ['auditor'],
    // A trace names what it is about by id, also where the auditor may not look; that is what it is for.
    reads: (w) => [{ url: '/audit/leaves?limit=200' }, ...some(w, 'resident_file', 2).map((row) => ({ url: `/audit/leaves?limit=200&subjectId=${row.id}` }))].map((read) => ({
      ...read, mayName: EVERY, check: (json: any, post: any) => json.rows.filter((leaf: any) => leaf.place !== null && !reaches(post, leaf.place)).map((leaf: any) => `leaf at ${leaf.place}`),
    })),
  },
  'GET /audit/verify': { who: ['auditor'], reads: () => [] },
  'POST /audit/verify': { who: ['auditor'], write: { names: [], onlyRefused: true, ask: () => ({ url: '/audit/verify', body: { lines: 'none' } }) } },
  'GET /platform/stuck': { who: ['administrator'], reads: () => [{ url: '/platform/stuck' }] },
}
/** Counts of people are people: the calendar adds up what this post may see, open duties and needs of the days, and nothing more. */
function dueHere(world: RouteWorld, post: RoutePost, scope: 'mine' | 'station', json: any): string[] {
  const mine = (row: RouteRow, owner: string | null) => (scope === 'mine' ? owner === post.account : post.station === null || row.station === post.station)
  const within = (day: string | null) => day !== null && day >= '2026-05-01' && day <= '2026-06-30'
  const may = (row: RouteRow) => seesPerson(post, row, [], [])
  const duties = of(world, 'duty').filter((row) => may(row) && row.more.closed_on === null && within(row.more.put_off_to ?? row.more.due_on) && mine(row, row.more.worker)).length
  const needs = of(world, 'need').filter((row) => may(row) && row.more.state !== 'closed' && within(row.more.due_on) && mine(row, row.more.owner)).length
  const said = (kind: string) => json.rows.filter((row: any) => row.kind === kind).reduce((sum: number, row: any) => sum + row.count, 0)
  return [['duty', duties], ['need', needs]].filter(([kind, n]) => said(kind as string) !== n).map(([kind, n]) => `${kind}: ${said(kind as string)} instead of ${n}`)
}

const EVERY = ['service', 'service_form', 'service_person', 'service_goal', 'approval', 'resident_file', 'household', 'resident_tag', 'consent', 'record', 'need', 'duty', 'blob', 'undelivered', 'import_batch', 'station', 'contract', 'contract_indicator', 'report', 'cover', 'organisation']
