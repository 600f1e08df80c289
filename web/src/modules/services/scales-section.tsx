import { useTranslation } from 'react-i18next'
import type { FilledRow } from '#api/services.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import type { PartProps } from './service-page.tsx'

interface Line { key: string; whom: string; rows: FilledRow[] }

/** Answers of strangers to a survey have no before and after. */
function linesOf({ stages, people, results }: PartProps['service']): Line[] {
  const scored = stages.flatMap(({ forms }) => forms).filter(({ key }) => !results.some(({ form }) => form === key)).flatMap(({ filled }) => filled).filter(({ score, level }) => score !== null || level?.alarm)
  const unique = [...new Map(scored.map((row) => [row.id, row])).values()].sort((a, b) => a.filledOn.localeCompare(b.filledOn) || a.number - b.number)
  const lines = new Map<string, Line>()
  for (const row of unique) {
    const key = `${row.form}.${row.person ?? ''}`
    const line = lines.get(key) ?? { key, whom: people.find(({ id }) => id === row.person)?.name ?? '', rows: [] }
    line.rows.push(row)
    lines.set(key, line)
  }
  return [...lines.values()]
}

/** Scales before and after: first, latest, and the way between. */
export function ScalesSection({ service, onForm }: PartProps) {
  const { t } = useTranslation('services')
  const { today } = useSignedIn()
  const say = useText()
  const lines = linesOf(service)
  if (lines.length === 0) return null
  return (
    <Section title={t('scale.title')} flush>
      <Rows label={t('scale.title')}>
        {lines.map(({ key, whom, rows }) => {
          const last = rows.at(-1)!
          const scores = rows.flatMap(({ score }) => score ?? [])
          const [before, after] = [scores[0]!, scores.at(-1)!]
          const words = last.score === null ? t('scale.open', { day: dayText(last.filledOn, today) }) : scores.length === 1 ? t('scale.once', { score: after, day: dayText(last.filledOn, today) })
            : t('scale.change', { first: before, last: after, difference: `${after > before ? '+' : ''}${after - before}` })
          return <Row key={key} title={<>{[say(last.title), whom].filter(Boolean).join(' · ')}{last.level ? <Tag tone={last.level.alarm ? 'strong' : 'accent'}>{say(last.level.title)}</Tag> : null}</>} sub={words} end={<Trend scores={scores} />} onPress={() => onForm(last.id)} />
        })}
      </Rows>
    </Section>
  )
}

/** A line no wider than a word; the words beside it say the same. */
function Trend({ scores }: { scores: readonly number[] }) {
  if (scores.length < 2) return null
  const [low, high] = [Math.min(...scores), Math.max(...scores)]
  const at = (score: number, index: number) => `${4 + (index * 72) / (scores.length - 1)},${24 - (high === low ? 10 : ((score - low) * 20) / (high - low))}`
  const points = scores.map(at)
  return <svg width={80} height={28} viewBox="0 0 80 28" aria-hidden="true"><polyline points={points.join(' ')} fill="none" stroke="var(--accent)" strokeWidth={2} />{points.map((point) => <circle key={point} cx={point.split(',')[0]} cy={point.split(',')[1]} r={3} fill="var(--accent)" />)}</svg>
}
