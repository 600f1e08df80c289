import { createHash } from 'node:crypto'
import type { Saved } from '#api/common.ts'
import type { SaveCheck } from '#api/stations.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { attachFiles } from '#server/platform/files/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { lineName } from '../rules/readiness.ts'
import { addCheck, changeCheck, findCheck } from '../store.ts'
import { requireStation } from './require-station.ts'

/** Writes down what was found on one line of a checklist, with a note and a photo. */
export async function checkLine(work: Work, id: string, item: string, input: SaveCheck): Promise<Saved> {
  const station = await requireStation(work, id)
  const line = (await standardsOn(work, station.place, work.today)).checklists().flatMap((list) => list.items.map((one) => ({ name: lineName(list, one), fact: one.fact })))
    .find(({ name }) => name === item)
  if (!line) throw new Refusal('check.not-found')
  if (line.fact) throw new Refusal('check.follows-from-facts')
  const kept = await findCheck(work, id, item)
  if (kept && kept.state === input.state && (kept.note ?? '') === input.note && kept.photo === input.photo) return { id: kept.id, version: kept.version }
  if (kept && input.version !== kept.version) {
    throw new Refusal('check.changed-since', { fields: ['state', 'note', 'photo'], now: { state: kept.state, note: kept.note, photo: kept.photo, version: kept.version } })
  }
  if (input.photo !== null && input.photo !== kept?.photo) await attachFiles(work, [input.photo], id)
  if (kept) {
    if (!(await changeCheck(work, kept.id, kept.version, input))) throw new Refusal('check.not-found')
    return { id: kept.id, version: kept.version + 1 }
  }
  const checkId = idOf(id, item)
  await addCheck(work, checkId, station, item, input)
  return { id: checkId, version: 1 }
}

/** One line of one station has one row, whoever makes it first: its id follows from both names. */
function idOf(station: string, item: string): string {
  const hex = createHash('sha256').update(`station_check ${station} ${item}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
