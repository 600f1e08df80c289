import { useTranslation } from 'react-i18next'
import { Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import type { PartProps } from './service-page.tsx'
import { formState, wholeness } from './wholeness.ts'

/** 卷内目录: what is in the file or should be, how often it is there, and whether the file is whole; what else could be, in one line. */
export function IndexSection({ service, onForm }: PartProps) {
  const { t } = useTranslation('services')
  const say = useText()
  const forms = [...new Map(service.stages.flatMap((stage) => stage.forms.map((form) => [form.key, form] as const))).values()]
  const listed = forms.filter(({ needed, filled }) => needed || filled.length > 0)
  const state = (form: (typeof forms)[number]) => formState(service.stages, form.key)
  const whole = wholeness(service)
  return (
    <Section title={t('index.title')} flush action={<Tag tone={whole === 'incomplete' ? 'strong' : 'accent'}>{t(whole)}</Tag>}>
      <Rows label={t('index.title')}>
        {listed.map((form) => (
          <Row key={form.key} title={<>{form.filled.at(-1) ? <button type="button" className="link-words" onClick={() => onForm(form.filled.at(-1)!.id)}>{say(form.title)}</button> : say(form.title)}<span className="quiet small form-code">{form.code}</span></>}
            end={<>{form.filled.length > 1 ? <span className="number">{t('index.copies', { number: form.filled.length })}</span> : null}<Tag tone={state(form) === 'whole' ? 'accent' : undefined}>{t(`index.states.${state(form)}`)}</Tag></>} />
        ))}
      </Rows>
      {listed.length < forms.length ? <p className="row quiet small">{t('index.others', { number: forms.length - listed.length })}</p> : null}
    </Section>
  )
}
