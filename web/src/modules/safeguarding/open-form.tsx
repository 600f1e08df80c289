import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GlassOpened } from '#api/safeguarding.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, ErrorPanel, Notice, TextArea } from '#web/ui/index.ts'

/** Ground and reason, and what will happen, before the glass is broken. */
export function OpenForm({ ask }: { ask: string }) {
  const { t } = useTranslation('glass')
  const navigate = useNavigate()
  const client = useQueryClient()
  const offered = useChoices()
  // Sent again after a cut line, it opens once.
  const [id] = useState(newId)
  const [category, setCategory] = useState('')
  const { values: { reason }, change, clear } = useDraft('glass.open', { reason: '' })
  const { busy, error, submit } = useSubmit(async () => {
    const { file } = await api.post<GlassOpened>('/glass/open', { id, ask, category, reason: reason.trim() })
    clear()
    await client.invalidateQueries({ queryKey: ['glass'] })
    await navigate({ to: `/residents/${file}` })
  })
  return (
    <form className="stack" onSubmit={submit} aria-label={t('open.title')}>
      <h3>{t('open.title')}</h3>
      <Choice label={t('open.category')} value={category || undefined} onChange={setCategory} options={offered.list('glass-category')} />
      <TextArea label={t('open.reason')} hint={t('open.reasonHint')} value={reason} onChange={(words) => change({ reason: words })} />
      <Notice alert>{t('open.words')}</Notice>
      <ErrorPanel error={error} />
      <div><Button type="submit" kind="danger" icon="lock" busy={busy} disabled={category === '' || reason.trim().length < 5}>{t('open.go')}</Button></div>
    </form>
  )
}
