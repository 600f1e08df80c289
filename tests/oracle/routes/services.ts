import { randomInt, randomUUID } from 'node:crypto'
import type { RoutePost, RouteRow, RouteWorld } from '../route-world.ts'
import { DIRECT, MASKED, of, reaches, some, STAFF, VILLAGE, type Entries, type Ids } from './entry.ts'

const OPEN = [...STAFF, ...VILLAGE]
/** Offices take part in what is about nobody; of the services of this world, none is. */
const HANDLE = [...OPEN, ...MASKED]
const notAnOffice = (post: { role: string }) => !MASKED.includes(post.role)
const why = '情况变化了'
const FORM = { form: 'case-plan', formVersion: 'mzt-094-2017@3', filledOn: '2026-05-19', answers: {} }
/** A station's own list: its services and those of the village rooms it guides, and whatever its post's circles open; a general station's only its own. */
const house = ({ town: { stations } }: RouteWorld, { station, role }: RoutePost) => (row: RouteRow) =>
  row.station === station || (!role.startsWith('general_') && (row.protected || (row.station === stations.room.id && station === stations.east.id)))

/** One write on a service by its id. */
const act = (what: string, body: (v: number) => object, onlyRefused = false, who: readonly string[] = STAFF): Entries => ({
  [`POST /services/:id/${what}`]: { who, write: { names: ['service'], onlyRefused, by: (post) => STAFF.includes(post.role), ask: ({ service }) => ({ url: `/services/${service.id}/${what}`, body: body(service.version) }) } },
})
const onPart = (route: string, part: keyof Ids, what: string, body: (v: number) => object, onlyRefused = false, who: readonly string[] = STAFF): Entries => ({
  [`POST /${route}/:id/${what}`]: { who, write: { names: [part], onlyRefused, ask: (ids) => ({ url: `/${route}/${ids[part].id}/${what}`, body: body((ids[part] as RouteRow).version) }) } },
})

/** Professional services: what belongs to one is seen by whoever sees the service. */
export const serviceEntries: Entries = {
  'GET /services/methods': { who: HANDLE, reads: () => [{ url: '/services/methods' }] },
  'GET /services/form/:form': { who: HANDLE, reads: (w) => some(w, 'service', 2).map((row) => ({ url: `/services/form/case-plan?service=${row.id}`, one: row, seenBy: notAnOffice, opens: true, mayName: ['resident_file'] })) },
  'POST /services/list': {
    who: HANDLE,
    reads: (w, post) => !notAnOffice(post) ? [{ url: '/services/list', body: { limit: 200 }, lists: { table: 'service', when: () => false } }] : [
      ...(post.station === null ? [] : [{ url: '/services/list', body: { limit: 200, station: post.station }, circles: true, mayName: ['resident_file'], lists: { table: 'service', when: house(w, post) } }]),
      ...some(w, 'service', 1, (row) => row.file !== null).map((s) => ({ url: '/services/list', body: { limit: 200, client: s.file }, circles: true, mayName: ['resident_file'], lists: { table: 'service', when: (row: RouteRow) => row.file === s.file } })),
    ],
  },
  'GET /services/colleagues': {
    who: STAFF,
    reads: (w) => [{ url: '/services/colleagues', check: (json, post) => json.rows.filter((row: any) => { const account = of(w, 'account').find((one) => one.id === row.id); return account && !reaches(post, account.place) && row.id !== post.account }).map((row: any) => `account ${row.id}`) }],
  },
  'GET /services/circle-choices': {
    who: HANDLE,
    // Colleagues of the own station and of the one that guides a room, and the county's supervisors; from no station, nobody.
    reads: (w) => [{
      url: '/services/circle-choices',
      check: (json, post) => json.rows.flatMap((row: any) => {
        const one = w.posts.find((each) => each.post === row.post)
        const near = !one || (post.station !== null && Math.floor(one.place / 1_000_000) === Math.floor(post.place / 1_000_000) && (one.station === post.station || one.role === 'general_supervisor' || (post.place % 1000 !== 0 && Math.floor(one.place / 1000) === Math.floor(post.place / 1000))))
        return near && row.post !== post.post ? [] : [`post ${row.post}`]
      }),
    }],
  },
  // Numbers that services of this world have and that none has; numbers.db.test.ts shows that a closed one and none at all are answered alike.
  'POST /services/numbers': {
    who: STAFF,
    reads: (w) => some(w, 'service', 6).map(() => ({ url: '/services/numbers', body: { numbers: ['510421100-C2026-0001', '510421100-C2026-0002', '510421101-C2026-0001', '510421100-S2026-0001', '110101001-C2026-0001'] } })),
  },
  // The world has no supervision: services.db.test.ts adds one up.
  'POST /services/tally': { who: STAFF, reads: () => [{ url: '/services/tally', body: { method: 'supervision', from: '2026-01-01', to: '2026-05-20' } }] },
  'POST /services/tally/rows': { who: STAFF, reads: (_, post) => [{ url: '/services/tally/rows', body: { method: 'supervision', from: '2026-01-01', to: '2026-05-20', account: post.account } }] },
  // A clock names its service and nobody in it.
  'POST /services/due': { who: [...STAFF, 'village_cadre', 'child_director', ...DIRECT, 'agency_manager'], reads: () => [{ url: '/services/due', body: {}, circles: true, mayName: ['service', 'resident_file'] }] },
  'GET /services/:id': { who: HANDLE, reads: (w) => some(w, 'service', 6).map((row) => ({ url: `/services/${row.id}`, one: row, seenBy: notAnOffice, opens: true, mayName: ['resident_file'] })) },
  'GET /services/:id/sessions': { who: HANDLE, reads: (w) => some(w, 'service', 4).map((row) => ({ url: `/services/${row.id}/sessions`, one: row, seenBy: notAnOffice, opens: true, mayName: ['resident_file'] })) },
  'GET /service-forms/:id': { who: [...HANDLE, 'agency_manager'], reads: (w) => some(w, 'service_form', 4).map((row) => ({ url: `/service-forms/${row.id}`, one: row, seenBy: (post: { role: string }) => notAnOffice(post) && post.role !== 'agency_manager', opens: true })) },

  'PUT /services/:id': { who: HANDLE, write: { names: ['file', 'need'], ask: ({ file, need }) => ({ url: `/services/${randomUUID()}`, body: { method: 'casework', client: file.id, need: need.id, openedOn: '2026-05-19' } }), by: (post) => STAFF.includes(post.role) } },
  ...act('change', (version) => ({ version, title: '换个名字' })),
  ...act('move', (version) => ({ version, to: 'intervention' }), false, [...STAFF, ...MASKED]),
  ...act('refuse', (version) => ({ version, why }), true),
  ...act('close', (version) => ({ version, reason: '01', on: '2026-05-20' }), true, [...STAFF, ...MASKED]),
  ...act('reopen', (version) => ({ version, why }), true),
  // The world's services of one circle are reports on children; secret-services.db.test.ts changes one.
  'POST /services/:id/circle': { who: STAFF, write: { names: ['service', 'post'], onlyRefused: true, ask: ({ service, post }, me) => ({ url: `/services/${service.id}/circle`, body: { version: service.version, members: [me.id, post.id], why } }) } },
  'PUT /services/:id/records/:record': {
    who: STAFF,
    write: { names: ['service', 'file'], ask: ({ service, file }) => ({ url: `/services/${service.id}/records/${randomUUID()}`, body: { kind: 'session', occurredOn: '2026-05-19', minutes: 30, mode: 'interview', files: [file.id], words: '谈过' } }) },
  },
  'POST /services/:id/check-in': { who: STAFF, write: { names: ['service', 'member'], ask: ({ service, member }) => ({ url: `/services/${service.id}/check-in`, body: { rows: [{ person: member.id }] } }) } },
  'POST /services/:id/attendance': {
    who: STAFF, write: { names: ['service', 'record', 'member'], onlyRefused: true, ask: ({ service, record, member }) => ({ url: `/services/${service.id}/attendance`, body: { record: record.id, rows: [{ person: member.id, state: 'present' }] } }) },
  },
  'POST /services/:id/sample': { who: STAFF, write: { names: ['service'], onlyRefused: true, ask: ({ service }) => ({ url: `/services/${service.id}/sample`, body: { id: randomUUID(), size: 5, from: '2026-05-01', to: '2026-05-19' } }) } },
  // The world has no survey: doors.db.test.ts opens the figures of one.
  'POST /services/:id/answers': { who: STAFF, write: { names: ['service'], onlyRefused: true, ask: ({ service }) => ({ url: `/services/${service.id}/answers`, body: { form: 'satisfaction-answer' } }) } },
  // The world has no round: rounds.db.test.ts looks at what one shows of homes out of sight.
  'POST /services/:id/round': { who: STAFF, write: { names: ['service'], onlyRefused: true, ask: ({ service }) => ({ url: `/services/${service.id}/round`, body: {} }) } },
  'POST /services/:id/round/homes': { who: STAFF, write: { names: ['service'], onlyRefused: true, ask: ({ service }) => ({ url: `/services/${service.id}/round/homes`, body: { place: 510421100201 } }) } },
  'POST /services/:id/refer': {
    who: STAFF,
    write: { names: ['service'], onlyRefused: true, ask: ({ service, station }) => ({ url: `/services/${service.id}/refer`, body: { id: randomUUID(), toStation: station.id, reason: why, summary: '请接', basis: 'emergency' } }) },
  },
  'POST /services/:id/answer-referral': { who: STAFF, write: { names: ['service'], onlyRefused: true, ask: ({ service }) => ({ url: `/services/${service.id}/answer-referral`, body: { version: service.version, accept: false, why } }) } },

  'PUT /service-forms/:id': { who: HANDLE, write: { names: ['service'], by: (post) => STAFF.includes(post.role), ask: ({ service }) => ({ url: `/service-forms/${randomUUID()}`, body: { ...FORM, service: service.id } }) } },
  ...onPart('service-forms', 'filled', 'amend', (version) => ({ version, why, answers: { problem: '睡不好' } }), false, HANDLE),
  ...onPart('service-forms', 'filled', 'void', (version) => ({ version, why })),
  'PUT /service-people/:id': { who: STAFF, write: { names: ['service', 'other'], ask: ({ service, other }) => ({ url: `/service-people/${randomUUID()}`, body: { service: service.id, file: other.id, role: 'family' } }) } },
  ...onPart('service-people', 'member', 'move', (version) => ({ version, state: 'left', why })),
  'PUT /service-goals/:id': { who: STAFF, write: { names: ['service'], ask: ({ service }) => ({ url: `/service-goals/${randomUUID()}`, body: { service: service.id, number: randomInt(2, 31), words: '能出门' } }) } },
  ...onPart('service-goals', 'goal', 'change', (version) => ({ version, words: '睡好' })),
  ...onPart('service-goals', 'goal', 'rate', (version) => ({ version, attained: 1 })),
  'PUT /service-approvals/:id': { who: STAFF, write: { names: ['service'], ask: ({ service }) => ({ url: `/service-approvals/${randomUUID()}`, body: { service: service.id, key: 'closing-approved' } }) } },
  ...onPart('service-approvals', 'approval', 'decide', (version) => ({ version, decision: 'returned', why }), true, [...STAFF, 'agency_manager']),

  'POST /doors/list': {
    who: STAFF,
    reads: (w, post) => [
      { url: '/doors/list', body: {}, lists: { table: 'public_link', when: (row) => post.station !== null && row.station === post.station } },
      ...some(w, 'service', 3).map((row) => ({ url: '/doors/list', body: { service: row.id }, one: row, opens: true })),
    ],
  },
  'PUT /doors/:id': { who: STAFF, write: { names: [], by: (post) => post.station !== null, ask: () => ({ url: `/doors/${randomUUID()}`, body: { method: 'complaint', door: 'complain', untilOn: '2026-05-30' } }) } },
  'POST /doors/:id/end': { who: STAFF, write: { names: [], onlyRefused: true, ask: () => ({ url: `/doors/${randomUUID()}/end`, body: { version: 1 } }) } },
  // The address is the credential: doors.db.test.ts comes with an invented, an ended, a past one and a protected service, and looks at what the database alone lets a guest see.
  'GET /public/doors/:token': { who: 'anyone' },
  'PUT /public/doors/:token/answers/:id': { who: 'anyone' },
  'GET /public/receipts/:code': { who: 'anyone' },
}
