import type { Saved } from '#api/common.ts'
import type { SaveContact } from '#api/records.ts'
import { saveRecord } from '#server/modules/records/index.ts'
import type { Method } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { judgeOf } from '../store/facts.ts'
import { requireService } from '../store/services.ts'

/** A way of a session that is a visit or a call is kept as one, also where whoever sent it did not know; a session took place, so somebody was met. */
function asKept({ session }: Method, input: SaveContact): SaveContact {
  const as = input.kind === 'session' ? session?.as?.[input.mode] : undefined
  if (input.kind !== 'session' || !as) return input
  const { title: _title, heads: _heads, ...shared } = input
  return { ...shared, kind: as.kind, formVersion: `${as.kind}.1`, mode: as.mode, result: 'normal', signature: 'none', unsignedWhy: '' }
}

/** A contact of a service: an ordinary record, so that one visit stands in every ledger it belongs to. A follow-up may come after the end. */
export async function saveContact(work: Work, service: string, id: string, input: SaveContact): Promise<Saved> {
  const row = await requireService(work, service, { forChange: true })
  if (row.state === 'offered' || row.state === 'refused') throw new Refusal('service.not-open')
  const { method } = await judgeOf(work, row)
  if (!method.session?.kinds.includes(input.kind)) throw new Refusal('service.no-such-contact')
  const about = input.files.length === 0 && row.client !== null && input.kind !== 'activity' ? { ...input, files: [row.client] } : input
  return saveRecord(work, id, { ...asKept(method, about), item: input.item || row.item }, { service, method: row.method, dossier: row.dossier, protected: row.protected })
}
