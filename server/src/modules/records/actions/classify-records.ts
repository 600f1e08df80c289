import type { Saved } from '#api/common.ts'
import type { ClassifyRecords } from '#api/records.ts'
import type { z } from 'zod'
import { standardsOn } from '#server/modules/standards/index.ts'
import type { Work } from '#server/platform/work.ts'
import type { RecordChanged } from '../events.ts'
import { checkItem } from '../rules/record.ts'
import { setItems } from '../store.ts'
import { requireRecordToChange } from './require-record-to-change.ts'

/** 本月待归类: gives many records their catalogue item; all of them or none. Late or not does not matter, a handed-in month does. */
export async function classifyRecords(work: Work, { rows }: z.infer<typeof ClassifyRecords>): Promise<{ saved: Saved[] }> {
  const changes: RecordChanged[] = []
  // In one order, so that two who classify the same rows wait for each other and do not lock up.
  const sorted = [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const { id, version, item } of sorted) {
    const { fact: was } = await requireRecordToChange(work, id, { version, item })
    checkItem(await standardsOn(work, was.place, was.occurredOn), item)
    changes.push({ event: 'record.changed', was, now: { ...was, item } })
  }
  await setItems(work, sorted)
  await work.tell(...changes)
  return { saved: sorted.map(({ id, version }) => ({ id, version: version + 1 })) }
}
