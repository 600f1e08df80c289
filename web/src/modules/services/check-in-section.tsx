import { useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonView, ServiceView } from '#api/services.ts'
import { instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, LinkButton, Row, Rows, Section, Tag, toast, useErrorSentence } from '#web/ui/index.ts'
import { useSending } from './use-service.ts'

const PersonSheet = lazy(() => import('./person-sheet.tsx'))
type How = 'qr' | 'list'
const CODE = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** The person a scanned code names: the last id in it. */
const personIn = (code: string): string | undefined => [...code.matchAll(CODE)].at(-1)?.[0].toLowerCase()

function useCheckIn(service: ServiceView) {
  const { t } = useTranslation('services')
  const sendIt = useSending()
  const sentenceOf = useErrorSentence()
  return async (person: PersonView | undefined, how: How): Promise<void> => {
    if (!person) return toast(t('checkIn.unknown'), { kind: 'alert' })
    if (person.checkedInAt) return toast(t('checkIn.already', { name: person.name }))
    try {
      await sendIt('POST', `/services/${service.id}/check-in`, { rows: [{ person: person.id, at: new Date().toISOString(), how }] })
      toast(t('checkIn.done', { name: person.name }))
    } catch (error) { toast(sentenceOf(error), { kind: 'alert' }) }
  }
}

/** 签到: by a scanned code, by the list, or whoever walked in. A handheld scanner types into the box; a phone's scanner opens this page with the code in its address. */
export default function CheckInSection({ service }: { service: ServiceView }) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const { in: scanned } = useSearch({ strict: false }) as { in?: string }
  const check = useCheckIn(service)
  const [code, setCode] = useState('')
  const [walksIn, setWalksIn] = useState(false)
  const may = service.mayWrite && service.state === 'open'
  const find = (id: string | undefined) => service.people.find((person) => person.id === id)
  const done = useRef('')
  useEffect(() => {
    if (!may || !scanned || done.current === scanned) return
    done.current = scanned
    void check(service.people.find((person) => person.id === scanned), 'qr')
  }, [may, scanned, service, check])
  const scan = (event: FormEvent) => {
    event.preventDefault()
    void check(find(personIn(code)), 'qr')
    setCode('')
  }
  const expected = service.people.filter(({ state }) => state === 'in' || state === 'signed-up')
  const here = service.people.filter(({ checkedInAt }) => checkedInAt !== null)
  return (
    <Section title={t('checkIn.title')} count={`${here.length} / ${expected.length}`} flush action={<LinkButton kind="quiet" icon="print" to={`/services/${service.id}/codes`}>{t('checkIn.codes')}</LinkButton>}>
      {may ? <form className="row" onSubmit={scan}><input className="input" aria-label={t('checkIn.scan')} placeholder={t('checkIn.scan')} autoComplete="off" value={code} onChange={(event) => setCode(event.target.value)} /><Button type="submit">{t('checkIn.take')}</Button><Button icon="plus" onClick={() => setWalksIn(true)}>{t('checkIn.walkIn')}</Button></form> : null}
      <Rows label={t('checkIn.title')}>
        {[...new Set([...expected, ...here])].map((person) => <Row key={person.id} title={person.name} sub={person.minor ? t('people.minor', { guardian: person.guardian || '—' }) : undefined}
          end={person.checkedInAt ? <Tag tone="accent">{t('checkIn.at', { at: instantText(person.checkedInAt, today) })}</Tag> : may ? <Button onClick={() => void check(person, 'list')} aria-label={t('checkIn.whom', { name: person.name })}>{t('checkIn.one')}</Button> : null} />)}
      </Rows>
      <Suspense fallback={null}>{walksIn ? <PersonSheet service={service} walkIn onClose={() => setWalksIn(false)} /> : null}</Suspense>
    </Section>
  )
}
