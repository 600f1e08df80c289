import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOutbox } from '#web/platform/outbox.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, DraftNote, ErrorPanel, Page, SaveBar, Section } from '#web/ui/index.ts'
import { ContactForm } from './contact-form.tsx'
import { contactFrom, newContact, type ContactKind, type ContactValues } from './contact-values.ts'
import { PeopleField } from './people-field.tsx'
import { useContact } from './use-contact.ts'
import './records.css'

/** An unsent write of this browser, opened again to be corrected. */
function useBeginning(kind: ContactKind): { form: string; initial: ContactValues } {
  const { t } = useTranslation('records')
  const { today } = useSignedIn()
  const { unsent } = useSearch({ strict: false }) as { unsent?: string }
  const found = useOutbox().find(({ id }) => id === unsent)
  // Looked for once: it may leave the outbox while its form is open.
  const [row] = useState(found)
  // Made anew at each render: the next record gets an id of its own.
  const blank = newContact(kind, today)
  if (!row) return { form: kind, initial: blank }
  return { form: `${kind}.${row.id}`, initial: contactFrom(row.id, row.body as Parameters<typeof contactFrom>[1], blank, row.title || t('who.nameless')) }
}

/** 记走访, 记电话. */
export function ContactPage({ kind }: { kind: ContactKind }) {
  const { form, initial } = useBeginning(kind)
  return <ContactPageOf key={form} kind={kind} form={form} initial={initial} />
}

function ContactPageOf({ kind, form, initial }: { kind: ContactKind; form: string; initial: ContactValues }) {
  const { t } = useTranslation(['records', 'ui'])
  const navigate = useNavigate()
  const contact = useContact(kind, form, initial, () => void navigate({ to: '/' }))
  const { values, change, busy, error, submit, maySave } = contact
  return (
    <Page title={t(`page.${kind}`)} back narrow>
      <DraftNote draft={contact} />
      <Section>
        <PeopleField label={t('who.label')} value={values.people} onChange={(people) => change({ people })} hint={values.people.length > 0 ? t('who.household') : undefined} />
        {values.people.length > 0 ? <ContactForm kind={kind} values={values} change={change} /> : null}
      </Section>
      <ErrorPanel error={error} />
      {values.people.length > 0 ? <SaveBar><Button kind="main" tall busy={busy} disabled={!maySave} onClick={() => void submit()}>{t('ui:save')}</Button>{maySave ? null : <span className="quiet small">{t('result.choose')}</span>}</SaveBar> : null}
    </Page>
  )
}
