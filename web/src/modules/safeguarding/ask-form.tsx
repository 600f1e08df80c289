import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AskProtected, ProtectedAnswer } from '#api/safeguarding.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, ErrorPanel, GoTo, Notice, Section, TextField } from '#web/ui/index.ts'
import { OpenForm } from './open-form.tsx'

type Kind = AskProtected['kind']
const KINDS: readonly Kind[] = ['identity', 'phone', 'file-no']
interface Asked extends ProtectedAnswer { id: string }

/** Whether somebody whose exact number is known has a protected file here. What was typed stays on this page alone. */
export function AskForm() {
  const { t } = useTranslation('glass')
  const [kind, setKind] = useState<Kind>('identity')
  const [number, setNumber] = useState('')
  const [asked, setAsked] = useState<Asked>()
  const { busy, error, submit } = useSubmit(async () => {
    const id = newId()
    setAsked({ id, ...(await api.post<ProtectedAnswer>('/glass/ask', { id, kind, number: number.trim() })) })
  })
  const again = (change: () => void) => { setAsked(undefined); change() }
  return (
    <Section title={t('ask.title')}>
      <form className="stack" onSubmit={submit} aria-label={t('ask.title')}>
        <p className="quiet">{t('ask.words')}</p>
        <Choice label={t('ask.kind')} look="segmented" value={kind} onChange={(value) => again(() => setKind(value))} options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        <TextField label={t(`kind.${kind}`)} hint={t('ask.exact')} value={number} onChange={(value) => again(() => setNumber(value))} inputMode={kind === 'phone' ? 'tel' : 'text'} autoComplete="off" spellCheck={false} />
        <ErrorPanel error={error} />
        {asked ? <Said asked={asked} /> : <div><Button type="submit" kind="main" icon="search" busy={busy} disabled={number.trim().length < 7}>{t('ask.go')}</Button></div>}
      </form>
      {asked?.answer === 'found' ? <OpenForm ask={asked.id} /> : null}
    </Section>
  )
}

function Said({ asked }: { asked: Asked }) {
  const { t } = useTranslation('glass')
  return (
    <div role="status">
      <Notice alert={asked.answer === 'found'}>
        {t(`answer.${asked.answer}`)} {asked.file ? <GoTo to={`/residents/${asked.file}`}>{t('openFile')}</GoTo> : null}
      </Notice>
    </div>
  )
}
