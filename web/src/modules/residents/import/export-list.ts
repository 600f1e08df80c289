import { useTranslation } from 'react-i18next'
import type { ResidentFilter } from '#api/residents.ts'
import type { MadeFile, MadeFiles } from '#api/platform.ts'
import { api } from '#web/platform/api.ts'
import { toast } from '#web/ui/toast.tsx'
import { newId } from '#web/platform/uuid.ts'
import { saveAs } from '#web/platform/save-as.ts'

/** Columns of the list on screen as the file calls them. */
const COLUMNS: Record<string, string> = { opened: 'openedOn', closed: 'closedOn' }
const POLL_MS = 1000
const MOST_POLLS = 120

const pause = (ms: number) => new Promise((go) => { setTimeout(go, ms) })

/** Asks for a list as a masked file, waits until its job has made it, and hands it to the downloads. */
export function useExportResidents(): (filter: Partial<ResidentFilter>, columns: readonly string[]) => Promise<void> {
  const { t } = useTranslation('import')
  return async ({ after: _after, limit: _limit, ...filter }, columns) => {
    const id = newId()
    await api.post<MadeFile>('/residents/export', { id, filter, columns: columns.map((column) => COLUMNS[column] ?? column) })
    toast(t('export.making'))
    const made = await whenMade(id)
    if (made?.state === 'ready') saveAs(await api.get<Blob>(`/made-files/${id}`), `${made.title}.xlsx`)
    else toast(t(made ? 'export.failed' : 'export.later'), { kind: 'alert' })
  }
}

async function whenMade(id: string): Promise<MadeFile | undefined> {
  for (let i = 0; i < MOST_POLLS; i += 1) {
    const { rows } = await api.get<MadeFiles>('/made-files')
    const made = rows.find((row) => row.id === id)
    if (made && made.state !== 'waiting') return made
    await pause(POLL_MS)
  }
  return undefined
}
