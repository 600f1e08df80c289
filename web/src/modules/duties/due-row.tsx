import { useTranslation } from 'react-i18next'
import type { DutyRow } from '#api/duties.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, IconButton, RiskMark, Tag } from '#web/ui/index.ts'

/** What is done with a line. `open`: look first, choose then. */
export type Act = 'open' | 'call' | 'normal' | 'attention' | 'more'

const LEVELS: Record<string, 1 | 2 | 3 | 4> = { red: 1, orange: 2, yellow: 3, blue: 4 }

/** Red and orange are worth a mark; yellow and blue are what everyone has. */
export function Risk({ risk, always }: { risk: string; always?: boolean }) {
  const offered = useChoices()
  const level = LEVELS[risk]
  if (!level || (level > 2 && !always)) return null
  return <RiskMark level={level}>{offered.code('risk-level', risk)}</RiskMark>
}

/** 上次 11月3日 上门：在家，精神好。 */
export function LastContact({ last }: { last: DutyRow['last'] }) {
  const { t } = useTranslation('duties')
  const { today } = useSignedIn()
  const offered = useChoices()
  if (!last) return <>{t('last.never')}</>
  const result = last.result === 'normal' ? t('act.normal') : last.result === 'needs-attention' ? t('act.attention') : offered.code('visit-result', last.result)
  const how = [offered.code('visit-mode', last.mode), result].filter(Boolean).join(' ')
  return <>{t('last.on', { day: dayText(last.on, today), how })}{last.words ? t('last.said', { words: last.words }) : null}</>
}

/** When it is due, or by how much it is late. */
export function DueWhen({ row }: { row: DutyRow }) {
  const { t } = useTranslation('duties')
  const { today } = useSignedIn()
  if (row.state === 'overdue') return <Tag tone="strong">{t('when.late', { count: row.daysLate })}</Tag>
  if (row.putOff) return <Tag>{t('when.putOff', { day: dayText(row.putOff.to, today) })}</Tag>
  return <Tag>{t('when.due', { day: dayText(row.dueOn, today) })}</Tag>
}

const MOST_TAGS = 3

/** One person who is due: who, since when, what was said last, and the three things one does about it. */
export function DueRow({ row, isUnsent, onAct }: { row: DutyRow; isUnsent: boolean; onAct: (act: Act) => void }) {
  const { t } = useTranslation(['duties', 'ui'])
  const offered = useChoices()
  const hidden = row.tags.length - MOST_TAGS
  return (
    <li className="due-row">
      <button type="button" className="due-who" onClick={() => onAct('open')}>
        <span className="due-name"><strong>{row.name}</strong>{row.age === null ? null : <span className="quiet">{t('ui:age.years', { count: row.age })}</span>}<Risk risk={row.risk} /><DueWhen row={row} /></span>
        <span className="due-tags small quiet">
          {[row.villageName, ...row.tags.slice(0, MOST_TAGS).map(offered.tag), ...(hidden > 0 ? [`+${hidden}`] : []), ...(row.covered && row.workerName ? [t('due.coveredFor', { name: row.workerName })] : [])].join(' · ')}
        </span>
        <span className="due-last small"><LastContact last={row.last} /></span>
      </button>
      {isUnsent ? <p className="due-unsent small">{t('due.unsent')}</p> : (
        <div className="due-acts">
          <Button icon="phone" aria-label={t('act.callWhom', { name: row.name })} onClick={() => onAct('call')}>{t('act.call')}</Button>
          <Button icon="check" aria-label={t('act.normalWhom', { name: row.name })} onClick={() => onAct('normal')}>{t('act.normal')}</Button>
          <Button aria-label={t('act.attentionWhom', { name: row.name })} onClick={() => onAct('attention')}>{t('act.attention')}</Button>
          <IconButton icon="more" label={t('act.moreWhom', { name: row.name })} onClick={() => onAct('more')} />
        </div>
      )}
    </li>
  )
}
