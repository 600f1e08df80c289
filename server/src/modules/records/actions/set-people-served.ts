import { requireOpenMonth } from './require-record-to-change.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import type { Fact, RecordChanged } from '../events.ts'
import { servedOf } from '../rules/fact.ts'
import { filesToServe, findFactForChange, putPeople } from '../store.ts'

/** Whom a session of a service served, by its attendance: files that are known, and how many there were in all. The figures follow. */
export async function setPeopleServed(work: Work, id: string, { service, files, heads }: { service: string; files: readonly string[]; heads: number }): Promise<void> {
  const found = await findFactForChange(work, id)
  if (!found || found.fact.service !== service) throw new Refusal('record.not-found')
  const { fact: was, row } = found
  if (row.voided_at !== null) throw new Refusal('record.voided')
  await requireOpenMonth(work, was.station, was.occurredOn)
  const known = new Map(was.people.map((person) => [person.file, person]))
  const added = (await filesToServe(work, files.filter((file) => !known.has(file)), was.occurredOn)).map((file) => {
    const served = servedOf(file)
    return was.protected && !served.protected ? { ...served, dossier: was.dossier, protected: true } : served
  })
  const people = [...files.flatMap((file) => known.get(file) ?? []), ...added]
  const now: Fact = { ...was, people, heads: Math.max(heads, people.length) }
  await putPeople(work, was, now, row.version)
  await work.tell({ event: 'record.changed', was, now } satisfies RecordChanged)
}
