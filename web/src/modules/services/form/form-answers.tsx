import type { FormView } from '#api/services.ts'
import { isEmpty, type Answers } from './answers.ts'
import { useText } from './use-text.ts'
import { ValueText } from './value-text.tsx'
import './form.css'

/** A filled form to be read. Questions nobody answered stay out of it. */
export function FormAnswers({ form, answers, people, all = false }: { form: FormView; answers: Answers; people: readonly { id: string; name: string }[]; all?: boolean }) {
  const say = useText()
  const asked = form.fields.filter(({ key }) => all || !isEmpty(answers[key]))
  return (
    <dl className="answers">
      {asked.map((field) => <div key={field.key} className={field.type === 'rows' || field.type === 'photos' ? 'rows-answer' : undefined}><dt>{say(field.title)}</dt><dd><ValueText field={field} value={answers[field.key]} people={people} /></dd></div>)}
    </dl>
  )
}
