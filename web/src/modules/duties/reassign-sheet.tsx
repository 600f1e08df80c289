import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DutyRow } from '#api/duties.ts'
import { useColleagues } from '#web/modules/accounts/colleagues.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, Loaded, Sheet, toast } from '#web/ui/index.ts'

/** A leave or a change of areas moves many, one after the other: the last reason stands there again. */
const LAST = 'wulian.reassign.why'

/** 改派: to a colleague of the station, with a reason from the list. */
export function ReassignSheet({ row, top, onClose }: { row: DutyRow; top: ReactNode; onClose: () => void }) {
  const { t } = useTranslation('duties')
  const client = useQueryClient()
  const offered = useChoices()
  const colleagues = useColleagues()
  const others = (colleagues.data ?? []).filter(({ id }) => id !== row.worker)
  const [chosen, setWorker] = useState('')
  // A station of two: there is nobody else to choose.
  const worker = chosen || (others.length === 1 ? others[0]!.id : '')
  const [why, setWhy] = useState(() => localStorage.getItem(LAST) ?? '')
  const { busy, error, submit } = useSubmit(async () => {
    await api.post(`/duties/${row.id}/reassign`, { version: row.version, worker, why })
    localStorage.setItem(LAST, why)
    toast(t('reassign.done', { name: row.name, to: colleagues.data?.find((each) => each.id === worker)?.name ?? '' }))
    await client.invalidateQueries({ queryKey: ['today'] })
    onClose()
  })
  return (
    <Sheet open title={t('reassign.title', { name: row.name })} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!worker || !why} onClick={() => void submit()}>{t('reassign.save')}</Button>}>
      <div className="stack">
        {top}
        <Loaded query={colleagues} lines={2}>
          {() => <Choice label={t('reassign.to')} hint={others.length === 0 ? t('cover.alone') : undefined} value={worker || undefined} onChange={setWorker} options={others.map(({ id, name }) => ({ value: id, label: name }))} />}
        </Loaded>
        <Choice label={t('reassign.why')} value={why || undefined} onChange={setWhy} options={offered.list('reassign-reason')} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
