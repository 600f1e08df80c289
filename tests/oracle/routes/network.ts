import { randomUUID } from 'node:crypto'
import type { RouteRow } from '../route-world.ts'
import { AGENCY, DIRECT, FIGURES, ranges, reaches, some, STAFF, type Entries } from './entry.ts'

const DIRECTORS = [...DIRECT, 'general_supervisor', 'administrator', 'evaluator', 'auditor']
const REPORTS = [...STAFF, ...AGENCY, ...DIRECT]
const ANSWER = ['township_office', 'county_bureau']
const texts = { highlights: '好', typicalCases: '好', problems: '无', nextMonth: '继续' }
const month = { name: '2026-05' }

/** Organisations, stations, contracts, reports, figures and tables. */
export const networkEntries: Entries = {
  'POST /organisations/list': { who: 'signed-in', reads: (_w, post) => ranges(post).map(({ place }) => ({ url: '/organisations/list', body: { limit: 200, place } })) },
  'GET /organisations/:id': { who: 'signed-in', reads: (w) => some(w, 'organisation', 1).map((row) => ({ url: `/organisations/${row.id}`, one: row, seenBy: () => true })) },
  'PUT /organisations/:id': {
    who: ['county_bureau', 'city_bureau', 'administrator'], write: { names: ['village'], ask: ({ village }) => ({ url: `/organisations/${randomUUID()}`, body: { place: village.id, name: '某某中心', kind: 'agency' } }) },
  },
  'POST /stations/list': {
    who: 'signed-in',
    reads: (w, post) => [
      { url: '/stations/list', body: { limit: 200, all: true }, lists: { table: 'station', when: () => true }, mayName: ['station', 'organisation'] },
      ...some(w, 'station', 1).map((s) => ({ url: '/stations/list', body: { limit: 200, guidedBy: s.id }, lists: { table: 'station', when: (row: RouteRow) => row.more.guided_by === s.id && !row.closed } })),
      { url: '/stations/list', body: { limit: 200, place: w.dice.pick(ranges(post)).place, readiness: 'none' } },
    ],
  },
  'POST /stations/directory': { who: STAFF, reads: () => [{ url: '/stations/directory', body: {}, mayTell: ['station'], check: (json: any) => json.rows.filter((row: object) => Object.keys(row).join() !== 'id,name,placeName').map(() => 'more than a name') }] },
  'GET /stations/:id': { who: 'signed-in', reads: (w) => some(w, 'station', 3).map((row) => ({ url: `/stations/${row.id}`, one: row })) },
  'GET /stations/map': { who: DIRECTORS, reads: () => [{ url: '/stations/map' }] },
  'GET /build-plan': { who: DIRECTORS, reads: () => [{ url: '/build-plan?year=2026' }] },
  'PUT /stations/:id': {
    who: ['county_bureau', 'administrator'],
    write: { names: ['village', 'station'], ask: ({ village, station }) => ({ url: `/stations/${randomUUID()}`, body: { place: village.id, tier: 'room', name: '某村社工室', guidedBy: station.id, openedOn: '2026-01-01' } }), by: (post) => reaches(post, 510421000000) },
  },
  'PUT /stations/:id/contact': {
    who: ['station_head', 'general_supervisor'], write: { names: ['station'], ask: ({ station }) => ({ url: `/stations/${station.id}/contact`, body: { version: station.version, hotline: '0812', address: '街上' } }) },
  },
  'PUT /stations/:id/checks/:item': {
    who: ['station_head', 'general_supervisor', 'county_bureau', 'administrator'], write: { names: ['station'], onlyRefused: true, ask: ({ station }) => ({ url: `/stations/${station.id}/checks/a.b`, body: { state: 'present' } }) },
  },
  'GET /contracts': { who: 'signed-in', reads: () => [{ url: '/contracts?limit=200', lists: { table: 'contract', when: () => true } }] },
  'GET /contracts/:id': { who: 'signed-in', reads: (w) => some(w, 'contract', 2).map((row) => ({ url: `/contracts/${row.id}`, one: row })) },
  'PUT /contracts/:id': {
    who: ['county_bureau'],
    write: {
      names: ['station', 'contract'], onlyRefused: true,
      ask: ({ station, contract }) => ({ url: `/contracts/${contract.id}`, body: { title: '改名', purchaser: contract.more.purchaser, agency: contract.more.agency, stations: [station.id], from: '2026-01-01', until: '2026-11-30', amount: 1, version: contract.version } }),
      fresh: ({ station, contract }) => ({ url: `/contracts/${randomUUID()}`, body: {
        title: '明年', purchaser: contract.more.purchaser, agency: contract.more.agency, stations: [station.id], from: '2027-01-01', until: '2027-11-30', amount: 1, indicators: [{ id: randomUUID(), indicator: 'visits-all', title: '走访', unit: '次', target: 9 }],
      } }),
    },
  },
  'GET /contracts/:id/progress': { who: FIGURES, reads: (w) => some(w, 'contract', 1).map((row) => ({ url: `/contracts/${row.id}/progress`, one: row })) },
  'PUT /spot-checks/:id': {
    who: ['county_bureau'],
    write: { names: ['contract', 'evaluator'], ask: ({ contract, evaluator }) => ({ url: `/spot-checks/${randomUUID()}`, body: { contract: contract.id, from: '2026-05-01', until: '2026-05-20', post: evaluator.id, days: 7 } }) },
  },
  // What was drawn is named; whom it is about is not.
  'GET /spot-checks': { who: ['county_bureau', 'evaluator'], reads: (w) => some(w, 'contract', 2).map((row) => ({ url: `/spot-checks?contract=${row.id}` })) },
  'GET /spot-checks/:id': {
    who: ['county_bureau', 'evaluator'],
    reads: (w) => some(w, 'spot_check', 2).map((row) => ({ url: `/spot-checks/${row.id}`, one: row, mayName: ['record', 'need'], seenBy: (post) => post.role !== 'evaluator' || row.more.post === post.post })),
  },
  'GET /evaluators': { who: ['county_bureau'], reads: () => [{ url: '/evaluators' }] },
  'GET /reports': { who: REPORTS, reads: () => [{ url: '/reports?month=2026-04' }] },
  'GET /reports/:station/:month': { who: REPORTS, reads: (w) => some(w, 'report', 2).map((row) => ({ url: `/reports/${row.station}/2026-04`, one: row })) },
  'PUT /reports/:station/:month': {
    who: STAFF, write: { names: ['report'], onlyRefused: true, ask: ({ report }) => ({ url: `/reports/${report.station}/2026-04`, body: { id: report.id, version: report.version, ...texts } }),
      fresh: ({ station }) => ({ url: `/reports/${station.id}/2026-03`, body: { id: randomUUID(), version: 0, ...texts } }) },
  },
  'POST /reports/:station/:month/submit': {
    who: ['station_head', 'general_supervisor'], write: { names: ['report'], ask: ({ report }) => ({ url: `/reports/${report.station}/2026-04/submit`, body: { version: report.version } }), onlyRefused: true },
  },
  'POST /reports/:station/:month/return': {
    who: ANSWER, write: { names: ['report'], onlyRefused: true, ask: ({ report }) => ({ url: `/reports/${report.station}/2026-04/return`, body: { version: report.version, why: '缺数' } }) },
  },
  'POST /reports/:station/:month/accept': { who: ANSWER, write: { names: ['report'], onlyRefused: true, ask: ({ report }) => ({ url: `/reports/${report.station}/2026-04/accept`, body: { version: report.version } }) } },

  'GET /figures/choices': { who: FIGURES, reads: () => [{ url: '/figures/choices' }] },
  'POST /figures': {
    who: FIGURES,
    reads: (w, post) => ['station', 'worker', 'village', 'tag'].map((by) => ({
      url: '/figures', body: { scope: { by: 'place', place: w.dice.pick(ranges(post)).place }, period: month, indicators: ['visits-all', 'files-total', 'needs-found'], cut: { by } },
    })),
  },
  'POST /figures/rows': {
    who: FIGURES,
    reads: (_w, post) => ranges(post).flatMap(({ place, from, to }) => [
      { url: '/figures/rows', body: { limit: 200, scope: { by: 'place', place }, period: month, indicator: 'visits-all' }, lists: { table: 'record', when: (row: RouteRow) => row.more.kind === 'visit' && row.more.served_place >= from && row.more.served_place <= to } },
      { url: '/figures/rows', body: { limit: 200, scope: { by: 'place', place }, period: month, indicator: 'needs-found' }, lists: { table: 'need', when: (row: RouteRow) => row.more.served_place >= from && row.more.served_place <= to } },
      { url: '/figures/rows', body: { limit: 200, scope: { by: 'place', place }, period: month, indicator: 'files-new' } },
      ...['cases-opened', 'cases-open', 'cases-closed', 'group-sessions'].map((indicator) => ({ url: '/figures/rows', body: { limit: 200, scope: { by: 'place', place }, period: month, indicator } })),
    ]),
  },
  'POST /ask': { who: FIGURES, reads: (w, post) => [{ url: '/ask', body: { period: month, place: w.dice.pick(ranges(post)).place } }, ...some(w, 'station', 1).map((row) => ({ url: '/ask', body: { period: month, station: row.id }, one: row }))] },
  'POST /tables/:key': {
    who: FIGURES,
    reads: (w, post) => {
      const { place, from, to } = w.dice.pick(ranges(post))
      const lists = { table: 'record', when: (row: RouteRow) => row.more.kind === 'visit' && row.more.served_place >= from && row.more.served_place <= to }
      return [...['t1', 't2', 't3', 't4', 't5', 't7', 't8', 't12', 't12s', 't12t', 't13', 't15', 'service-files', 'wish-wall', 'brand-cases', 'emergency-teams', 'risk-register', 'skills', 'agency-support', 'service-matters', 'evaluations', 'area-evaluations', 'rule-library', 'charity-needs'].map((key) => ({ url: `/tables/${key}`, body: { limit: 200, scope: { by: 'place', place }, period: month } })),
        { url: '/tables/t6', body: { limit: 200, scope: { by: 'place', place }, period: month }, ...(['worker', 'village_cadre'].includes(post.role) && { lists }) }]
    },
  },
  'POST /tables/:key/xlsx': {
    who: [...STAFF, 'township_office', 'county_bureau'], reads: (w, post) => [{ url: `/tables/${w.dice.pick(['t2', 't3', 't4', 't5', 't6', 't7', 't8', 't12', 't12s', 't12t', 't13', 'service-files', 'wish-wall', 'risk-register', 'skills', 'evaluations', 'rule-library', 'charity-needs'])}/xlsx`, body: { scope: { by: 'place', place: w.dice.pick(ranges(post)).place }, period: month } }],
  },
  'GET /board': { who: ['general_worker', 'general_supervisor', 'county_bureau', 'city_bureau', 'party_department'], reads: () => [{ url: '/board' }] },
}
