import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CorrectionsView } from '#api/places.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Check, confirm, DateField, ErrorPanel, Notice, Page, Section, TextArea, toast } from '#web/ui/index.ts'
import { CorrectionsShown } from './corrections-shown.tsx'
import { readPasted } from './read-pasted.ts'

/** 区划更正: a bureau's list, looked at first, then applied whole or not at all. */
export default function CorrectionsPage() {
  const { t } = useTranslation('places')
  const { today, post } = useSignedIn()
  const [text, setText] = useState('')
  const [effectiveOn, setEffectiveOn] = useState(today)
  const [complete, setComplete] = useState(false)
  const [moveFiles, setMoveFiles] = useState(true)
  const [shown, setShown] = useState<CorrectionsView>()
  const rows = readPasted(text)
  const change = (run: () => void) => { run(); setShown(undefined) }
  const send = (preview: boolean) => api.post<CorrectionsView>('/places/corrections', { within: post?.place, effectiveOn, complete, moveFiles, preview, rows })
  const looking = useSubmit(async () => setShown(await send(true)))
  const applying = useSubmit(async () => {
    if (!shown) return
    const words = t('confirmWords', { additions: shown.additions.length, renames: shown.renames.length, closures: shown.closures.length })
    if (!(await confirm({ title: t('confirmTitle'), words, action: t('apply'), danger: shown.closures.length > 0 }))) return
    const done = await send(false)
    setShown(done)
    toast(done.files.moved > 0 ? t('appliedFiles', { count: done.files.moved }) : t('applied'))
  })
  const mayApply = shown !== undefined && !shown.applied && shown.refusals.length === 0
  return (
    <Page title={t('title')} sub={t('sub')} back>
      <Notice>{t('words')}</Notice>
      <Section>
        <p className="quiet small">{t('within')} {post?.placeName}</p>
        <DateField label={t('effectiveOn')} value={effectiveOn} onChange={(day) => change(() => setEffectiveOn(day))} today={today} />
        <TextArea label={t('list')} rows={8} value={text} onChange={(next) => change(() => setText(next))} placeholder={t('example')} spellCheck={false} {...(rows.length > 0 && { hint: t('rows', { count: rows.length }) })} />
        <Check label={t('complete')} checked={complete} onChange={(on) => change(() => setComplete(on))} />
        {complete ? <Notice alert>{t('completeWords')}</Notice> : null}
        <Check label={t('moveFiles')} checked={moveFiles} onChange={(on) => change(() => setMoveFiles(on))} />
        <ErrorPanel error={looking.error ?? applying.error} />
        <div className="inline">
          <Button icon="search" busy={looking.busy} disabled={rows.length === 0} onClick={() => void looking.submit()}>{t('preview')}</Button>
          <Button kind="main" busy={applying.busy} disabled={!mayApply} onClick={() => void applying.submit()}>{t('apply')}</Button>
        </div>
      </Section>
      {shown && shown.files.leftBehind > 0 ? <Notice alert>{t('filesLeft', { count: shown.files.leftBehind })}</Notice> : null}
      {shown ? <CorrectionsShown shown={shown} /> : null}
    </Page>
  )
}
