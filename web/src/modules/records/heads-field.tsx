import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, NumberStepper } from '#web/ui/index.ts'

/** The groups every month's table asks for. One person may belong to several, so they need not add up. */
const GROUPS = ['elder', 'child', 'women', 'disabled', 'volunteer'] as const

export interface HeadsFieldProps {
  heads: number | undefined
  groups: Record<string, number>
  onChange: (heads: number | undefined, groups: Record<string, number>) => void
}

/** How many came, and how many of each group. Groups alone are enough: the greatest of them is at least the whole. */
export function HeadsField({ heads, groups, onChange }: HeadsFieldProps) {
  const { t } = useTranslation('records')
  const [open, setOpen] = useState(Object.keys(groups).length > 0)
  const setGroup = (group: string, count: number | undefined) => {
    const next = { ...groups, [group]: count ?? 0 }
    const least = Math.max(...Object.values(next))
    onChange(heads === undefined || heads < least ? least : heads, next)
  }
  return (
    <>
      <NumberStepper label={t('activity.heads')} unit={t('person')} step={5} max={100_000} value={heads} onChange={(next) => onChange(next, groups)} />
      {open ? (
        <div className="nested columns groups">
          {GROUPS.map((group) => <NumberStepper key={group} label={t(`activity.group.${group}`)} unit={t('person')} value={groups[group]} onChange={(count) => setGroup(group, count)} />)}
        </div>
      ) : <div><Button kind="quiet" icon="plus" onClick={() => setOpen(true)}>{t('activity.byGroup')}</Button></div>}
    </>
  )
}
