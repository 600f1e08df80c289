import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CoverList } from '#api/duties.ts'
import { useColleagues } from '#web/modules/accounts/colleagues.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { addDays, dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, DateField, ErrorPanel, Loaded, Row, Rows, Sheet, toast } from '#web/ui/index.ts'

/** 假期代管: for some days the people of one are shown to another as well. */
export default function CoverSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('duties')
  const { today, account } = useSignedIn()
  const client = useQueryClient()
  const offered = useChoices()
  const colleagues = useColleagues()
  const covers = useQuery({ queryKey: ['today', 'covers'], queryFn: ({ signal }) => api.get<CoverList>('/covers', { signal }) })
  const [id] = useState(newId)
  const [absent, setAbsent] = useState(account.id)
  const [covering, setCovering] = useState('')
  const [fromOn, setFromOn] = useState(today)
  const [untilOn, setUntilOn] = useState(addDays(today, 6))
  const [why, setWhy] = useState('worker-leave')
  const { busy, error, submit } = useSubmit(async () => {
    await api.put(`/covers/${id}`, { absent, covering, fromOn, untilOn, why })
    toast(t('cover.done'))
    await client.invalidateQueries({ queryKey: ['today'] })
    onClose()
  })
  const people = (colleagues.data ?? []).map(({ id: value, name }) => ({ value, label: name }))
  return (
    <Sheet open title={t('cover.title')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!covering || untilOn < fromOn} onClick={() => void submit()}>{t('cover.save')}</Button>}>
      <div className="stack">
        <p className="quiet small">{t('cover.words')}</p>
        <Loaded query={covers} lines={1}>
          {({ rows }) => rows.length === 0 ? null : <Rows label={t('cover.now')}>{rows.map((row) => <CoverRow key={row.id} row={row} />)}</Rows>}
        </Loaded>
        <Loaded query={colleagues} lines={2}>
          {() => <>
            <Choice label={t('cover.absent')} value={absent} onChange={setAbsent} options={people} />
            <Choice label={t('cover.covering')} hint={people.length < 2 ? t('cover.alone') : undefined} value={covering || undefined} onChange={setCovering} options={people.filter(({ value }) => value !== absent)} />
          </>}
        </Loaded>
        <div className="columns">
          <DateField label={t('cover.from')} value={fromOn} min={today} onChange={setFromOn} />
          <DateField label={t('cover.until')} value={untilOn} min={fromOn} onChange={setUntilOn} />
        </div>
        <Choice label={t('cover.why')} value={why} onChange={setWhy} options={offered.list('reassign-reason').filter(({ value }) => value !== 'worker-left')} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}

/** One cover that holds or will hold; it can end today. */
function CoverRow({ row }: { row: CoverList['rows'][number] }) {
  const { t } = useTranslation('duties')
  const { today } = useSignedIn()
  const client = useQueryClient()
  const { busy, error, submit } = useSubmit(async () => {
    const { id, version, absent, covering, fromOn, why } = row
    await api.put(`/covers/${id}`, { absent, covering, fromOn, untilOn: today < fromOn ? fromOn : today, why, version })
    await client.invalidateQueries({ queryKey: ['today'] })
  })
  return (
    <>
      <Row wrap title={t('cover.line', { covering: row.coveringName, absent: row.absentName })} sub={t('cover.days', { from: dayText(row.fromOn, today), until: dayText(row.untilOn, today) })}
        end={row.untilOn > today ? <Button busy={busy} onClick={() => void submit()}>{t('cover.end')}</Button> : null} />
      <ErrorPanel error={error} />
    </>
  )
}
