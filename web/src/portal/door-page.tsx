import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PublicForm, PublicThanks } from '#api/doors.ts'
import { useText } from '#web/modules/services/form/use-text.ts'
import { hasRules, loadFeel, unworked, workOut } from '#web/modules/services/form/rules.ts'
import { QrCode } from '#web/modules/services/qr-code.tsx'
import { api } from '#web/platform/api.ts'
import { useParam } from '#web/platform/params.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, ErrorPanel, GoTo, Icon, Loaded, Notice, Section } from '#web/ui/index.ts'
import { PortalFrame } from './frame.tsx'
import { Question } from './question.tsx'
import { useSaid } from './use-said.ts'

/** What a code on a wall leads to: a few questions, no account, no name. */
export default function DoorPage() {
  const token = useParam('token')
  const query = useQuery({ queryKey: ['door', token], staleTime: Infinity, refetchOnWindowFocus: false, queryFn: ({ signal }) => api.get<PublicForm>(`/public/doors/${token}`, { signal }) })
  return <PortalFrame><Loaded query={query} lines={8}>{(form) => <Door key={token} token={token} form={form} />}</Loaded></PortalFrame>
}

function Door({ token, form }: { token: string; form: PublicForm }) {
  const { t } = useTranslation('portal')
  const say = useText()
  const [thanks, setThanks] = useState<PublicThanks>()
  return (
    <>
      <div><h1>{form.title}</h1><p className="quiet">{form.stationName}</p></div>
      {thanks ? <Thanks thanks={thanks} /> : form.state !== 'open' ? <Notice>{t(`door.state.${form.state}`)}</Notice> : (
        <>
          {form.intro ? <p>{say(form.intro)}</p> : null}
          <Questions token={token} form={form} onSent={setThanks} />
        </>
      )}
    </>
  )
}

function Questions({ token, form, onSent }: { token: string; form: PublicForm; onSent: (thanks: PublicThanks) => void }) {
  const { t } = useTranslation('portal')
  const say = useText()
  const said = useSaid(token)
  const rules = { fields: form.fields, score: null, levels: [] }
  const feel = useQuery({ queryKey: ['feel'], queryFn: loadFeel, staleTime: Infinity, gcTime: Infinity, enabled: hasRules(rules) }).data
  const { shown, values } = feel ? workOut(rules, said.answers, feel, form.today) : unworked(rules, said.answers)
  const { busy, error, submit } = useSubmit(async () => {
    const thanks = await api.put<PublicThanks>(`/public/doors/${token}/answers/${said.id}`, { formVersion: form.formVersion, answers: values })
    said.clear()
    onSent(thanks)
    window.scrollTo(0, 0)
  })
  return (
    <form className="questions" onSubmit={(event) => { event.preventDefault(); void submit() }}>
      {form.fields.filter(({ key }) => shown.has(key)).map((field) => (
        <Section key={field.key}><Question field={field} value={said.answers[field.key]} today={form.today} say={say} onChange={(value) => said.say(field.key, value)} /></Section>
      ))}
      <ErrorPanel error={error} />
      <Button kind="main" tall block busy={busy} type="submit" disabled={Object.keys(values).length === 0}>{t('door.send')}</Button>
    </form>
  )
}

function Thanks({ thanks: { thanks, code } }: { thanks: PublicThanks }) {
  const { t } = useTranslation('portal')
  const say = useText()
  return (
    <Section>
      <p className="thanks" role="status"><Icon name="check" />{thanks ? say(thanks) : t('door.thanks')}</p>
      {code ? (
        <div className="receipt">
          <span className="quiet">{t('standing.code')}</span>
          <strong className="receipt-code">{code}</strong>
          <QrCode size={160} text={`${window.location.origin}/q?code=${code}`} label={t('standing.codeLabel')} />
          <p className="quiet">{t('standing.keep')}</p>
          <GoTo to={`/q?code=${code}`}>{t('standing.look')}</GoTo>
        </div>
      ) : null}
    </Section>
  )
}
