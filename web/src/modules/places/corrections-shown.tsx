import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CorrectionRemark, CorrectionsView } from '#api/places.ts'
import { Notice, Row, Rows, Section } from '#web/ui/index.ts'

/** What a list would change, and which rows cannot be. */
export function CorrectionsShown({ shown }: { shown: CorrectionsView }) {
  const { t } = useTranslation('places')
  const { additions, renames, reparentings, closures, redistricted, refusals, warnings, unchanged } = shown
  const changes = additions.length + renames.length + reparentings.length + closures.length + redistricted.length
  const name = (code: number, words: string) => <>{words}<span className="quiet small number">{code}</span></>
  return (
    <>
      {refusals.length > 0 ? <Notice alert>{t('wrong', { count: refusals.length })}<Remarks rows={refusals} /></Notice> : changes === 0 ? <Notice>{t('nothing')}</Notice> : null}
      <Group title={t('group.additions')} count={additions.length}>{additions.map((one) => <Row key={one.code} title={name(one.code, one.name)} />)}</Group>
      <Group title={t('group.renames')} count={renames.length}>{renames.map((one) => <Row key={one.code} title={name(one.code, t('from', { from: one.from, to: one.to }))} />)}</Group>
      <Group title={t('group.reparentings')} count={reparentings.length}>{reparentings.map((one) => <Row key={one.code} title={name(one.code, one.name)} sub={t('from', { from: one.from ?? '—', to: one.to ?? '—' })} />)}</Group>
      <Group title={t('group.closures')} count={closures.length}>
        {closures.map((one) => <Row key={one.code} title={name(one.code, one.name)} sub={one.successors.length > 0 ? t('successors', { codes: one.successors.join(' ') }) : undefined} />)}
      </Group>
      <Group title={t('group.redistricted')} count={redistricted.length}>{redistricted.map((one) => <Row key={one.code} title={name(one.code, one.name)} />)}</Group>
      {warnings.length > 0 ? <Section title={t('group.warnings')} count={warnings.length}><Remarks rows={warnings} /></Section> : null}
      {unchanged > 0 && changes > 0 ? <p className="quiet small">{t('unchanged', { count: unchanged })}</p> : null}
    </>
  )
}

function Group({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  return count === 0 ? null : <Section title={title} count={count} flush><Rows label={title}>{children}</Rows></Section>
}

function Remarks({ rows }: { rows: readonly CorrectionRemark[] }) {
  const { t } = useTranslation('places')
  return <ul className="stack">{rows.map((one) => <li key={`${one.row} ${one.code} ${one.problem}`}>{one.row === null ? t('missing') : t('row', { row: one.row })} <span className="number">{one.code}</span> {one.sentence}</li>)}</ul>
}
