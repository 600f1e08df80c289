import { sql } from 'kysely'
import type { ExportColumn } from '#api/imports.ts'
import type { ResidentFilter, ResidentRow } from '#api/residents.ts'
import { standardsOn } from '#server/modules/standards/index.ts'
import type { Work } from '#server/platform/work.ts'
import { openField } from '../actions/seal-fields.ts'
import { maskName } from '../rules/masks.ts'
import { findFilesByIds } from '../store/files.ts'
import { conditionsOf, pageQuery } from './list.ts'
import { asRows, selectRows } from './rows.ts'

export interface ExportRow extends ResidentRow {
  birthOn: string | null
  identity: string | null
  phone: string | null
  address: string | null
  tagTitles: string[]
}

/** How many files a list has, up to one more than `most`. */
export async function countForExport(work: Work, filter: ResidentFilter, most: number): Promise<number> {
  const found = await sql<{ n: number }>`select count(*) as n from (select 1 from resident_file f where ${conditionsOf(work, filter)} limit ${most + 1}) counted`.execute(work.tx)
  return Number(found.rows[0]!.n)
}

/** The rows of a list as a file holds them, in the order of the screen. Masked: 王＊＊, numbers by their ends, no birth date, no address. */
export async function rowsForExport(work: Work, filter: ResidentFilter, { masked, columns, most }: { masked: boolean; columns: readonly ExportColumn[]; most: number }): Promise<ExportRow[]> {
  const raw = (await selectRows(work, pageQuery(conditionsOf(work, filter), sql<boolean>`true` as never, most)).execute(work.tx)).rows
  const shown = await asRows(work, raw)
  const standards = await standardsOn(work, work.actor.place, work.today)
  const titles = new Map(standards.tags().map((tag) => [tag.key, tag.title.zh]))
  const opened = masked ? new Map<string, Opened>() : await openFields(work, raw.map(({ id }) => id), columns)
  return shown.map((row, at) => ({
    ...row, name: masked ? maskName(raw[at]!.name) : row.name, birthOn: masked ? null : raw[at]!.birthOn, tagTitles: row.tags.map((tag) => titles.get(tag) ?? tag),
    identity: masked ? raw[at]!.identityMask : opened.get(row.id)?.identity ?? null, phone: masked ? row.phoneMask : opened.get(row.id)?.phone ?? null, address: opened.get(row.id)?.address ?? null,
  }))
}

type Opened = Partial<Record<'identity' | 'phone' | 'address', string | null>>

/** Telephone and address of files, for a list on paper. The caller leaves the trace. */
export const openContacts = (work: Work, ids: readonly string[]): Promise<Map<string, Opened>> => openFields(work, ids, ['phone', 'address'])

async function openFields(work: Work, ids: readonly string[], columns: readonly ExportColumn[]): Promise<Map<string, Opened>> {
  const wanted = (['identity', 'phone', 'address'] as const).filter((column) => columns.includes(column))
  if (wanted.length === 0) return new Map()
  await work.keys.ready(work.tx, ids)
  const found = new Map<string, Opened>()
  for (const file of await findFilesByIds(work, ids)) {
    const opened: Opened = {}
    for (const field of wanted) opened[field] = await openField(work, file, field)
    found.set(file.id, opened)
  }
  return found
}
