import { useTranslation } from 'react-i18next'
import { Section, SimpleTable, Tag } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import type { PartProps } from './service-page.tsx'

/** 卷内目录: every form of the file, how often it is there, and whether the file is whole. */
export function IndexSection({ service, onForm }: PartProps) {
  const { t } = useTranslation('services')
  const say = useText()
  const forms = [...new Map(service.stages.flatMap((stage) => stage.forms.map((form) => [form.key, form] as const))).values()]
  const state = (form: (typeof forms)[number]) => (form.filled.length === 0 ? (form.needed ? 'missing' : 'notNeeded') : form.filled.some(({ gaps }) => gaps.length > 0) ? 'open' : 'whole')
  return (
    <Section title={t('index.title')} flush action={<Tag tone={service.complete ? 'accent' : 'strong'}>{t(service.complete ? 'complete' : 'incomplete')}</Tag>}>
      <SimpleTable label={t('index.title')} rows={forms} rowKey={({ key }) => key} columns={[
        { key: 'code', head: t('index.code'), cell: ({ code }) => code },
        { key: 'title', head: t('index.form'), lead: true, cell: ({ title, filled }) => filled.at(-1) ? <button type="button" className="link-words" onClick={() => onForm(filled.at(-1)!.id)}>{say(title)}</button> : say(title) },
        { key: 'count', head: t('index.count'), align: 'end', cell: ({ filled }) => filled.length },
        { key: 'state', head: t('index.state'), cell: (form) => t(`index.states.${state(form)}`) },
      ]} />
    </Section>
  )
}
