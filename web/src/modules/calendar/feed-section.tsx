import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FeedView, NewFeed } from '#api/calendar.ts'
import { api } from '#web/platform/api.ts'
import { instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, confirm, ErrorPanel, Loaded, Notice, Section, TextField, toast } from '#web/ui/index.ts'

/** A secret address for the calendar of a phone or computer: made, shown once, revoked. */
export function FeedSection() {
  const { t } = useTranslation('calendar')
  const { today } = useSignedIn()
  const client = useQueryClient()
  const query = useQuery({ queryKey: ['calendar-feed'], queryFn: ({ signal }) => api.get<FeedView>('/calendar/feed', { signal }) })
  const [address, setAddress] = useState('')
  const make = useSubmit(async () => {
    const { path } = await api.post<NewFeed>('/calendar/feed')
    setAddress(window.location.origin + path)
    await client.invalidateQueries({ queryKey: ['calendar-feed'] })
  })
  const revoke = useSubmit(async () => {
    if (!(await confirm({ title: t('feed.revokeTitle'), words: t('feed.revokeWords'), action: t('feed.revoke'), danger: true }))) return
    await api.delete('/calendar/feed')
    setAddress('')
    toast(t('feed.revoked'))
    await client.invalidateQueries({ queryKey: ['calendar-feed'] })
  })
  return (
    <Section title={t('feed.title')}>
      <div className="stack">
        <p className="quiet">{t('feed.words')}</p>
        {address ? <><TextField label={t('feed.address')} value={address} onChange={() => {}} readOnly onFocus={(event) => event.currentTarget.select()} /><Notice alert>{t('feed.once')}</Notice></> : null}
        <ErrorPanel error={make.error ?? revoke.error} />
        <Loaded query={query} lines={1}>
          {({ feed }) => (
            <>
              {feed ? <p className="small">{t('feed.since', { at: instantText(feed.madeAt, today) })} {feed.readAt ? t('feed.read', { at: instantText(feed.readAt, today) }) : t('feed.unread')}</p> : null}
              <div className="inline">
                <Button busy={make.busy} onClick={() => void make.submit()}>{t(feed ? 'feed.again' : 'feed.make')}</Button>
                {feed ? <Button kind="danger" busy={revoke.busy} onClick={() => void revoke.submit()}>{t('feed.revoke')}</Button> : null}
              </div>
            </>
          )}
        </Loaded>
      </div>
    </Section>
  )
}
