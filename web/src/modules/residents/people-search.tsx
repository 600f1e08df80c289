import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askMine } from '#web/modules/duties/today-api.ts'
import type { Chosen } from '#web/modules/records/contact-values.ts'
import { ErrorPanel, Icon, Row, Rows, Skeleton } from '#web/ui/index.ts'
import { findPeople } from './find-people.ts'

function useFoundPeople(words: string) {
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(words.trim()), 200)
    return () => clearTimeout(timer)
  }, [words])
  // Words about people are kept nowhere: gone from memory as soon as nobody looks.
  const found = useQuery({ queryKey: ['people', 'search', asked], queryFn: ({ signal }) => findPeople(asked, signal), enabled: asked !== '', gcTime: 0 })
  const due = useQuery({ queryKey: ['today', 'usual'], queryFn: ({ signal }) => askMine({}, signal), enabled: asked === '' })
  return { asked, found, due }
}

export interface PeopleSearchProps {
  onChoose: (person: Chosen) => void
  /** Already chosen: not offered again. */
  except?: readonly string[]
  autoFocus?: boolean
}

/** Finds a resident; before anybody types, those who are due stand there. */
export function PeopleSearch({ onChoose, except = [], autoFocus }: PeopleSearchProps) {
  const { t } = useTranslation(['records', 'ui'])
  const [words, setWords] = useState('')
  const { asked, found, due } = useFoundPeople(words)
  const query = asked ? found : due
  const people: Chosen[] = (asked
    ? found.data?.rows.map((row) => ({ file: row.id, name: row.name, age: row.age, sub: row.placeName, risk: row.risk }))
    : due.data?.rows.map((row) => ({ file: row.file, name: row.name, age: row.age, sub: row.villageName, risk: row.risk }))) ?? []
  const offered = people.filter(({ file }) => !except.includes(file))
  return (
    <div className="people-search">
      <div className="search plain"><Icon name="search" size={18} />
        <input className="input" type="search" aria-label={t('who.search')} placeholder={t('who.placeholder')} autoComplete="off" spellCheck={false} data-autofocus={autoFocus ? '' : undefined}
          value={words} onChange={(event) => setWords(event.target.value)} />
      </div>
      <ErrorPanel error={query.error} />
      {query.isFetching && !query.data ? <Skeleton lines={3} /> : null}
      {!asked && offered.length > 0 ? <p className="quiet small">{t('who.due')}</p> : null}
      <Rows label={t('who.search')}>
        {offered.map((person) => <Row key={person.file} title={<PersonName person={person} />} sub={person.sub} onPress={() => { setWords(''); onChoose(person) }} />)}
      </Rows>
      {asked && found.data?.rows.length === 0 ? <p className="quiet" role="status">{t('who.nobody')}</p> : null}
      {asked && found.data?.more ? <p className="quiet small">{t('who.more')}</p> : null}
    </div>
  )
}

/** 王秀英 82岁 */
export function PersonName({ person }: { person: Pick<Chosen, 'name' | 'age'> }) {
  const { t } = useTranslation('ui')
  return <>{person.name}{person.age === null ? null : <span className="quiet age">{t('age.years', { count: person.age })}</span>}</>
}
