import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DutyRow } from '#api/duties.ts'
import type { Revealed } from '#api/residents.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, GoTo, Icon } from '#web/ui/index.ts'
import { PersonName } from '../residents/people-search.tsx'
import ContactSheet from '../records/contact-sheet.tsx'
import { ATTENTION, NORMAL } from '../records/contact-values.ts'
import { DueWhen, LastContact, type Act } from './due-row.tsx'
import { PutOffSheet } from './put-off-sheet.tsx'
import { ReassignSheet } from './reassign-sheet.tsx'

export interface DueActProps { row: DutyRow; act: Act; onClose: () => void; onSaved: () => void }

/** What a button of a line opens. */
export default function DueAct({ row, act, onClose, onSaved }: DueActProps) {
  if (act === 'more') return <MoreSheet row={row} onClose={onClose} />
  const person = { file: row.file, name: row.name, age: row.age, sub: row.villageName, risk: row.risk }
  const above = <>
    <p className="last-contact small"><LastContact last={row.last} /></p>
    {act === 'call' ? <Dial row={row} /> : null}
  </>
  // A spoken call is told from a visit by its kind: each has a ledger of its own.
  return <ContactSheet key={act} kind={act === 'call' ? 'call' : 'visit'} person={person} result={act === 'normal' ? NORMAL : act === 'attention' ? ATTENTION : ''} above={above} onSaved={onSaved} onClose={onClose} />
}

/** The number is masked until someone means to dial it; that leaves a trace. */
function Dial({ row }: { row: DutyRow }) {
  const { t } = useTranslation('duties')
  const [number, setNumber] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    const { value } = await api.post<Revealed>(`/residents/${row.file}/reveal`, { field: 'phone', reason: 'contact' })
    setNumber(value)
  })
  if (!row.phoneMask) return <p className="quiet small">{t('dial.none')}</p>
  return (
    <>
      {number ? <a className="button main block" href={`tel:${number}`}><Icon name="phone" size={18} />{t('dial.now', { number })}</a>
        : <Button icon="phone" busy={busy} onClick={() => void submit()}>{t('dial.show', { mask: row.phoneMask })}</Button>}
      <ErrorPanel error={error} />
    </>
  )
}

/** ⋯: 顺延 stands ready, for it is the usual one; 改派 is beside it. */
function MoreSheet({ row, onClose }: Pick<DueActProps, 'row' | 'onClose'>) {
  const { t } = useTranslation('duties')
  const [which, setWhich] = useState<'put-off' | 'reassign'>('put-off')
  const top = (
    <div className="more-top">
      <p className="inline small"><strong><PersonName person={row} /></strong><DueWhen row={row} /><GoTo to={`/residents/${row.file}`}>{t('act.file')}</GoTo></p>
      <Choice label={t('act.which')} look="segmented" value={which} onChange={setWhich} options={[{ value: 'put-off', label: t('putOff.open') }, { value: 'reassign', label: t('reassign.open') }]} />
    </div>
  )
  return which === 'put-off' ? <PutOffSheet row={row} top={top} onClose={onClose} /> : <ReassignSheet row={row} top={top} onClose={onClose} />
}
