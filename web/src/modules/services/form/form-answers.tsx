import { lazy, Suspense } from 'react'
import type { FormView } from '#api/services.ts'
import { isEmpty, type Answers } from './answers.ts'
import { useText } from './use-text.ts'
import { ValueText } from './value-text.tsx'
import './form.css'

const RelationsPicture = lazy(() => import('./relations-picture.tsx'))

/** A filled form to be read. Questions nobody answered stay out of it. */
export function FormAnswers({ form, answers, people, name = '' }: { form: FormView; answers: Answers; people: readonly { id: string; name: string }[]; name?: string }) {
  const say = useText()
  const asked = form.fields.filter(({ key }) => !isEmpty(answers[key]))
  return (
    <>
      {form.fields.some(({ draw }) => draw) ? <Suspense fallback={null}><RelationsPicture form={form} answers={answers} name={name} /></Suspense> : null}
      <dl className="answers">
        {asked.map((field) => <div key={field.key} className={field.type === 'rows' || field.type === 'photos' ? 'rows-answer' : undefined}><dt>{say(field.title)}</dt><dd><ValueText field={field} value={answers[field.key]} people={people} /></dd></div>)}
      </dl>
    </>
  )
}
