import type { ChangeRisk } from '#api/residents.ts'
import type { Work } from '#server/platform/work.ts'
import { requireOpenFile } from './require-file.ts'
import { sealField } from './seal-fields.ts'
import { tellChange } from './tell-change.ts'

/** Sets the risk level from today on; the reason is sealed with it, earlier ones stay in the history. */
export async function changeRisk(work: Work, id: string, { version, risk, reason }: ChangeRisk): Promise<{ id: string; version: number }> {
  const file = await requireOpenFile(work, id, version)
  if (file.risk === risk) return { id, version }
  const change = { risk, risk_since: work.today }
  await work.tx.updateTable('resident_file').set({ ...change, risk_why_sealed: await sealField(work, id, 'riskWhy', reason), version: version + 1 }).where('id', '=', id).execute()
  await tellChange(work, file, change)
  return { id, version: version + 1 }
}
