import { useTranslation } from 'react-i18next'
import { addDays, type Day } from '#web/platform/dates.ts'
import { Field } from '#web/ui/index.ts'

const EARLIEST = 400

/** 今天, 昨天, or another day, in one line. */
export function DayField({ value, onChange, today, label }: { value: Day; onChange: (day: Day) => void; today: Day; label: string }) {
  const { t } = useTranslation('ui')
  const usual = [{ day: today, text: t('date.today') }, { day: addDays(today, -1), text: t('date.yesterday') }]
  return (
    <Field label={label}>
      {(input) => (
        <div className="day-row">
          <div className="choices segmented">
            {usual.map(({ day, text }) => (
              <label key={day}><input type="radio" name={`${input.id}-usual`} checked={value === day} onChange={() => onChange(day)} /><span>{text}</span></label>
            ))}
          </div>
          <input {...input} className="input" type="date" value={value} min={addDays(today, -EARLIEST)} max={today} onChange={(event) => { if (event.target.value) onChange(event.target.value) }} />
        </div>
      )}
    </Field>
  )
}
