import type { Work } from '#server/platform/work.ts'
import type { FileRow } from '../store/files.ts'

const COLUMNS = { identity: 'identity_sealed', phone: 'phone_sealed', address: 'address_sealed', note: 'note_sealed', why: 'why_sealed', riskWhy: 'risk_why_sealed' } as const
export type SealedField = keyof typeof COLUMNS

/** Seals one field of a file under its own key; empty text is no text. */
export async function sealField({ tx, keys }: Work, file: string, field: SealedField, text: string): Promise<Buffer | null> {
  return text === '' ? null : keys.seal(tx, file, text, `resident_file ${file} ${field}`)
}

export async function openField({ tx, keys }: Work, file: FileRow, field: SealedField): Promise<string | null> {
  const sealed = file[COLUMNS[field]]
  return sealed === null ? null : keys.open(tx, file.id, sealed, `resident_file ${file.id} ${field}`)
}
