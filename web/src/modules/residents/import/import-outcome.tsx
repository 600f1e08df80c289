import { useTranslation } from 'react-i18next'
import type { ImportResult, ImportView } from '#api/imports.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, confirm, ErrorPanel, Figure, Figures, GoTo, LinkButton, Notice, Section } from '#web/ui/index.ts'
import { useStep } from './use-import.ts'

/** What became of a list, row by row where it was not as asked, and the way back. */
export function ImportOutcome({ view }: { view: ImportView }) {
  const { t } = useTranslation('import')
  const { result } = view
  if (!result) return null
  const { undone } = result
  return (
    <>
      {view.failed ? <Notice alert>{t('failedUndo', { sentence: view.failed.sentence })}</Notice> : null}
      <Section title={t('outcome.title')} action={view.state === 'applied' ? <LinkButton to="/residents" icon="people">{t('outcome.people')}</LinkButton> : undefined}>
        <Figures>
          <Figure label={t('outcome.made')} value={result.made} />
          <Figure label={t('outcome.changed')} value={result.changed} />
          <Figure label={t('outcome.unchanged')} value={result.unchanged} />
          <Figure label={t('outcome.skipped')} value={result.skipped} />
          <Figure label={t('outcome.leftOut')} value={result.leftOut} />
        </Figures>
        {result.told.length > 0 ? <Told told={result.told} title={t('outcome.told')} /> : null}
      </Section>
      {undone ? (
        <Section title={t('undone.title')}>
          <Figures>
            <Figure label={t('undone.closed')} value={undone.closed} />
            <Figure label={t('undone.putBack')} value={undone.putBack} />
            <Figure label={t('undone.kept')} value={undone.kept} />
          </Figures>
          {undone.told.length > 0 ? <Told told={undone.told} title={t('undone.told')} /> : null}
        </Section>
      ) : <Undo view={view} result={result} />}
    </>
  )
}

function Told({ told, title }: { told: ImportResult['told']; title: string }) {
  const { t } = useTranslation('import')
  return (
    <div className="told">
      <h3>{title}</h3>
      <ul>
        {told.slice(0, 500).map(({ row, file, why }) => (
          <li key={`${row} ${why}`} className="problem-line">
            <span className="cell-address">{row}</span>
            <span className="grow">{t(`problem.${why}`, { shown: '', defaultValue: why })}{file ? <> <GoTo to={`/residents/${file}`}>{t('outcome.open')}</GoTo></> : null}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Undo({ view, result }: { view: ImportView; result: ImportResult }) {
  const { t } = useTranslation('import')
  const step = useStep(view.id)
  const { busy, error, submit } = useSubmit(async () => {
    if (await confirm({ title: t('undo.title'), words: t('undo.words', { made: result.made, changed: result.changed }), action: t('undo.action'), danger: true })) await step('undo', { version: view.version })
  })
  if (result.made + result.changed === 0) return null
  return (
    <Section title={t('undo.heading')}>
      <div className="stack">
        <p className="quiet">{t('undo.hint')}</p>
        <ErrorPanel error={error} />
        <div><Button kind="danger" busy={busy} onClick={() => void submit()}>{t('undo.button')}</Button></div>
      </div>
    </Section>
  )
}
