import { useTranslation } from 'react-i18next'
import type { ParameterRow } from '#api/standards.ts'

/** A value as people say it, with its unit. */
export function useValueText() {
  const { t } = useTranslation('standards')
  return (value: ParameterRow['value'], unit: string): string => {
    const word = t(`unit.${unit}`, { defaultValue: '' })
    const shown = typeof value === 'boolean' ? t(value ? 'parameters.yes' : 'parameters.no') : Array.isArray(value) ? value.join(', ') : String(value)
    return word ? `${shown} ${word}` : shown
  }
}
