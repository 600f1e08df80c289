import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#web/platform/api.ts'
import { instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, confirm, Loaded, Row, Rows, Section, Tag, toast, useErrorSentence } from '#web/ui/index.ts'

interface MySession { id: string; deviceName: string; createdAt: string; lastSeenAt: string; current: boolean }

/** Where one is signed in, and a way out from each. */
export function MySessions() {
  const { t } = useTranslation('me')
  const { today } = useSignedIn()
  const client = useQueryClient()
  const sentenceOf = useErrorSentence()
  const query = useQuery({ queryKey: ['me', 'sessions'], queryFn: ({ signal }) => api.get<{ rows: MySession[] }>('/me/sessions', { signal }) })
  const end = async (session: MySession) => {
    const device = session.deviceName || t('unnamed')
    if (!(await confirm({ title: t('endTitle'), words: t('endWords', { device }), action: t('end'), danger: true }))) return
    try {
      await api.delete(`/me/sessions/${session.id}`)
      toast(t('ended'))
    } catch (error) { toast(sentenceOf(error), { kind: 'alert' }) }
    await client.invalidateQueries({ queryKey: ['me', 'sessions'] })
  }
  return (
    <Section title={t('sessions')} flush>
      <Loaded query={query} lines={2}>
        {({ rows }) => (
          <Rows label={t('sessions')}>
            {rows.map((session) => (
              <Row key={session.id} wrap title={<>{session.deviceName || t('unnamed')}{session.current ? <Tag tone="accent">{t('thisDevice')}</Tag> : null}</>}
                sub={`${t('since', { at: instantText(session.createdAt, today) })} · ${t('lastSeen', { at: instantText(session.lastSeenAt, today) })}`}
                end={session.current ? null : <Button kind="danger" onClick={() => void end(session)}>{t('end')}</Button>} />
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  )
}
