import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PeopleSearch, PersonName } from '#web/modules/residents/people-search.tsx'
import { Button, FieldSet, IconButton, Sheet } from '#web/ui/index.ts'
import type { Chosen } from './contact-values.ts'

export interface PeopleFieldProps {
  label: string
  value: readonly Chosen[]
  onChange: (people: Chosen[]) => void
  hint?: string | undefined
  optional?: boolean
  max?: number
}

/** Whom it is about. Nobody yet: the search stands on the page itself, one tap less. */
export function PeopleField({ label, value, onChange, hint, optional, max = 12 }: PeopleFieldProps) {
  const { t } = useTranslation('records')
  const [open, setOpen] = useState(false)
  const add = (person: Chosen) => { setOpen(false); onChange([...value, person]) }
  const except = value.map(({ file }) => file)
  return (
    <FieldSet label={label} hint={hint} optional={optional}>
      {value.length > 0 ? (
        <ul className="chosen">
          {value.map((person) => (
            <li key={person.file}>
              <span className="grow"><strong><PersonName person={person} /></strong>{person.sub ? <span className="quiet small">{person.sub}</span> : null}</span>
              <IconButton icon="close" label={t('who.remove', { name: person.name })} onClick={() => onChange(value.filter(({ file }) => file !== person.file))} />
            </li>
          ))}
        </ul>
      ) : optional ? null : <PeopleSearch onChoose={add} />}
      {(value.length > 0 || optional) && value.length < max ? <div><Button kind="quiet" icon="plus" onClick={() => setOpen(true)}>{t(value.length > 0 ? 'who.another' : 'who.add')}</Button></div> : null}
      <Sheet open={open} title={label} onClose={() => setOpen(false)} full><PeopleSearch onChoose={add} except={except} autoFocus /></Sheet>
    </FieldSet>
  )
}
