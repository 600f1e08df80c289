import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GlassView, ReviewGlass } from '#api/safeguarding.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { instantText } from '#web/platform/dates.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, GoTo, Sheet, TextArea, toast } from '#web/ui/index.ts'

const OUTCOMES: readonly ReviewGlass['outcome'][] = ['justified', 'not-justified']

/** One opening as it was explained, and the judgement of somebody else. */
export function ReviewSheet({ glass, onClose }: { glass: GlassView['watched'][number]; onClose: () => void }) {
  const { t } = useTranslation('glass')
  const { today } = useSignedIn()
  const client = useQueryClient()
  const offered = useChoices()
  const [outcome, setOutcome] = useState<ReviewGlass['outcome']>()
  const { values: { words }, change, clear } = useDraft(`glass.review.${glass.id}`, { words: '' })
  const { busy, error, submit } = useSubmit(async () => {
    await api.post(`/glass/${glass.id}/review`, { outcome, words: words.trim() })
    clear()
    toast(t('review.done'))
    await client.invalidateQueries({ queryKey: ['glass'] })
    onClose()
  })
  const isMine = glass.mine && glass.outcome === null
  const facts: [string, string | null][] = [
    ['by', `${glass.byName} · ${glass.byTitle}`], ['openedAt', instantText(glass.openedAt, today)], ['untilAt', instantText(glass.untilAt, today)], ['fileNo', glass.fileNo],
    ['category', offered.code('glass-category', glass.category)], ['reason', glass.reason],
    ...(glass.outcome ? [['outcome', `${t(`outcome.${glass.outcome}`)} · ${glass.reviewedByName}`], ['review', glass.review]] as [string, string | null][] : []),
  ]
  return (
    <Sheet open title={t('review.title')} onClose={onClose}
      actions={isMine ? <Button kind="main" busy={busy} disabled={!outcome || words.trim().length < 5} onClick={() => void submit()}>{t('review.save')}</Button> : undefined}>
      <div className="stack">
        <dl className="facts">{facts.map(([key, value]) => value ? <div key={key}><dt>{t(`fact.${key}`)}</dt><dd>{value}</dd></div> : null)}</dl>
        {glass.file ? <GoTo to={`/residents/${glass.file}`}>{t('openFile')}</GoTo> : null}
        {isMine ? <>
          <Choice label={t('review.outcome')} value={outcome} onChange={setOutcome} options={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))} />
          <TextArea label={t('review.words')} hint={t('review.hint')} value={words} onChange={(typed) => change({ words: typed })} />
        </> : null}
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
