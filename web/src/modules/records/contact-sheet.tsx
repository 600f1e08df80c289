import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Choices, DraftNote, ErrorPanel, Sheet } from '#web/ui/index.ts'
import { PersonName } from '../residents/people-search.tsx'
import { ContactForm } from './contact-form.tsx'
import { newContact, type Chosen, type ContactKind } from './contact-values.ts'
import { useContact } from './use-contact.ts'
import './records.css'

export interface ContactSheetProps {
  kind: ContactKind
  person: Chosen
  /** How it was, when the button already said so. */
  result?: string | undefined
  /** What is known of the person: the last contact. */
  above?: ReactNode
  /** Who else lives behind the same door and may have been seen too. */
  others?: readonly Chosen[]
  onClose: () => void
  onSaved?: () => void
}

/** A visit or call of one person, without leaving the list: person, 正常, 保存. */
export default function ContactSheet({ kind, person, result = '', above, others = [], onClose, onSaved }: ContactSheetProps) {
  const { t } = useTranslation(['records', 'ui'])
  const { today } = useSignedIn()
  const [initial] = useState(() => newContact(kind, today, [person], result))
  const contact = useContact(kind, `${kind}.of.${person.file}`, initial, () => { onSaved?.(); onClose() })
  const { values, change, busy, error, submit, maySave } = contact
  // The button just pressed says more than a form left half done.
  const pressed = useRef(result)
  useEffect(() => {
    if (pressed.current && values.result !== pressed.current) change({ result: pressed.current })
    pressed.current = ''
  }, [values.result, change])
  return (
    <Sheet open title={t(`page.${kind}`)} onClose={onClose}
      actions={<Button kind="main" tall block busy={busy} disabled={!maySave} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <div className="sheet-person"><h3><PersonName person={person} /></h3>{person.sub ? <span className="quiet small">{person.sub}</span> : null}</div>
        {above}
        {others.length > 0 ? <Choices label={t('whoSeen')} value={values.people.map(({ file }) => file)} onChange={(files) => change({ people: [person, ...others].filter(({ file }) => files.includes(file)) })} options={[person, ...others].map(({ file, name }) => ({ value: file, label: name }))} /> : null}
        <DraftNote draft={contact} />
        <ContactForm kind={kind} values={values} change={change} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
