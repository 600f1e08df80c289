import { randomUUID } from 'node:crypto'
import { seesPerson } from '../model.ts'
import { of, SERVE, some, type Entries } from './entry.ts'

const HEADS = ['station_head', 'general_supervisor']
const OPEN = [...HEADS, 'county_bureau']
const LOOK = [...SERVE, 'township_office', 'township_leader', 'county_bureau', 'city_bureau']

/** Events, their lists, checks and paper. */
export const emergencyEntries: Entries = {
  'GET /emergency': { who: LOOK, reads: () => [{ url: '/emergency', lists: { table: 'emergency_event', when: () => true } }] },
  'GET /emergency/choices': { who: OPEN, reads: () => [{ url: '/emergency/choices' }] },
  'GET /emergency/:id': { who: LOOK, reads: (w) => some(w, 'emergency_event', 3).map((row) => ({ url: `/emergency/${row.id}`, one: row })) },
  'POST /emergency/:id/checks': {
    who: SERVE,
    reads: (w) => some(w, 'emergency_event', 3).map((event) => ({
      url: `/emergency/${event.id}/checks`, body: { scope: 'all', limit: 200 }, one: event, circles: true,
      check: (json, post) => of(w, 'event_check').filter((row) => row.more.event === event.id && seesPerson(post, row, [], []))
        .filter((row) => !json.rows.some((one: { id: string }) => one.id === row.id)).map((row) => `check ${row.id} at ${row.place} should be listed`),
    })),
  },
  'POST /emergency/:id/paper': { who: SERVE, reads: (w) => some(w, 'emergency_event', 2).map((event) => ({ url: `/emergency/${event.id}/paper`, body: { scope: 'all' }, one: event })) },
  'PUT /emergency/:id': {
    who: OPEN,
    write: { names: ['town'], ask: ({ town }) => ({ url: `/emergency/${randomUUID()}`, body: { kind: 'rainstorm', level: 'red', area: [town.id], groups: ['lives-alone'] } }) },
  },
  'POST /emergency/:id/groups': { who: OPEN, write: { names: ['event'], ask: ({ event }) => ({ url: `/emergency/${event.id}/groups`, body: { version: event.version, groups: ['dibao'] } }) } },
  'POST /emergency/:id/split': {
    who: HEADS,
    write: { names: ['event', 'check', 'account'], ask: ({ event, check, account }) => ({ url: `/emergency/${event.id}/split`, body: { how: 'rows', rows: [check.id], checker: account.id } }) },
  },
  'PUT /emergency/marks/:id': { who: SERVE, write: { names: ['event', 'file'], ask: ({ event, file }) => ({ url: `/emergency/marks/${randomUUID()}`, body: { event: event.id, file: file.id, state: 'safe' } }) } },
  'POST /emergency/:id/close': { who: OPEN, write: { names: ['event'], ask: ({ event }) => ({ url: `/emergency/${event.id}/close`, body: { version: event.version } }) } },
}
