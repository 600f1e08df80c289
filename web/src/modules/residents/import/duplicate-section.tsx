import { useTranslation } from 'react-i18next'
import type { Candidate, ImportRow } from '#api/imports.ts'
import { Button, Choice, classes, GoTo, Section, Tag } from '#web/ui/index.ts'
import type { Decided } from './use-import.ts'

interface Props { doubtful: readonly ImportRow[]; decisions: ReadonlyMap<number, Decided>; decide: (one: Decided) => void }

const choiceOf = (one: Candidate): string => (one.file ? `file:${one.file}` : `row:${one.row}`)
const isNumbered = ({ candidates }: ImportRow) => candidates.some(({ because }) => because.includes('same-identity'))

/** Rows that may be somebody who is there already: both side by side, and a choice for each. */
export function DuplicateSection({ doubtful, decisions, decide }: Props) {
  const { t } = useTranslation('import')
  const open = doubtful.filter(({ row }) => !decisions.has(row))
  const all = (decision: 'same' | 'new') => {
    for (const row of open) {
      const [first] = row.candidates
      if (decision === 'new') decide({ row: row.row, decision, file: null, sameAsRow: null })
      else if (first) decide({ row: row.row, decision, file: first.file, sameAsRow: first.row })
    }
  }
  return (
    <Section title={t('twice.title')} count={doubtful.length} flush>
      <div className="section-words between">
        <p className="quiet small">{t('twice.words')}</p>
        {open.length > 1 ? <span className="inline"><Button onClick={() => all('same')}>{t('twice.allSame', { count: open.length })}</Button><Button onClick={() => all('new')}>{t('twice.allNew')}</Button></span> : null}
      </div>
      <ul className="rows">{doubtful.map((row) => <Doubtful key={row.row} row={row} decided={decisions.get(row.row)} decide={decide} />)}</ul>
    </Section>
  )
}

function Doubtful({ row, decided, decide }: { row: ImportRow; decided: Decided | undefined; decide: Props['decide'] }) {
  const { t } = useTranslation('import')
  const value = !decided ? undefined : decided.decision !== 'same' ? decided.decision : decided.file ? `file:${decided.file}` : `row:${decided.sameAsRow}`
  const options = [
    ...row.candidates.map((one) => ({ value: choiceOf(one), label: row.candidates.length === 1 ? t('twice.same') : t('twice.sameAs', { who: one.fileNo ?? t('row', { row: one.row }) }) })),
    ...(isNumbered(row) ? [] : [{ value: 'new', label: t('twice.new') }]), { value: 'skip', label: t('twice.skip') },
  ]
  const choose = (text: string) => {
    const one = row.candidates.find((candidate) => choiceOf(candidate) === text)
    decide({ row: row.row, decision: one ? 'same' : (text as 'new' | 'skip'), file: one?.file ?? null, sameAsRow: one?.row ?? null })
  }
  return (
    <li className={classes('doubtful', decided && 'decided')}>
      <div className="side-by-side">
        <Person title={t('twice.inList', { row: row.row })} {...row} />
        {row.candidates.map((one) => <Person key={choiceOf(one)} title={one.file ? t('twice.file') : t('twice.inList', { row: one.row })} {...one} />)}
      </div>
      <Choice label={t('twice.choose', { row: row.row })} options={options} value={value} onChange={choose} />
    </li>
  )
}

interface PersonProps {
  title: string; name: string; sex: number; birthOn: string | null; placeName: string; identityMask: string | null; phoneMask: string | null
  file?: string | null; fileNo?: string | null; because?: string[]
}

function Person({ title, name, sex, birthOn, placeName, identityMask, phoneMask, file, fileNo, because }: PersonProps) {
  const { t } = useTranslation(['import', 'residents'])
  return (
    <div className="one-side">
      <div className="between"><span className="quiet small">{title}</span>{because ? <span className="inline">{because.map((why) => <Tag key={why} tone={why === 'same-identity' ? 'strong' : undefined}>{t(`because.${why}`)}</Tag>)}</span> : null}</div>
      <div className="title">{file ? <GoTo to={`/residents/${file}`}>{name}</GoTo> : name}</div>
      <div className="small">{[t(`residents:sex.${sex}`), birthOn, placeName].filter(Boolean).join(' · ')}</div>
      <div className="small quiet number">{[identityMask, phoneMask, fileNo].filter(Boolean).join(' · ') || t('twice.noNumbers')}</div>
    </div>
  )
}
