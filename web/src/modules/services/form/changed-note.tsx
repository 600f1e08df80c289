import { useTranslation } from 'react-i18next'
import type { FormView } from '#api/services.ts'
import { Notice } from '#web/ui/index.ts'
import type { Left } from './answers.ts'
import { useText } from './use-text.ts'
import { ValueText } from './value-text.tsx'

/** The form is another than the one that was begun: what is asked anew, and which answers found no place. They stay to be copied. */
export function ChangedNote({ form, left, added }: { form: FormView; left: readonly Left[]; added: readonly string[] }) {
  const { t } = useTranslation('forms')
  const say = useText()
  if (left.length === 0 && added.length === 0) return null
  const anew = form.fields.filter(({ key }) => added.includes(key))
  return (
    <Notice>
      <strong>{t('changed.title')}</strong>
      {anew.length > 0 ? <span>{t('changed.added', { what: anew.map(({ title }) => say(title)).join(t('and')) })}</span> : null}
      {left.length > 0 ? <><span>{t('changed.left')}</span><dl className="answers">{left.map(({ field, value }) => <div key={field.key}><dt>{say(field.title)}</dt><dd><ValueText field={field} value={value} people={[]} /></dd></div>)}</dl></> : null}
    </Notice>
  )
}
