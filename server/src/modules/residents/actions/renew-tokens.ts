import type { Work } from '#server/platform/work.ts'
import { hashWith, tokensOf } from '../rules/tokens.ts'
import { indexOfPhone } from '../rules/exact-number.ts'
import { keepProtectedPhone, openTagsOf, placeNames, replaceTokens, type FileRow } from '../store/files.ts'
import { openField } from './seal-fields.ts'

/** Makes a file findable by what it says now, under the place it has or is about to have. A protected one is found by nothing; only 紧急调阅 knows its numbers. */
export async function renewTokens(work: Work, file: FileRow, livesIn = file.place): Promise<void> {
  if (file.protected) return knowByPhone(work, file)
  const tags = (await openTagsOf(work, file.id)).filter((tag) => !tag.restricted)
  const tokens = tokensOf({
    name: file.name, identity: (await openField(work, file, 'identity')) ?? '', phone: (await openField(work, file, 'phone')) ?? '',
    address: (await openField(work, file, 'address')) ?? '', fileNo: file.file_no, places: await placeNames(work, livesIn), tags: tags.map((tag) => tag.tag),
  }, hashWith(work.keys.derive('search tokens')))
  await replaceTokens(work, file, tokens)
}

/** The phone of a protected file, for somebody who knows the whole of it. Its identity and file numbers are known already. */
export async function knowByPhone(work: Work, file: FileRow): Promise<void> {
  await keepProtectedPhone(work, file.id, indexOfPhone(work.keys, (await openField(work, file, 'phone')) ?? ''))
}
