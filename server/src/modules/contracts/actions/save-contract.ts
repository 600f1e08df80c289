import type { ContractSaved, SaveContract } from '#api/contracts.ts'
import { findOrganisation } from '#server/modules/organisations/index.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import { requireStation } from '#server/modules/stations/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { checkPeriod, countedTarget, countyOf } from '../rules.ts'
import {
  addContract, changeContract, type ContractNow, type ContractParts, coverStations, findOverlap, findOwnContract, holdStations, readParts, settleFacts, writeLines,
} from '../store.ts'

/**
 * Signs or changes a contract. Facts its stations recorded in its time before it was entered count for it from now on; facts it no
 * longer covers count for it no more. Sending the same again changes nothing.
 */
export async function saveContract(work: Work, id: string, input: SaveContract): Promise<ContractSaved> {
  checkPeriod(input)
  const stations = []
  for (const station of [...new Set(input.stations)]) stations.push(await requireStation(work, station))
  const place = countyOf(stations)
  const [kept, parts] = [await findOwnContract(work, id), await readParts(work, id)]
  const lines = await countedLines(work, input, place)
  const changed = kept ? changesOf(kept, parts, input, lines) : []
  if (kept && changed.length === 0) return { id, version: kept.version, claimed: 0 }
  if (kept) checkChange(kept, changed, input, place)
  await checkParties(work, input, place)
  await holdStations(work, [...new Set([...input.stations, ...parts.stations.map(({ station }) => station)])])
  const overlap = await findOverlap(work, id, input)
  if (overlap) throw new Refusal('contract.overlaps', overlap)
  if (!kept) await addContract(work, id, place, input)
  else if (!(await changeContract(work, id, kept.version, input))) throw new Refusal('contract.not-found')
  await coverStations(work, id, stations, input, parts.stations)
  await writeLines(work, id, place, lines, parts.lines)
  return { id, version: (kept?.version ?? 0) + 1, claimed: await settleFacts(work, id) }
}

/** The fields an input would change. */
function changesOf(kept: ContractNow, parts: ContractParts, input: SaveContract, wanted: SaveContract['indicators']): string[] {
  const covered = parts.stations.filter((row) => row.until_on >= row.from_on).map(({ station }) => station)
  const lines = parts.lines.filter(({ dropped }) => !dropped).map(({ indicator, title, unit, target }) => [indicator, title, unit, target])
  const same: Record<string, boolean> = {
    title: kept.title === input.title, purchaser: kept.purchaser === input.purchaser, agency: kept.agency === input.agency, from: kept.from_on === input.from,
    until: kept.until_on === input.until, amount: kept.amount_fen === input.amount,
    stations: JSON.stringify([...new Set(input.stations)].sort()) === JSON.stringify(covered.sort()),
    indicators: JSON.stringify(wanted.map(({ indicator, title, unit, target }) => [indicator, title, unit, target])) === JSON.stringify(lines),
  }
  return Object.keys(same).filter((field) => !same[field])
}

function checkChange(kept: ContractNow, changed: readonly string[], input: SaveContract, place: number): void {
  if (changed.includes('purchaser') || changed.includes('agency')) throw new Refusal('contract.parties-fixed')
  if (kept.place !== place) throw new Refusal('contract.stations-elsewhere')
  if (input.version !== kept.version) {
    const now = { title: kept.title, from: kept.from_on, until: kept.until_on, amount: kept.amount_fen, version: kept.version }
    throw new Refusal('contract.changed-since', { fields: [...changed], now })
  }
}

async function checkParties(work: Work, input: SaveContract, place: number): Promise<void> {
  for (const id of [input.purchaser, input.agency]) {
    const found = await findOrganisation(work, id)
    if (!found) throw new Refusal('organisation.not-found')
    if (found.cell * 1_000_000 !== place) throw new Refusal('contract.organisation-elsewhere', { name: found.name })
  }
}

/** The lines as the figures count them. Refuses an indicator that the standards do not know, or that is there twice. */
async function countedLines(work: Work, input: SaveContract, place: number): Promise<SaveContract['indicators']> {
  const standards = await standardsOn(work, place, input.from > work.today ? work.today : input.from)
  return input.indicators.map((line, at) => {
    const known = standards.indicator(line.indicator)
    if (!known || input.indicators.findIndex(({ indicator }) => indicator === line.indicator) !== at) throw new Refusal('code.unknown', { field: 'indicators', value: line.indicator })
    return { ...line, target: countedTarget(line.target, known.unit) }
  })
}
