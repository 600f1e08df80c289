import { useTranslation } from 'react-i18next'
import { FieldSet } from '#web/ui/index.ts'

const hours = (minutes: number) => minutes / 60

/** How long it took: the usual lengths in one tap, any other by number. */
export function MinutesField({ value, onChange, usual }: { value: number; onChange: (minutes: number) => void; usual: readonly number[] }) {
  const { t } = useTranslation('records')
  const textOf = (minutes: number) => (minutes < 60 ? t('minutes', { count: minutes }) : t('hours', { count: hours(minutes) }))
  return (
    <FieldSet label={t('length')}>
      <div className="inline">
        <div className="choices">
          {usual.map((minutes) => (
            <label key={minutes}><input type="radio" name="length" checked={value === minutes} onChange={() => onChange(minutes)} /><span>{textOf(minutes)}</span></label>
          ))}
        </div>
        <span className="with-unit"><input className="input number minutes" inputMode="numeric" aria-label={t('lengthOther')} value={value} onChange={(event) => onChange(Math.min(1440, Number(event.target.value.replace(/\D/g, '')) || 0))} /><span className="quiet">{t('minuteUnit')}</span></span>
      </div>
    </FieldSet>
  )
}
