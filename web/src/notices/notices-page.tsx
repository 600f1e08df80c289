import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { NoticeGroups } from '#api/notices.ts'
import { api } from '#web/platform/api.ts'
import { instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, EmptyState, ErrorPanel, Loaded, Page, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { useNotices } from './use-notices.ts'
import { WHERE } from './where.ts'

const PushSection = lazy(() => import('./push-section.tsx'))
type Group = NoticeGroups['groups'][number]
/** What cannot wait stands first until it is read. */
const isPressing = ({ kind, unread }: Group): boolean => unread > 0 && (kind === 'clock-urgent' || kind === 'glass-opened')

/** What this post was told in 30 days, one line per kind. */
export default function NoticesPage() {
  const { t } = useTranslation('notices')
  const { today } = useSignedIn()
  const client = useQueryClient()
  const navigate = useNavigate()
  const query = useNotices()
  const read = async (groups: readonly Group[]) => {
    const unread = groups.filter((group) => group.unread > 0)
    const until = unread.map(({ at }) => at).sort().at(-1)
    if (until === undefined) return
    await api.post('/notices/read', { kinds: unread.map(({ kind }) => kind), until })
    await client.invalidateQueries({ queryKey: ['notices'] })
  }
  const all = useSubmit(() => read(query.data?.groups ?? []))
  // Read or not, one goes where it leads.
  const go = async (group: Group) => {
    await read([group]).catch(() => undefined)
    const [to, filters] = WHERE[group.kind].split('?')
    await navigate({ to: to!, search: Object.fromEntries(new URLSearchParams(filters)) as never })
  }
  return (
    <Page title={t('title')} sub={t('sub')} actions={query.data && query.data.unread > 0 ? <Button icon="check" busy={all.busy} onClick={() => void all.submit()}>{t('readAll')}</Button> : undefined} back>
      <ErrorPanel error={all.error} />
      <Section flush>
        <Loaded query={query}>
          {({ groups }) => groups.length === 0 ? <EmptyState icon="bell" title={t('nothing')} words={t('nothingWords')} /> : (
            <Rows label={t('title')}>
              {[...groups].sort((a, b) => Number(isPressing(b)) - Number(isPressing(a))).map((group) => (
                <Row key={group.kind} title={t(`kind.${group.kind}`, { count: group.unread || group.count })} sub={instantText(group.at, today)} onPress={() => void go(group)}
                  end={group.unread > 0 ? <Tag tone="accent">{t('unread', { count: group.unread })}</Tag> : <span className="quiet small">{t('isRead')}</span>} />
              ))}
            </Rows>
          )}
        </Loaded>
      </Section>
      <Suspense fallback={null}><PushSection /></Suspense>
    </Page>
  )
}
