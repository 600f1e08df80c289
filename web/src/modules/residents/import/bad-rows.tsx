import { useTranslation } from 'react-i18next'
import type { CellProblem, ImportRow } from '#api/imports.ts'
import { Section } from '#web/ui/index.ts'

/** A cell, what stands there, and what to do about it. */
export function ProblemLine({ problem }: { problem: CellProblem }) {
  const { t } = useTranslation('import')
  return (
    <div className="problem-line">
      <span className="cell-address">{problem.cell}</span>
      <span className="grow">{t(`problem.${problem.code}`, { shown: problem.shown, defaultValue: problem.code })}{problem.shown ? <span className="quiet">{t('shown', { shown: problem.shown })}</span> : null}</span>
    </div>
  )
}

/** Rows that cannot come in as they stand, each wrong cell by its address. */
export function BadRows({ rows, count }: { rows: readonly ImportRow[]; count: number }) {
  const { t } = useTranslation('import')
  return (
    <Section title={t('bad.title')} count={count} flush>
      <p className="quiet small section-words">{t('bad.words')}</p>
      <ul className="rows">
        {rows.filter(({ state }) => state === 'bad').map((row) => (
          <li key={row.row} className="row bad-row">
            <div className="body">
              <div className="title">{t('row', { row: row.row })} {row.name}</div>
              {row.problems.map((problem) => <ProblemLine key={problem.cell + problem.code} problem={problem} />)}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
