import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordView } from '#api/records.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Loaded, Sheet } from '#web/ui/index.ts'
import { CASEWORKERS, VILLAGERS } from '../../roles.ts'
import { AmendForm } from './amend-form.tsx'
import { RecordBody } from './record-body.tsx'
import { VoidForm } from './void-form.tsx'
import './records.css'

export const useRecord = (id: string) => useQuery({ queryKey: ['records', 'one', id], queryFn: ({ signal }) => api.get<RecordView>(`/records/${id}`, { signal }), gcTime: 0 })

/** One record over the page it was opened from. */
export default function RecordSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('records')
  const query = useRecord(id)
  const [doing, setDoing] = useState<'amend' | 'void'>()
  const done = () => setDoing(undefined)
  if (query.data && doing === 'amend') return <AmendForm record={query.data} onClose={done} />
  if (query.data && doing === 'void') return <VoidForm record={query.data} onClose={done} />
  return (
    <Sheet open wide title={query.data ? t(`kind.${query.data.kind}`) : t('page.one')} onClose={onClose} actions={query.data ? <RecordActs record={query.data} onDo={setDoing} /> : undefined}>
      <Loaded query={query} lines={6}>{(record) => <RecordBody record={record} />}</Loaded>
    </Sheet>
  )
}

/** 更正 and 作废, for who may write and while the month is open. */
export function RecordActs({ record, onDo }: { record: RecordView; onDo: (what: 'amend' | 'void') => void }) {
  const { t } = useTranslation('records')
  const { mayAct } = useSignedIn()
  if (record.voided || record.locked || !mayAct([...CASEWORKERS, ...VILLAGERS])) return null
  return <><Button kind="danger" onClick={() => onDo('void')}>{t('void.open')}</Button><Button icon="edit" onClick={() => onDo('amend')}>{t('amend.open')}</Button></>
}
