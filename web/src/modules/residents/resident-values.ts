import type { ResidentView, SaveResidentInput } from '#api/residents.ts'
import { newId } from '#web/platform/uuid.ts'
import type { Pick } from '#web/ui/index.ts'

/** A file as it is being written down. Its id is made once, so that saving twice means once. */
export interface ResidentValues {
  id: string
  name: string
  place: Pick | undefined
  sex: string
  birthOn: string
  identity: string
  phone: string
  address: string
  whyServed: string
  note: string
  risk: 'red' | 'orange' | 'yellow' | 'blue'
  tags: string[]
  /** Made once for each chosen group, for the same reason. */
  tagIds: Record<string, string>
}

export const newResident = (place: Pick | undefined): ResidentValues =>
  ({ id: newId(), name: '', place, sex: '0', birthOn: '', identity: '', phone: '', address: '', whyServed: '', note: '', risk: 'blue', tags: [], tagIds: {} })

/** What the server takes of a new file. */
export const bodyOf = (values: ResidentValues): SaveResidentInput => ({
  place: Number(values.place?.value), name: values.name.trim(), sex: Number(values.sex) as 0 | 1 | 2, ...(values.birthOn && { birthOn: values.birthOn }), identity: values.identity.trim(),
  phone: values.phone.trim(), address: values.address.trim(), whyServed: values.whyServed.trim(), note: values.note.trim(), risk: values.risk,
  tags: values.tags.map((tag) => ({ id: values.tagIds[tag] ?? newId(), tag })),
})

/** Numbers and address are masked on the page: an empty box leaves them as they are. */
export const valuesOf = (file: ResidentView): ResidentValues => ({
  ...newResident({ value: String(file.place), label: file.placeName }), id: file.id, name: file.name, sex: String(file.sex), birthOn: file.birthOn ?? '', whyServed: file.whyServed ?? '', note: file.note ?? '',
  risk: file.risk, tags: file.tags,
})

/** Only what was changed, at the version it was read at. */
export function changesOf(file: ResidentView, values: ResidentValues): Record<string, unknown> {
  const was = valuesOf(file)
  const now: Record<string, unknown> = {}
  for (const field of ['name', 'whyServed', 'note', 'identity', 'phone', 'address'] as const) if (values[field].trim() !== was[field]) now[field] = values[field].trim()
  if (values.birthOn !== was.birthOn) now.birthOn = values.birthOn || null
  if (values.sex !== was.sex) now.sex = Number(values.sex)
  return { version: file.version, ...now }
}
