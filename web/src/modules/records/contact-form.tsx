import { useTranslation } from 'react-i18next'
import { useChoices } from '#web/modules/standards/choices.ts'
import { Choice, TextArea } from '#web/ui/index.ts'
import { Attention } from './attention.tsx'
import { ContactDetails, type ContactPartProps } from './contact-details.tsx'
import { ATTENTION, contactGaps } from './contact-values.ts'
import { useResults } from './use-results.ts'

/** How it was: 正常 first, because nine of ten are. */
export function ContactForm({ kind, values, change }: ContactPartProps) {
  const { t } = useTranslation('records')
  const offered = useChoices()
  const results = useResults(kind)
  return (
    <>
      <div className="results"><Choice label={t('result.label')} value={values.result || undefined} onChange={(result) => change({ result })} options={results} /></div>
      {values.result === ATTENTION ? <Attention kind={kind} values={values} change={change} /> : null}
      {values.result && values.result !== ATTENTION ? <TextArea label={t('words')} optional rows={2} value={values.words} onChange={(words) => change({ words })} /> : null}
      <ContactDetails kind={kind} values={values} change={change} />
      <Gaps gaps={contactGaps(kind, values, offered.choices?.twoVisitors)} />
    </>
  )
}

/** What can be added later, in words: it never stops anybody. */
export function Gaps({ gaps }: { gaps: readonly string[] }) {
  const { t } = useTranslation('records')
  if (gaps.length === 0) return null
  return <p className="gaps small" role="status"><strong>{t('gap.label')}</strong> {gaps.map((gap) => t(`gap.${gap}`)).join(t('gap.and'))}<span className="quiet"> {t('gap.hint')}</span></p>
}
