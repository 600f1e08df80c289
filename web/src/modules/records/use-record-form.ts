import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useDraft, writeDraft } from '#web/platform/drafts.ts'
import { useOutbox } from '#web/platform/outbox.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { useSaveRecord } from './save-record.ts'

export interface RecordForm<T extends { id: string }, B extends object> {
  kind: 'activity' | 'task' | 'consultation'
  blank: (today: string) => T
  bodyOf: (values: T) => B
  /** A write that waits or was refused, back in its form. */
  valuesOf: (body: B, blank: T) => Partial<T>
  titleOf: (values: T) => string
}

/** The values of a record form, kept while typed, and its saving. An unsent write named in the address opens in its own form. */
export function useRecordForm<T extends { id: string }, B extends object>({ kind, blank, bodyOf, valuesOf, titleOf }: RecordForm<T, B>) {
  const { today } = useSignedIn()
  const navigate = useNavigate()
  const { unsent } = useSearch({ strict: false }) as { unsent?: string }
  const row = useOutbox().find(({ id }) => id === unsent)
  const [begin] = useState(() => {
    const empty = blank(today)
    return row ? { form: `${kind}.${row.id}`, values: { ...empty, ...valuesOf(row.body as B, empty), id: row.id } } : { form: kind, values: empty }
  })
  // Made anew at each render: the next record gets an id of its own.
  const draft = useDraft<T>(begin.form, begin.form === kind ? blank(today) : begin.values)
  const saveRecord = useSaveRecord()
  const saving = useSubmit(async () => {
    const { values } = draft
    const outcome = await saveRecord({ id: values.id, body: bodyOf(values), title: titleOf(values), editAt: `/record/${kind}?unsent=${values.id}` })
    draft.clear()
    if (outcome.outcome === 'waiting') writeDraft(`${kind}.${values.id}`, values)
    void navigate({ to: '/' })
  })
  return { ...draft, ...saving, today }
}
