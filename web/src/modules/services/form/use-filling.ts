import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { FormView } from '#api/services.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { carryOver, type Answers, type Left } from './answers.ts'
import { hasRules, loadFeel, unworked, workOut, type Worked } from './rules.ts'

/** What a half-filled form keeps. The questions go with the answers: they can be read when the form has changed meanwhile. */
export interface Filling<Extra extends object> { answers: Answers; fields: FormView['fields']; formVersion: string; left: Left[]; added: string[]; extra: Extra }

/** Works a form's rules out as it is filled in. */
export function useWorked(form: FormView, answers: Answers): Worked {
  const { today } = useSignedIn()
  const feel = useQuery({ queryKey: ['feel'], queryFn: loadFeel, staleTime: Infinity, gcTime: Infinity, enabled: hasRules(form) }).data
  return useMemo(() => (feel && hasRules(form) ? workOut(form, answers, feel, today) : unworked(form, answers)), [form, answers, feel, today])
}

/** The answers of one form while they are given: kept on the device, carried over when the form itself has changed. */
export function useFilling<Extra extends object>(name: string, form: FormView, begins: Answers, extra: Extra) {
  const empty: Filling<Extra> = { answers: begins, fields: form.fields, formVersion: form.formVersion, left: [], added: [], extra }
  const draft = useDraft<Filling<Extra>>(`form.${name}`, empty)
  const { values, change } = draft
  const hasChanged = values.formVersion !== form.formVersion
  const carried = useMemo(() => (hasChanged ? carryOver(values.fields, form.fields, values.answers) : undefined), [hasChanged, values, form])
  useEffect(() => {
    if (carried) change({ answers: carried.kept, left: [...values.left, ...carried.left], added: carried.added.map(({ key }) => key), fields: form.fields, formVersion: form.formVersion })
  }, [carried, change, form, values.left])
  const answers = carried?.kept ?? values.answers
  const worked = useWorked(form, answers)
  return {
    ...draft, answers, worked, left: values.left, added: values.added, extra: values.extra,
    answer: (fields: Answers) => change({ answers: { ...answers, ...fields } }),
    say: (fields: Partial<Extra>) => change({ extra: { ...values.extra, ...fields } }),
  }
}
