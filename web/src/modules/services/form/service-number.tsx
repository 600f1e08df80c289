import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CheckedNumbers } from '#api/tallies.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { TextField } from '#web/ui/index.ts'
import { numberAsKept, SERVICE_NUMBER } from './service-numbers.ts'

/** A number in place of a name. Whether it is one of those this post may see is said beside it; nothing depends on it. */
export function ServiceNumber({ value, onChange, label, hint }: { value: unknown; onChange: (value: unknown) => void; label: string; hint: string | undefined }) {
  const { t } = useTranslation('forms')
  const { post } = useSignedIn()
  const typed = typeof value === 'string' ? value : ''
  const number = numberAsKept(typed)
  const whole = SERVICE_NUMBER.test(number)
  const found = useQuery({
    queryKey: ['services', 'numbers', post?.id, number], enabled: whole, retry: false,
    queryFn: ({ signal }) => api.post<CheckedNumbers>('/services/numbers', { numbers: [number] }, { signal }),
  }).data?.rows[0]
  const said = whole ? found && t(`number.${found.is}`, { station: found.station }) : typed.length > 3 ? t('number.no-number') : undefined
  return (
    <>
      <TextField label={label} hint={hint} maxLength={40} autoComplete="off" value={typed} onChange={(text) => onChange(text || undefined)} />
      {said ? <p className="quiet small" role="status">{said}</p> : null}
    </>
  )
}
