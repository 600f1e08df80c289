import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FieldView, FilledForm, FormView, ServiceView } from '#api/services.ts'
import { useParam } from '#web/platform/params.ts'
import { Button, ErrorPanel, Loaded, Page } from '#web/ui/index.ts'
import { isEmpty, type Answers } from './form/answers.ts'
import { useText } from './form/use-text.ts'
import { ValueText } from './form/value-text.tsx'
import { QrCode } from './qr-code.tsx'
import { useFilledForm, useForm, useService } from './use-service.ts'
import './form/form.css'
import './print.css'

const BLANK_ROWS = 6

/** 打印: a form on A4, blank with its code or as it was filled in. The code brings the photographed sheet back to the same form. */
export default function PrintPage() {
  const { t } = useTranslation('services')
  const [id, form] = [useParam('id'), useParam('form')]
  const { filled: asked } = useSearch({ strict: false }) as { filled?: string }
  const service = useService(id)
  const filled = useFilledForm(asked)
  const blank = useForm({ form, service: id }, asked === undefined)
  const definition = filled.data?.definition ?? blank.data
  return (
    <Page title={t('print.title')} back actions={<Button kind="main" icon="print" onClick={() => window.print()}>{t('print.now')}</Button>}>
      <Loaded query={service} lines={10}>
        {(whole) => definition ? <PaperSheet service={whole} form={definition} filled={filled.data} /> : <ErrorPanel error={filled.error ?? blank.error} />}
      </Loaded>
    </Page>
  )
}

function PaperSheet({ service, form, filled }: { service: ServiceView; form: FormView; filled: FilledForm | undefined }) {
  const { t } = useTranslation('services')
  const say = useText()
  const code = [form.code, service.number ?? service.id.slice(-12)].join(' · ')
  const begins: Answers = filled?.answers ?? {}
  return (
    <article className="paper">
      <header>
        <div><h2>{say(form.title)}</h2><p>{[service.stationName, say(service.methodTitle), service.number].filter(Boolean).join(' · ')}</p><p>{t('print.whom')}{service.title}</p></div>
        <figure><QrCode text={`${window.location.origin}/services/${service.id}/fill/${form.key}?paper=1`} label={t('print.code', { code })} /><figcaption>{code}</figcaption></figure>
      </header>
      <table>
        <tbody>{form.fields.filter(({ type }) => type !== 'photos').map((field) => (
          field.type === 'rows' ? <tr key={field.key}><td colSpan={2}><strong>{say(field.title)}</strong><PaperRows field={field} value={begins[field.key]} people={service.people} /></td></tr>
            : <tr key={field.key}><th scope="row">{say(field.title)}</th><td className={field.type === 'words' ? 'tall' : undefined}><PaperAnswer field={field} value={begins[field.key]} people={service.people} /></td></tr>
        ))}</tbody>
      </table>
      <footer>
        <span>{t('print.filledBy')}{filled?.workerName ?? ''}</span><span>{t('print.day')}{filled?.filledOn ?? ''}</span><span>{t('print.signature')}</span><span>{t('print.seal')}</span>
      </footer>
      <p className="paper-source">{t('filled.source', { document: say(form.source.document), at: form.source.at })}</p>
    </article>
  )
}

type Answered = { field: FieldView; value: unknown; people: ServiceView['people'] }

/** What is offered stands there to be ticked; what is written has its room. */
function PaperAnswer({ field, value, people }: Answered) {
  const { t } = useTranslation(['services', 'forms'])
  const say = useText()
  const options = field.type === 'yes-no' ? [{ key: 'true', label: t('forms:yes') }, { key: 'false', label: t('forms:no') }] : (field.options ?? []).map((option) => ({ key: option.key, label: say(option.title) }))
  if (options.length > 0) {
    const chosen = [value].flat().map(String)
    return <span className="ticks">{options.map(({ key, label }) => <span key={key}>{chosen.includes(key) ? '☑' : '☐'} {label}</span>)}</span>
  }
  return isEmpty(value) ? null : <ValueText field={field} value={value} people={people} />
}

function PaperRows({ field, value, people }: Answered) {
  const say = useText()
  const columns = field.columns ?? []
  if (!isEmpty(value)) return <ValueText field={field} value={value} people={people} />
  return <table className="paper-rows"><thead><tr>{columns.map((column) => <th key={column.key} scope="col">{say(column.title)}</th>)}</tr></thead><tbody>{Array.from({ length: BLANK_ROWS }, (_, at) => at).map((at) => <tr key={at}>{columns.map((column) => <td key={column.key} />)}</tr>)}</tbody></table>
}
