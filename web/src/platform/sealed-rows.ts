import type { LeftWrite, LeftWriteKept } from '#api/session.ts'
import { api } from './api.ts'
import { textOf, toBase64, utf8, type Bytes } from './bytes.ts'
import type { Holder } from './device-key.ts'
import type { Waiting } from './outbox.ts'
import { maySeal, storeOf } from './store.ts'

/** An unsent write as it lies in the browser: whose it is stands open, nothing else. */
interface SealedRow { id: string; account: string; device: string; sealed: Bytes; file?: Bytes | undefined }
export const outboxStore = () => storeOf<SealedRow>('outbox')

/** The server opens it by the same words when its writer is gone. */
const aboutRow = (id: string) => `unsent ${id}`
const aboutFile = (id: string) => `unsent ${id} file`

export async function sealRow({ account, device, seal }: Holder, { file, ...row }: Waiting): Promise<SealedRow> {
  const sealed = await seal(aboutRow(row.id), utf8(JSON.stringify({ ...row, fileType: file?.type })))
  return { id: row.id, account, device, sealed, ...(file && { file: await seal(aboutFile(row.id), new Uint8Array(await file.arrayBuffer())) }) }
}

export async function openRow({ open }: Holder, { id, sealed, file }: SealedRow): Promise<Waiting> {
  const { fileType, ...row } = JSON.parse(textOf(await open(aboutRow(id), sealed))) as Waiting & { fileType?: string }
  return file ? { ...row, file: new Blob([await open(aboutFile(id), file)], { type: fileType ?? '' }) } : row
}

/** How many writes of an account wait here; needs no key. */
export const countUnsent = async (account: string): Promise<number> => (await outboxStore().all().catch(() => [])).filter((row) => row.account === account).length

/**
 * When nobody is signed in: what an account that was closed meanwhile left here goes to its head, as it is. What the server does not take
 * waits for its writer. A photo is of no use without its record's writer and waits too.
 */
export async function handOverLeft(): Promise<void> {
  if (!maySeal()) return
  for (const { id, account, device, sealed, file } of await outboxStore().all().catch(() => [])) {
    // Without `sealed`: of an earlier build, see earlier-builds.ts.
    if (file || !sealed) continue
    const { kept } = await api.post<LeftWriteKept>('/session/left-writes', { account, device, id, sealed: toBase64(sealed) } satisfies LeftWrite, { post: null })
    if (kept) await outboxStore().remove(id)
  }
}
