import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { OpeningCircle } from '#api/service-turns.ts'
import { api } from '#web/platform/api.ts'
import { Check, FieldSet, Loaded } from '#web/ui/index.ts'

export const useCircleChoices = () => useQuery({ queryKey: ['services', 'circle-choices'], staleTime: 5 * 60_000, queryFn: ({ signal }) => api.get<OpeningCircle>('/services/circle-choices', { signal }) })

/** 限定知悉范围: who else may see it from its first word. Until somebody is ticked or not, the usual posts are in. */
export function CircleField({ value, onChange }: { value: readonly string[] | undefined; onChange: (posts: string[]) => void }) {
  const { t } = useTranslation(['services', 'shell'])
  const choices = useCircleChoices()
  return (
    <FieldSet label={t('open.circle')} hint={t('open.circleHint')}>
      <Loaded query={choices} lines={2}>{({ rows }) => {
        const members = value ?? rows.filter(({ usual }) => usual).map(({ post }) => post)
        return (
          <>
            {rows.map((one) => (
              <Check key={one.post} label={`${one.name} · ${t(`shell:role.${one.role}`)}`} checked={members.includes(one.post)} onChange={(on) => onChange(on ? [...members, one.post] : members.filter((each) => each !== one.post))} />
            ))}
            {members.length === 0 ? <p className="quiet small">{t('open.circleOnly')}</p> : null}
          </>
        )
      }}</Loaded>
    </FieldSet>
  )
}
