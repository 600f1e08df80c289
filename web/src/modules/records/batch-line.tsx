import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PersonName } from '#web/modules/residents/people-search.tsx'
import { Button, Choice, TextArea, classes, type Option } from '#web/ui/index.ts'
import type { BatchRow } from './batch-values.ts'
import { NORMAL, type Chosen } from './contact-values.ts'

export interface BatchLineProps {
  person: Chosen
  mark: BatchRow | undefined
  results: readonly Option<string>[]
  onMark: (row: Partial<BatchRow> | null) => void
}

/** One person of the sheet: 正常 in one tap, anything else with its words. */
export const BatchLine = memo(function BatchLine({ person, mark, results, onMark }: BatchLineProps) {
  const { t } = useTranslation('records')
  const [open, setOpen] = useState(mark !== undefined && mark.result !== NORMAL)
  const isNormal = mark?.result === NORMAL
  const setNormal = () => { setOpen(false); onMark(isNormal ? null : { result: NORMAL, words: '' }) }
  const setOther = () => {
    setOpen(!open)
    if (open && !isNormal) onMark(null)
  }
  return (
    <li className={classes('batch-line', mark && 'marked')}>
      <div className="batch-who"><span><PersonName person={person} /></span>{person.sub ? <span className="quiet small">{person.sub}</span> : null}</div>
      <div className="batch-acts">
        <Button kind={isNormal ? 'main' : 'plain'} icon={isNormal ? 'check' : undefined} aria-pressed={isNormal} aria-label={t('batch.normalWhom', { name: person.name })} onClick={setNormal}>{t('result.normal')}</Button>
        <Button aria-expanded={open} aria-pressed={mark !== undefined && !isNormal} aria-label={t('batch.otherWhom', { name: person.name })} onClick={setOther}>{t('batch.other')}</Button>
      </div>
      {open ? (
        <div className="batch-more stack">
          <Choice label={t('result.label')} value={mark && !isNormal ? mark.result : undefined} onChange={(result) => onMark({ result })} options={results} />
          {mark && !isNormal ? <TextArea label={t('words')} rows={2} optional value={mark.words} onChange={(words) => onMark({ words })} /> : null}
        </div>
      ) : null}
    </li>
  )
})
