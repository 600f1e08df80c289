import { randomBytes, randomInt, randomUUID } from 'node:crypto'

/** A word that must never be where it may not be seen. */
export const canary = (id: string): string => `鸟${id.slice(0, 8)}`

interface Seed {
  id: string
  dossier: string
  place: number
  station: string
}

interface Template {
  kind: 'people' | 'network'
  columns: (seed: Seed) => Record<string, unknown>
}

const day = '2026-05-01'
const sealed = () => randomBytes(30)

/** A row of every table with a place. A table that is missing here fails the oracle. */
export const TEMPLATES: Record<string, Template> = {
  resident_file: { kind: 'people', columns: ({ id, station }) => ({ id, station, person: randomUUID(), name: canary(id), name_sort: canary(id), opened_on: day }) },
  household: { kind: 'people', columns: ({ id, station }) => ({ id, station, head_name: canary(id) }) },
  resident_tag: { kind: 'people', columns: ({ id, station, dossier }) => ({ id, station, file: dossier, tag: `t${id.slice(0, 8)}`, source: 'survey', from_on: day }) },
  consent: { kind: 'people', columns: ({ id, station, dossier }) => ({ id, station, file: dossier, purpose: 'service', medium: 'written', given_on: day }) },
  search_token: { kind: 'people', columns: ({ dossier }) => ({ token: randomInt(1, 2 ** 40), file: dossier }) },
  import_batch: { kind: 'people', columns: ({ id, station }) => ({ id, station, file_name: canary(id), state: 'read', mapping: '{}', rows_total: 1, rows_good: 1, made_by: randomUUID(), made_at: day }) },
  import_content: { kind: 'people', columns: ({ id }) => ({ id, content_sealed: sealed(), made_at: day }) },
  import_change: { kind: 'people', columns: ({ id, dossier }) => ({ id, batch: id, row_no: 3, file: dossier, kind: 'new', version_was: 0, version_is: 1 }) },
  record: {
    kind: 'people',
    columns: ({ id, station, place }) => ({ id, station, served_place: place, kind: 'visit', occurred_on: day, minutes: 10, worker: randomUUID(), worker_name: canary(id), heads: 1,
      form_version: 'visit.1', recorded_at: day, late: false, digest: sealed() }),
  },
  record_person: {
    kind: 'people',
    columns: ({ id, station, place, dossier }) => ({ record: id, station, served_place: place, file: dossier, person: randomUUID(), kind: 'visit', occurred_on: day, worker: randomUUID(),
      mode: 'home', item: '', sex: 2, risk: 'blue', tags: [] }),
  },
  record_photo: { kind: 'people', columns: ({ id }) => ({ id, record: randomUUID(), blob: randomUUID(), shows: 'site', consent: 'inside' }) },
  duty: { kind: 'people', columns: ({ id, station, dossier }) => ({ id, station, file: dossier, monthly: false, basis: 'blue', show_from: day, due_on: day, opened_on: day }) },
  need: {
    kind: 'people',
    columns: ({ id, station, place }) => ({ id, station, served_place: place, found_on: day, source: 'visit', words_sealed: sealed(), urgency: 'routine', state: 'open', worker: randomUUID(),
      worker_name: canary(id), digest: sealed(), recorded_at: day }),
  },
  event_check: { kind: 'people', columns: ({ id, station, dossier }) => ({ id, station, file: dossier, event: randomUUID(), groups: [canary(id)] }) },
  data_key: { kind: 'people', columns: ({ id }) => ({ id, kind: 'file', suite: 1, wrapped: sealed(), wrapped_by: 'oracle' }) },
  history: { kind: 'people', columns: ({ id }) => ({ table_name: 'record', row_id: id, version: 1, was: '{}' }) },
  undelivered: { kind: 'people', columns: ({ id }) => ({ id, station: randomUUID(), sent_by: randomUUID(), sent_by_name: canary(id), received_at: day, route: '/x', code: 'post.not-held', body: sealed() }) },
  blob: { kind: 'people', columns: ({ id }) => ({ id, hash: randomBytes(32), content_key: sealed(), key_id: randomUUID(), type: 'image/webp', bytes: 1, name: canary(id), state: 'attached', made_by: randomUUID(), made_at: day }) },
  service: {
    kind: 'people',
    columns: ({ id, station, place }) => ({ id, station, served_place: place, method: 'casework', pack: 'mzt-094-2017', pack_version: '2', counts: 'case', title: canary(id), stage: 'intake', state: 'open',
      worker: randomUUID(), worker_name: canary(id), opened_on: day, recorded_at: day, digest: sealed() }),
  },
  service_person: { kind: 'people', columns: ({ id, dossier }) => ({ id, service: randomUUID(), file: dossier, name: canary(id), role: 'client', state: 'in', position: 1, since: day }) },
  service_form: {
    kind: 'people',
    columns: ({ id }) => ({ id, service: randomUUID(), form: 'case-plan', form_version: 'mzt-094-2017@3', number: 1, filled_on: day, worker: randomUUID(), worker_name: canary(id), answers_sealed: sealed(), recorded_at: day, digest: sealed() }),
  },
  form_answer: { kind: 'people', columns: ({ id }) => ({ form: id, service: randomUUID(), form_key: 'case-plan', field: 'approach', text_value: canary(id) }) },
  service_goal: { kind: 'people', columns: ({ id }) => ({ id, service: randomUUID(), number: 1, words_sealed: sealed(), digest: sealed() }) },
  attendance: { kind: 'people', columns: ({ id }) => ({ id, service: randomUUID(), record: randomUUID(), person: randomUUID(), state: 'present', marked_by: randomUUID() }) },
  approval: { kind: 'people', columns: ({ id, station }) => ({ id, station, service: randomUUID(), key: 'plan-approved', note: canary(id), asked_of: ['station_head'], asked_at: day, asked_by: randomUUID(), asked_by_name: canary(id) }) },
  referral: { kind: 'people', columns: ({ id }) => ({ id, service: randomUUID(), to_station: randomUUID(), offered: randomUUID(), reason_sealed: sealed(), basis: 'emergency', state: 'sent', sent_at: day, reply_due_at: day }) },
  service_sample: { kind: 'people', columns: ({ id }) => ({ id, service: randomUUID(), seed: randomUUID(), size: 1, pool: 3, from_on: day, to_on: day, drawn_at: day, drawn_by: randomUUID(), drawn_by_name: canary(id) }) },
  public_link: { kind: 'network', columns: ({ id, station }) => ({ id, station, method: 'complaint', door: 'complain', title: canary(id), until_on: '2026-06-01', made_at: day, made_by: randomUUID(), made_by_name: canary(id) }) },
  clock: { kind: 'network', columns: ({ id, station }) => ({ id, station, service: randomUUID(), method: 'child-report', key: 'report', worker: randomUUID(), started_at: day, due_at: day }) },
  account_reset: { kind: 'network', columns: ({ id }) => ({ id, account: randomUUID(), reason: 'lost-phone', words: canary(id), made_by: randomUUID(), made_by_name: canary(id), made_at: day }) },
  station: { kind: 'network', columns: ({ id }) => ({ id, tier: 'room', name: canary(id) }) },
  station_check: { kind: 'network', columns: ({ id }) => ({ id, station: randomUUID(), item: 'sign', state: 'present', checked_on: day }) },
  contract: { kind: 'network', columns: ({ id }) => ({ id, title: canary(id), purchaser: randomUUID(), agency: randomUUID(), from_on: '2026-01-01', until_on: '2026-12-31', amount_fen: 1 }) },
  contract_station: { kind: 'network', columns: ({ id }) => ({ id, contract: randomUUID(), station: randomUUID(), from_on: '2026-01-01', until_on: '2026-12-31' }) },
  contract_indicator: { kind: 'network', columns: ({ id }) => ({ id, contract: randomUUID(), position: 1, indicator: 'visits-all', title: canary(id), unit: 'time', target: 1 }) },
  emergency_event: {
    kind: 'network',
    columns: ({ id, place }) => ({ id, place_to: place, kind: 'rainstorm', level: 'red', area: [place], groups: ['low-lying'], begun_at: day, opened_at: day, opened_by: randomUUID(), opened_by_name: canary(id), digest: sealed() }),
  },
  cover: { kind: 'network', columns: ({ id, station }) => ({ id, station, absent: randomUUID(), covering: randomUUID(), from_on: day, until_on: day, why: 'leave' }) },
  spot_check: {
    kind: 'network',
    columns: ({ id }) => ({ id, contract: randomUUID(), from_on: day, until_on: day, share: 30, drawn: 1, total: 3, seed: randomUUID(), post: randomUUID(), opens_until: '2026-06-01', drawn_at: day, drawn_by: randomUUID() }),
  },
  spot_check_line: { kind: 'network', columns: ({ id }) => ({ id, spot_check: id, position: 1, kind: 'record', subject: randomUUID(), station: randomUUID(), day_on: day }) },
  report: { kind: 'network', columns: ({ id }) => ({ id, station: randomUUID(), month: '2026-04-01', state: 'draft' }) },
  staff_fact: { kind: 'network', columns: ({ id }) => ({ id, certificate_no: canary(id) }) },
  tally_tail: { kind: 'network', columns: ({ place }) => ({ served_place: place, day, measure: 'visit', mode: 'home', item: '', tag: '', n: 1, heads: 1, households: 1, minutes: 10 }) },
  tally_day: { kind: 'network', columns: ({ id, place }) => ({ served_place: place, day, measure: 'visit', mode: 'home', item: '', tag: id.slice(0, 8), n: 1, heads: 1, households: 1, minutes: 10 }) },
  import_mapping: { kind: 'network', columns: ({ id, station }) => ({ id, station, headings: id, mapping: '{}' }) },
}
