import { useTranslation } from 'react-i18next'
import type { ImportPreview, ImportView } from '#api/imports.ts'
import { instantText } from '#web/platform/dates.ts'
import { useParam } from '#web/platform/params.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, confirm, ErrorPanel, Figure, Figures, Loaded, Notice, Page, SaveBar, Section } from '#web/ui/index.ts'
import { BadRows } from './bad-rows.tsx'
import { ColumnSection } from './column-section.tsx'
import { DuplicateSection } from './duplicate-section.tsx'
import { GoodRows } from './good-rows.tsx'
import { ImportOutcome } from './import-outcome.tsx'
import { useDecisions, useImport, useStep } from './use-import.ts'
import './import.css'

/** One list: its columns, what is wrong, who is doubtful; then what became of it. */
export default function OneImportPage() {
  const { t } = useTranslation('import')
  const { today } = useSignedIn()
  const query = useImport(useParam('id'))
  const view = query.data
  return (
    <Page title={view?.fileName ?? t('title')} back {...(view && { sub: [instantText(view.madeAt, today), view.madeByName].filter(Boolean).join(' · ') })}>
      <Loaded query={query} lines={10}>{(one) => <Body view={one} />}</Loaded>
    </Page>
  )
}

function Body({ view }: { view: ImportView }) {
  const { t } = useTranslation('import')
  if (view.state === 'applying' || view.state === 'undoing') return <Section><div className="at-work" role="status"><span className="spinner" aria-hidden="true" />{t(`work.${view.state}`, { count: view.rowsTotal })}</div></Section>
  if (view.state !== 'read') return <ImportOutcome view={view} />
  if (!view.preview) return <Notice alert>{t('expired')}</Notice>
  return <Review view={view} preview={view.preview} />
}

function Review({ view, preview }: { view: ImportView; preview: ImportPreview }) {
  const { t } = useTranslation('import')
  const { doubtful, decisions, decide } = useDecisions(view.id, preview)
  const { counts } = preview
  return (
    <>
      {view.failed ? <Notice alert>{t('failed', { sentence: view.failed.sentence })}</Notice> : null}
      <Section>
        <Figures>
          <Figure label={t('count.new')} value={counts.new} note={t('count.newNote')} />
          <Figure label={t('count.update')} value={counts.update} note={t('count.updateNote')} />
          <Figure label={t('count.same')} value={counts.same} note={t('count.sameNote')} />
          <Figure label={t('count.duplicate')} value={counts.duplicate} note={t('count.duplicateNote')} />
          <Figure label={t('count.bad')} value={counts.bad} note={t('count.badNote')} />
        </Figures>
      </Section>
      {/* A matching that changed begins with fresh selects. */}
      <ColumnSection key={view.version} view={view} preview={preview} />
      {counts.bad > 0 ? <BadRows rows={preview.rows} count={counts.bad} /> : null}
      {doubtful.length > 0 ? <DuplicateSection doubtful={doubtful} decisions={decisions} decide={decide} /> : null}
      <GoodRows preview={preview} />
      <ApplyBar view={view} preview={preview} open={doubtful.length - decisions.size} decisions={[...decisions.values()]} />
    </>
  )
}

function ApplyBar({ view, preview, open, decisions }: { view: ImportView; preview: ImportPreview; open: number; decisions: object[] }) {
  const { t } = useTranslation('import')
  const step = useStep(view.id)
  const { counts } = preview
  const { busy, error, submit } = useSubmit(async () => {
    const sure = await confirm({ title: t('apply.title'), words: t(counts.bad > 0 ? 'apply.wordsBad' : 'apply.words', { count: counts.good, bad: counts.bad }), action: t('apply.action') })
    if (sure) await step('apply', { version: view.version, badRows: 'leave-out', duplicates: decisions })
  })
  return (
    <>
      <ErrorPanel error={error} />
      <SaveBar>
        <Button kind="main" busy={busy} disabled={open > 0 || counts.good === 0} onClick={() => void submit()}>{t('apply.button', { count: counts.good })}</Button>
        {open > 0 ? <span className="small">{t('apply.open', { count: open })}</span> : null}
      </SaveBar>
    </>
  )
}
