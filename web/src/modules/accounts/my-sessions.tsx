import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { OwnDevices, OwnSessions } from '#api/session.ts'
import { api } from '#web/platform/api.ts'
import { dayText, instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, confirm, EmptyState, Loaded, Row, Rows, Section, Tag, toast, useErrorSentence } from '#web/ui/index.ts'

/** Ends a session or a device's trust after asking, and fetches the list anew. */
function useEnd(list: 'sessions' | 'devices') {
  const { t } = useTranslation('me')
  const client = useQueryClient()
  const sentenceOf = useErrorSentence()
  return async (id: string, device: string) => {
    if (!(await confirm({ title: t(`${list}.endTitle`), words: t(`${list}.endWords`, { device }), action: t(`${list}.end`), danger: true }))) return
    try {
      await api.delete(`/me/${list}/${id}`)
      toast(t(`${list}.ended`))
    } catch (error) { toast(sentenceOf(error), { kind: 'alert' }) }
    await client.invalidateQueries({ queryKey: ['me', list] })
  }
}

/** Where one is signed in, and a way out from each. */
export function MySessions() {
  const { t } = useTranslation('me')
  const { today } = useSignedIn()
  const end = useEnd('sessions')
  const query = useQuery({ queryKey: ['me', 'sessions'], queryFn: ({ signal }) => api.get<OwnSessions>('/me/sessions', { signal }) })
  return (
    <Section title={t('sessions.title')} flush>
      <Loaded query={query} lines={2}>
        {({ rows: sessions }) => (
          <Rows label={t('sessions.title')}>
            {sessions.map((session) => (
              <Row key={session.id} wrap title={<>{session.deviceName || t('unnamed')}{session.current ? <Tag tone="accent">{t('thisDevice')}</Tag> : null}</>}
                sub={`${t('since', { at: instantText(session.createdAt, today) })} · ${t('lastSeen', { at: instantText(session.lastSeenAt, today) })}`}
                end={session.current ? null : <Button kind="danger" onClick={() => void end(session.id, session.deviceName || t('unnamed'))}>{t('sessions.end')}</Button>} />
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  )
}

/** Devices on which the password alone is enough. */
export function MyDevices() {
  const { t } = useTranslation('me')
  const { today } = useSignedIn()
  const end = useEnd('devices')
  const query = useQuery({ queryKey: ['me', 'devices'], queryFn: ({ signal }) => api.get<OwnDevices>('/me/devices', { signal }) })
  return (
    <Section title={t('devices.title')} flush>
      <Loaded query={query} lines={1}>
        {({ rows: devices }) => (devices.length === 0 ? <EmptyState title={t('devices.none')} /> : (
          <Rows label={t('devices.title')}>
            {devices.map((device) => (
              <Row key={device.id} wrap title={device.name || t('unnamed')} sub={t('devices.until', { day: dayText(device.untilAt.slice(0, 10), today) })}
                end={<Button kind="danger" onClick={() => void end(device.id, device.name || t('unnamed'))}>{t('devices.end')}</Button>} />
            ))}
          </Rows>
        ))}
      </Loaded>
    </Section>
  )
}
