import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CircleChoices } from '#api/residents.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Check, FieldSet, Loaded } from '#web/ui/index.ts'

/** 限定知悉范围: who else may see it from its first word. */
export function CircleField({ file, value, onChange }: { file: string | undefined; value: readonly string[]; onChange: (posts: string[]) => void }) {
  const { t } = useTranslation(['services', 'shell'])
  const { post } = useSignedIn()
  const choices = useQuery({ queryKey: ['resident', 'circle', file], enabled: file !== undefined, queryFn: ({ signal }) => api.get<CircleChoices>(`/residents/${file}/circle-choices`, { signal }) })
  if (!file) return <p className="quiet small">{t('open.circleOnly')}</p>
  return (
    <FieldSet label={t('open.circle')} hint={t('open.circleHint')}>
      <Loaded query={choices} lines={2}>{({ rows }) => <>{rows.filter((one) => one.post !== post?.id).map((one) => (
        <Check key={one.post} label={`${one.name} · ${t(`shell:role.${one.role}`)}`} checked={value.includes(one.post)} onChange={(on) => onChange(on ? [...value, one.post] : value.filter((each) => each !== one.post))} />
      ))}</>}</Loaded>
    </FieldSet>
  )
}
