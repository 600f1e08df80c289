import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { instantText } from '#web/platform/dates.ts'
import { discard, flush, useOutbox, type Waiting } from '#web/platform/outbox.ts'
import { maySeal } from '#web/platform/store.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, confirm, EmptyState, ErrorPanel, LinkButton, Notice, Page, Row, Rows, Section, Tag, toast } from '#web/ui/index.ts'

/** What was recorded here and is not on the server: what waits, what needs correcting, what the head decides. */
export default function UnsentPage() {
  const { t } = useTranslation()
  const rows = useOutbox()
  const sending = useSubmit(async () => toast((await flush()) ? t('outbox.sent') : t('outbox.stillWaiting')))
  const isSafe = useIsSafe()
  const waiting = rows.some((row) => row.state === 'waiting')
  return (
    <Page title={t('outbox.title')} actions={waiting ? <Button kind="main" icon="send" busy={sending.busy} onClick={() => void sending.submit()}>{t('outbox.sendNow')}</Button> : null}>
      <ErrorPanel error={sending.error} />
      {rows.length === 0 ? <Section><EmptyState icon="check" title={t('outbox.empty')} words={t('outbox.emptyWords')} /></Section> : (
        <>
          <Notice alert={!isSafe}>{t(!maySeal() ? 'outbox.tabOnly' : isSafe ? 'outbox.clearWarning' : 'outbox.mayGo')}</Notice>
          <Section flush><Rows label={t('outbox.title')}>{rows.map((row) => <UnsentRow key={row.id} row={row} />)}</Rows></Section>
        </>
      )}
    </Page>
  )
}

/** Whether the browser has promised not to clear what waits here. Until it says so: not to be counted on where it never says. */
function useIsSafe(): boolean {
  const [isSafe, setIsSafe] = useState(maySeal())
  useEffect(() => {
    if (maySeal()) Promise.resolve(navigator.storage?.persisted?.() ?? false).then(setIsSafe, () => setIsSafe(false))
  }, [])
  return isSafe
}

function UnsentRow({ row }: { row: Waiting }) {
  const { t } = useTranslation()
  const { today } = useSignedIn()
  const give = async () => {
    if (await confirm({ title: t('outbox.discardTitle'), words: t('outbox.discardWords', { title: row.title }), action: t('outbox.discard'), danger: true })) await discard(row.id)
  }
  const words = row.state === 'undelivered' ? [row.sentence, t('outbox.undeliveredWords')].filter(Boolean).join(' · ') : row.sentence
  return (
    <Row wrap title={<>{row.title}<Tag tone={row.state === 'waiting' ? undefined : 'strong'}>{t(`outbox.${row.state}`)}</Tag></>}
      sub={[instantText(new Date(row.at).toISOString(), today), words].filter(Boolean).join(' · ')}
      end={row.state === 'undelivered' ? <Button onClick={() => void discard(row.id)}>{t('outbox.seen')}</Button> : (
        <>{row.editAt ? <LinkButton to={row.editAt}>{t('outbox.edit')}</LinkButton> : null}<Button kind="danger" onClick={() => void give()}>{t('outbox.discard')}</Button></>
      )} />
  )
}
