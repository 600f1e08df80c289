import { randomUUID } from 'node:crypto'
import type { ApplyImport, ImportResult } from '#api/imports.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { headingsKey } from '../rules/import-columns.ts'
import { checkDecisions, type Decided } from '../rules/import-decisions.ts'
import { changesOf, type Changes, type JudgedRow, type KnownFile } from '../rules/import-match.ts'
import type { PersonRow } from '../rules/import-rows.ts'
import { openTagsOf } from '../store/files.ts'
import { addChanges, changeBatch, dropContent, lockStation, rememberMapping, type BatchRow, type ImportChange } from '../store/imports.ts'
import { asKnown } from '../views/import-known.ts'
import { changeResident } from './change-resident.ts'
import { changeRisk } from './change-risk.ts'
import { reopenResident } from './close-resident.ts'
import { addTags } from './put-tags.ts'
import type { ReadImport } from './read-import.ts'
import { requireFile } from './require-file.ts'
import { saveResident } from './save-resident.ts'

/** Where a row of the list ended up. */
type Landed = Map<number, string>
type Change = ImportChange & { id: string; place: number; cell: number }

/** Opens and changes the files of a list, in its order, in this one transaction. What was uploaded goes. */
export async function writeImport(work: Work, batch: BatchRow, read: ReadImport): Promise<void> {
  await lockStation(work, batch.station)
  const asked = batch.decisions as unknown as Pick<ApplyImport, 'badRows' | 'duplicates'>
  checkDecisions(read.judged, asked)
  const decided = new Map(asked.duplicates.map((one) => [one.row, one]))
  const writer = new Writer(work, batch)
  for (const one of read.judged) await writer.write(one, decided.get(one.row.row))
  await addChanges(work, batch, [...writer.changes.values()])
  await rememberMapping(work, batch, headingsKey(read.headings), read.mapping.columns, randomUUID())
  await dropContent(work, batch.id)
  await changeBatch(work, batch, { state: 'applied', result: writer.result, appliedAt: work.now })
}

class Writer {
  readonly changes = new Map<string, Change>()
  readonly result: ImportResult = { made: 0, changed: 0, unchanged: 0, skipped: 0, leftOut: 0, told: [], undone: null }
  readonly #landed: Landed = new Map()
  readonly #work: Work
  readonly #batch: BatchRow
  constructor(work: Work, batch: BatchRow) {
    this.#work = work
    this.#batch = batch
  }

  async write(one: JudgedRow, decided: Decided | undefined): Promise<void> {
    const { row, state, target, changes } = one
    if (state === 'bad') {
      this.result.leftOut += 1
      for (const { code } of row.problems) this.#tell(row.row, null, code)
    } else if (state === 'closed') {
      this.result.skipped += 1
      this.#tell(row.row, target!.id, 'file.closed')
    } else if (state === 'update' || state === 'same') await this.#update(row, target!, changes)
    else if (state === 'new' || decided?.decision === 'new') await this.#open(row)
    else if (decided?.decision === 'same') await this.#mergeInto(one, decided)
    else {
      this.result.skipped += 1
      this.#tell(row.row, null, 'row.skipped')
    }
  }

  #tell(row: number, file: string | null, why: string) {
    this.result.told.push({ row, file, why })
  }

  async #open(row: PersonRow) {
    const id = randomUUID()
    await saveResident(this.#work, id, {
      station: this.#batch.station, place: row.place!, name: row.name, sex: row.sex, ...(row.birthOn !== null && { birthOn: row.birthOn }), identity: row.identity, phone: row.phone, address: row.address,
      risk: row.risk ?? 'blue', whyServed: '', note: row.note, tags: row.tags.map((tag) => ({ id: randomUUID(), tag, source: 'import' })),
    }, this.#batch.id).catch((error) => { throw told(error, row.row) })
    const tags = (await openTagsOf(this.#work, id)).map((tag) => tag.id)
    this.changes.set(id, { id: randomUUID(), file: id, row: row.row, kind: 'new', versionWas: 0, versionIs: 1, tags, place: row.place!, cell: this.#batch.cell })
    this.#landed.set(row.row, id)
    this.result.made += 1
  }

  async #mergeInto({ row, files }: JudgedRow, { file, sameAsRow }: Decided) {
    const known = file === null ? undefined : files.find(({ of }) => of.id === file)?.of
    if (known) return this.#update(row, known, changesOf(row, known))
    const landed = this.#landed.get(sameAsRow!)
    // The earlier row did not come in: this one stands for both.
    if (landed === undefined) return this.#open(row)
    const now = await this.#knownNow(landed)
    // Of two lines about one person the earlier one is right; the later one fills what it left open.
    await this.#update(row, now, changesOf(row, now, true))
  }

  async #knownNow(id: string): Promise<KnownFile> {
    return asKnown(this.#work, await requireFile(this.#work, id), (await openTagsOf(this.#work, id)).map(({ tag }) => tag))
  }

  async #update(row: PersonRow, asRead: KnownFile, wanted: Changes) {
    this.#landed.set(row.row, asRead.id)
    const earlier = this.changes.get(asRead.id)
    // An earlier row has been here: the version, and what is left to change, are others now.
    const file = earlier ? await this.#knownNow(asRead.id) : asRead
    const changes = earlier ? changesOf(row, file, earlier.kind === 'new') : wanted
    if (Object.keys(changes).length === 0 && file.closedOn === null) {
      this.result.unchanged += 1
      return
    }
    const { version, tags } = await this.#change(file, changes).catch((error) => { throw told(error, row.row) })
    if (earlier) this.changes.set(file.id, { ...earlier, versionIs: version, tags: [...earlier.tags, ...tags] })
    else {
      this.changes.set(file.id, {
        id: randomUUID(), file: file.id, row: row.row, kind: file.closedOn === null ? 'changed' : 'reopened', versionWas: file.version, versionIs: version, tags, place: file.place, cell: this.#batch.cell,
      })
    }
    this.result.changed += 1
  }

  async #change(file: KnownFile, { risk, tags = [], ...fields }: Changes): Promise<{ version: number; tags: string[] }> {
    let { version } = file
    if (file.closedOn !== null) ({ version } = await reopenResident(this.#work, file.id, version))
    if (Object.keys(fields).length > 0) ({ version } = await changeResident(this.#work, file.id, { version, ...fields }))
    if (risk !== undefined) ({ version } = await changeRisk(this.#work, file.id, { version, risk, reason: `导入：${this.#batch.file_name}`.slice(0, 200) }))
    const put = tags.map((tag) => ({ id: randomUUID(), tag, source: 'import' }))
    if (put.length > 0) await addTags(this.#work, file.id, put)
    return { version, tags: put.map(({ id }) => id) }
  }
}

/** A refusal about one person says on which row he stands. */
function told(error: unknown, row: number): unknown {
  return error instanceof Refusal ? new Refusal(error.code, { ...error.details, row }) : error
}
